import { SHANGHAI } from "@billferry/contracts";
import * as fc from "fast-check";
import { expect, test } from "vitest";

import {
  afterBill,
  anyOfBills,
  anyOfNumbers,
  billNumbered,
  buildWindowFilter,
  floorToSecondMs,
  fromBill,
  joinFilters,
  onlyBill,
  quoteFilterTime,
} from "../../src/index.ts";
import { quoteFilterText } from "../../src/core/filter.ts";

const FROM_MS = Date.UTC(2026, 3, 21, 0, 30);

test("asks for approved bills of a half-open window in Kingdee's time", () => {
  expect(buildWindowFilter({ fromMs: FROM_MS, toMs: FROM_MS + 600_000, zone: SHANGHAI })).toBe(
    "FApproveDate>='2026-04-21 08:30:00' AND FApproveDate<'2026-04-21 08:40:00' AND FDocumentStatus='C' AND FCancelStatus='A'",
  );
});

test("adds the bounds to the scheme's own condition, which may be the lower bound itself", () => {
  const schemeFilter = " FApproveDate>='2026-04-21 08:30:00' ";
  expect(buildWindowFilter({ schemeFilter, toMs: FROM_MS + 60_000, zone: SHANGHAI })).toBe(
    "FApproveDate>='2026-04-21 08:30:00' AND FApproveDate<'2026-04-21 08:31:00' AND FDocumentStatus='C' AND FCancelStatus='A'",
  );
});

test.each([
  [["A=1 or B=2", "C=3"], "(A=1 or B=2) AND C=3"],
  [["A='x or y'", "C=3"], "A='x or y' AND C=3"],
  [["A='it''s or' OR B=1", "C=3"], "(A='it''s or' OR B=1) AND C=3"],
  [["FOrgId=1", "C=3"], "FOrgId=1 AND C=3"],
  [["", "  ", "C=3"], "C=3"],
  [["A=1 or B=2"], "A=1 or B=2"],
  [[], ""],
])("joins %j so that all hold", (conditions, joined) => {
  expect(joinFilters(...conditions, undefined)).toBe(joined);
});

test("pages by bill key", () => {
  expect([fromBill("348963"), afterBill("348963"), onlyBill("348963")]).toEqual([
    "FID>=348963",
    "FID>348963",
    "FID=348963",
  ]);
  expect(anyOfBills(["1", "2"])).toBe("FID in (1,2)");
  expect(billNumbered("XSCKD'1")).toBe("FBillNo='XSCKD''1'");
  expect(anyOfNumbers(["A", "B'"])).toBe("FBillNo in ('A','B''')");
});

test("lets no text but digits become a bill key", () => {
  for (const billId of ["", "1 or 1=1", "1.0", "-1"]) expect(() => fromBill(billId)).toThrow(RangeError);
  expect(() => anyOfBills([])).toThrow(RangeError);
  expect(() => anyOfNumbers([])).toThrow(RangeError);
});

test("keeps any text inside its quotes", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const quoted = quoteFilterText(text);
      expect(quoted).toMatch(/^'(?:[^']|'')*'$/);
      expect(quoted.slice(1, -1).replaceAll("''", "'")).toBe(text);
    }),
  );
});

test("never asks for less than the second a moment lies in", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (epochMs) => {
      const floorMs = floorToSecondMs(epochMs);
      expect(epochMs - floorMs).toBeLessThan(1000);
      expect(quoteFilterTime(epochMs, SHANGHAI)).toBe(quoteFilterTime(floorMs, SHANGHAI));
    }),
  );
});
