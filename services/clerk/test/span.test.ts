import { ErrandRefused, parseKingdeeTime, SHANGHAI } from "@billferry/contracts";
import { expect, test } from "vitest";

import { spanOfErrand } from "../src/core/span.ts";

const at = (text: string): number => parseKingdeeTime(text, SHANGHAI) ?? Number.NaN;
const kingdee = { zone: SHANGHAI, nowMs: at("2026-11-29 14:03:22") + 907 };

test("a day is its midnights in Kingdee's zone, and what has not come yet is left out", () => {
  expect(spanOfErrand({ from: "2026-11-27", to: "2026-11-28" }, kingdee)).toEqual({
    fromMs: at("2026-11-27 00:00:00"),
    toMs: at("2026-11-28 00:00:00"),
  });
  const until = at("2026-11-29 14:03:22");
  expect(spanOfErrand({ from: "2026-11-29", to: "2026-11-30" }, kingdee).toMs).toBe(until);
  expect(spanOfErrand({ from: "2026-11-29 08:00:00" }, kingdee)).toEqual({
    fromMs: at("2026-11-29 08:00:00"),
    toMs: until,
  });
});

test.each([
  [{ from: "2026-11-28", to: "2026-11-28" }, "SPAN_EMPTY"],
  [{ from: "2026-12-01", to: "2026-12-02" }, "SPAN_EMPTY"],
  [{ from: "2026-02-31", to: "2026-03-02" }, "SPAN_INVALID"],
])("what is no span is refused, in both languages: %j", (asked, code) => {
  const refused = (): unknown => spanOfErrand(asked, kingdee);
  expect(refused).toThrow(ErrandRefused);
  expect(refused).toThrow(expect.objectContaining({ code, told: { zh: expect.any(String), en: expect.any(String) } }));
});
