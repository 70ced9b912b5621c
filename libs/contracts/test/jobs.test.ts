import {
  backoffMs,
  BACKOFF,
  hashContent,
  issuesOfOrder,
  loadJob,
  loadJobId,
  targetOrder,
  transformJob,
  transformJobId,
  type QueuePayloads,
} from "@billferry/contracts";
import fc from "fast-check";
import { expect, expectTypeOf, test } from "vitest";

const order = { outer_no: "XSCKD000001-CK001", warehouse_no: "CK001", detail_list: [{ spec_no: "SKU-001", num: "2" }] };
const bill = {
  scheme: "sal-outstock",
  schemeVersion: "1",
  billId: "100001",
  billNo: "XSCKD000001",
  approvedAt: "2026-11-23T10:00:00",
  contentHash: "0".repeat(32),
  revision: 1,
  fields: ["FID", "FBillNo"],
  rows: [["100001", "XSCKD000001"]],
};

test("a transform job whose rows are narrower than its field list is refused", () => {
  expect(transformJob.safeParse(bill).success).toBe(true);
  expect(transformJob.safeParse({ ...bill, rows: [["100001"]] }).success).toBe(false);
});

test("a wrong payload does not compile", () => {
  // @ts-expect-error -- a load job carries an order
  const wrong: QueuePayloads["load"] = {
    scheme: "x",
    schemeVersion: "1",
    billId: "1",
    billNo: "1",
    contentHash: "",
    notes: [],
  };
  expect(loadJob.safeParse(wrong).success).toBe(false);
  expectTypeOf<QueuePayloads["extract"]>().toEqualTypeOf<{ scheme: string; billNos?: string[] | undefined }>();
});

test.each([
  ["a key over 40 characters", { ...order, outer_no: "X".repeat(41) }],
  ["an empty warehouse", { ...order, warehouse_no: "" }],
  ["a carrier over 20 characters", { ...order, logistics_code: "C".repeat(21) }],
  ["no lines", { ...order, detail_list: [] }],
  ["a quantity of zero", { ...order, detail_list: [{ spec_no: "A", num: "0" }] }],
  ["a negative quantity", { ...order, detail_list: [{ spec_no: "A", num: "-1" }] }],
  ["five decimals", { ...order, detail_list: [{ spec_no: "A", num: "0.00001" }] }],
  ["sixteen digits before the point", { ...order, detail_list: [{ spec_no: "A", num: "1000000000000000" }] }],
  ["an exponent", { ...order, detail_list: [{ spec_no: "A", num: "1e3" }] }],
  ["a misspelt parameter", { ...order, warehouse: "CK001" }],
])("an order with %s is refused", (_case, wrong) => {
  expect(targetOrder("stockout_order_push").safeParse(wrong).success).toBe(false);
});

test("lengths are counted in characters and not in bytes", () => {
  expect(targetOrder("stockout_order_push").safeParse({ ...order, outer_no: "单".repeat(40) }).success).toBe(true);
});

test("job ids never hold what BullMQ or an address refuses, and are never digits only", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (key) => {
      const content = { contentHash: hashContent(key), revision: 2 };
      expect(loadJobId({ scheme: "s", outerNo: key, ...content })).toMatch(/^load-s-[^:/\\?#%\s]*-[0-9a-f]{8}-2$/u);
      expect(transformJobId({ scheme: "s", billNo: key, billId: "1", ...content })).not.toMatch(/^\d+$|[:\s]/);
    }),
  );
});

test("changed content is a new job and the same content is the same job", () => {
  expect(hashContent({ b: 1, a: [1, 2] })).toBe(hashContent({ a: [1, 2], b: 1 }));
  expect(hashContent({ a: [2, 1] })).not.toBe(hashContent({ a: [1, 2] }));
});

test("backoff never shrinks as attempts grow, never passes its ceiling, and is never nothing", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (made, random) => {
        const wait = backoffMs(made, random);
        expect(wait).toBeGreaterThanOrEqual(BACKOFF.firstDelayMs / 2);
        expect(wait).toBeLessThanOrEqual(BACKOFF.maxDelayMs);
        expect(backoffMs(made + 1, random)).toBeGreaterThanOrEqual(wait);
      },
    ),
  );
});

test("what was found good is taken as good again, as the document of another interface it is not", () => {
  expect(issuesOfOrder("stockout_order_push", order)).toEqual([]);
  expect(issuesOfOrder("stockout_order_push", order)).toEqual([]);
  expect(issuesOfOrder("stockin_order_push", order)).not.toEqual([]);
  expect(issuesOfOrder("stockout_order_push", { ...order, remark: 1 })).not.toEqual([]);
});
