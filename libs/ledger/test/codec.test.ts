import fc from "fast-check";
import { expect, test } from "vitest";

import { packHash, packTime, unpackHash } from "../src/core/codec.ts";
import { bill, openLedger } from "./setup.ts";

const HASH = fc.stringMatching(/^[0-9a-f]{32}$/);

test("a hash is kept in 22 characters and comes back as it was", () => {
  fc.assert(
    fc.property(HASH, (text) => {
      expect(packHash(text)).toMatch(/^[-\w]{22}$/);
      expect(unpackHash(packHash(text))).toBe(text);
    }),
  );
});

test("what is no hash of ours comes back as it was", () => {
  const other = fc.oneof(
    HASH.map((text) => `${text}0`),
    HASH.map((text) => `x${text}`),
    fc.string({ maxLength: 40 }),
    fc.constantFrom("", "!"),
  );
  fc.assert(
    fc.property(other, (text) => {
      expect(unpackHash(packHash(text))).toBe(text);
    }),
  );
});

test("a time of Kingdee is kept in digits, its day in front, whatever follows its seconds", () => {
  expect(packTime("2026-11-23T10:20:30")).toBe("20261123102030000");
  expect(packTime("2026-11-23 10:20:30.5")).toBe("20261123102030500");
  expect(packTime("2026-11-23T10:20:30.123")).toBe("20261123102030123");
  expect(packTime("x2026-11-23T10:20:30")).toBe("00000000x2026-11-23T10:20:30");
  expect(packTime("2026-11-23T10:20:30Z")).toBe("000000002026-11-23T10:20:30Z");
});

test.each([
  "2026-11-23T10:20:30",
  "2026-11-23T10:20:30.5",
  "2026-11-23T10:20:30.07",
  "2026-11-23T10:20:30Z",
  "?",
  "2020-10-10T00:00:00.001",
])("a bill approved at %s is found with that time", async (approvedAt) => {
  const { ledger } = await openLedger();
  await ledger.bills.recordRead([bill("a", { approvedAt })]);
  expect(await ledger.bills.find("1")).toMatchObject({ approvedAt });
});
