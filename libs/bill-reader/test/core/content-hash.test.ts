import { expect, test } from "vitest";

import { hashBill, isSameBill } from "../../src/core/content-hash.ts";

const BILL = {
  isStable: (name: string) => ["FID", "FRealQty"].includes(name),
  schemeVersion: "v1",
  fields: ["FID", "FRealQty", "F_OWN"],
  rows: [
    ["7", "2.0", "x"],
    ["7", "3.0", "y"],
  ],
};
const hash = hashBill(BILL);

test("a hash is 32 hex digits and the same for the same bill", () => {
  expect(hash).toMatch(/^[0-9a-f]{32}$/);
  expect(hashBill({ ...BILL, rows: structuredClone(BILL.rows) })).toBe(hash);
});

test("any cell changes the hash, and under one mapping that is another bill", () => {
  const quantity = hashBill({ ...BILL, rows: [BILL.rows[0] ?? [], ["7", "4.0", "y"]] });
  const own = hashBill({ ...BILL, rows: [BILL.rows[0] ?? [], ["7", "3.0", "z"]] });
  expect(new Set([hash, quantity, own]).size).toBe(3);
  expect([isSameBill(hash, hash), isSameBill(hash, quantity), isSameBill(hash, own)]).toEqual([true, false, false]);
});

test("an edit of the scheme is another hash, and the same bill", () => {
  const edited = hashBill({ ...BILL, schemeVersion: "v2" });
  const narrowed = hashBill({ ...BILL, fields: ["FID", "FRealQty"], rows: BILL.rows.map((row) => row.slice(0, 2)) });
  expect(new Set([hash, edited, narrowed]).size).toBe(3);
  expect([isSameBill(hash, edited), isSameBill(hash, narrowed)]).toEqual([true, true]);
});

test("under another mapping a changed quantity is still another bill", () => {
  const rows = [BILL.rows[0] ?? [], ["7", "4.0", "y"]];
  expect(isSameBill(hash, hashBill({ ...BILL, schemeVersion: "v2", rows }))).toBe(false);
});
