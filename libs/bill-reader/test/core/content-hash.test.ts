import { hashContent, type Cell } from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

import { isSameBill } from "../../src/core/content-hash.ts";
import { hashBill } from "../hash-bill.ts";

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

const FIELDS = ["FBillNo", "FRealQty", "F_OWN", "FID", "FStockID_FNumber", "FNote", "10", "9"];
const RELEASED_ROWS: readonly (readonly Cell[])[] = [
  ["XSCKD000123", "133.0", "自定义", "100123", "CK01", '客户要求"原箱"发出', "a", null],
  ["XSCKD000123", "0.10", null, "100123", "CK-2", " ", true, "b\\\u0001\u{1F600}"],
];
const isStable = (name: string): boolean => !["F_OWN", "FNote"].includes(name);

test.each([
  ["c0ae6f82ec43174999fb05d1a4162ea8", { schemeVersion: "v1", fields: FIELDS, rows: RELEASED_ROWS, isStable }],
  [
    "89fc6cade593174999fbe2f6df750c6f",
    { schemeVersion: "v1", fields: FIELDS, rows: RELEASED_ROWS.slice(0, 1), isStable },
  ],
  [
    "d827049039f8870b622e9f7f68335686",
    {
      schemeVersion: "0f3a",
      fields: FIELDS.slice(0, 4),
      rows: RELEASED_ROWS.map((row) => row.slice(0, 4)),
      isStable: () => false,
    },
  ],
  ["930a82f8d48c9d942ddc2342d0093bd0", { schemeVersion: "v1", fields: ["FID"], rows: [[null]], isStable: () => true }],
])("a bill's hash is state: %s is what the first release made of it", (released, bill) => {
  expect(hashBill(bill)).toBe(released);
});

test("a bill's hash is made of the hashes of its stable cells, its mapping and its rows, as in the first release", () => {
  const name = fc.oneof(fc.constantFrom("FID", "FBillNo", "9", "10", "__proto__"), fc.string());
  const cell = fc.oneof(fc.string({ unit: "binary" }), fc.boolean(), fc.constant(null));
  const bill = fc.array(name, { minLength: 1, maxLength: 8 }).chain((fields) =>
    fc.record({
      fields: fc.constant(fields),
      schemeVersion: fc.string(),
      stable: fc.subarray(fields),
      rows: fc.array(fc.array(cell, { minLength: fields.length, maxLength: fields.length }), { maxLength: 4 }),
    }),
  );
  fc.assert(
    fc.property(bill, ({ fields, schemeVersion, stable, rows }) => {
      const columns = fields.flatMap((each, index) => (stable.includes(each) ? [{ name: each, index }] : []));
      const cells = rows.map((row) => Object.fromEntries(columns.map((each) => [each.name, row[each.index] ?? null])));
      const first = hashContent(cells).slice(0, 12);
      const released = first + hashContent([schemeVersion, fields]).slice(0, 8) + hashContent(rows).slice(20);
      expect(hashBill({ fields, schemeVersion, rows, isStable: (each) => stable.includes(each) })).toBe(released);
    }),
    { numRuns: 300 },
  );
});
