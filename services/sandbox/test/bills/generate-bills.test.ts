import { isPositive, TARGET_INTERFACES } from "@billferry/contracts";
import * as fc from "fast-check";
import { expect, test } from "vitest";

import type { Bill } from "../../src/bills/bill.ts";
import { expectOrders as expectOf, judgeBill as judge } from "../../src/bills/expected-orders.ts";
import { generateBills as generate, type GenerateOptions } from "../../src/bills/generate-bills.ts";
import type { Form } from "../../src/forms/form.ts";
import { loadForms } from "../../src/forms/load-forms.ts";
import { createSettings } from "../../src/settings.ts";
import { checkOrder } from "../../src/wangdiantong/check-order.ts";

const NOW_MS = Date.UTC(2026, 4, 4, 4);
const zone = { offsetMinutes: 480 };
const settings = createSettings({}).current().wangdiantong;
const form = loadForms().get("SAL_OUTSTOCK") as Form;

const generateBills = (options: GenerateOptions) => generate(options, form);
const expectOrders = (bill: Bill) => expectOf(bill, form);
const judgeBill = (bill: Bill) => judge(bill, form);

test("the same seed makes the same bills, and every count is exact", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 120 }), fc.integer(), (count, seed) => {
      const options = { count, seed, nowMs: NOW_MS, zone };
      const bills = generateBills(options);
      expect(generateBills(options)).toEqual(bills);
      expect(bills.filter((bill) => judgeBill(bill) === "selectable")).toHaveLength(count);
      expect(new Set(bills.map((bill) => bill.billNo)).size).toBe(bills.length);
      const entryIds = bills.flatMap((bill) => bill.lines.map((line) => line.entryId));
      expect(new Set(entryIds).size).toBe(entryIds.length);
    }),
    { numRuns: 25 },
  );
});

function isAccepted(order: ReturnType<typeof expectOrders>[number]): boolean {
  const detail_list = [...order.quantities].map(([key, num]) => {
    const [spec_no, batch_no] = JSON.parse(key) as string[];
    return { spec_no, batch_no, num };
  });
  const fields = { warehouse_no: order.warehouse, detail_list, goods_total_amount: order.totalAmount };
  try {
    return checkOrder("stockout_order_push", { outerNo: order.outerNo, fields }, settings).outer_no.length <= 40;
  } catch {
    return false;
  }
}

test("every expected order is one that Wangdiantong accepts, but those with the unknown goods asked for", () => {
  const bills = generateBills({ count: 300, seed: 4, nowMs: NOW_MS, zone, unknownSkus: 7 });
  const refused = bills.filter((bill) => !expectOrders(bill).every(isAccepted));
  expect(refused).toHaveLength(7);
});

test("every expected order of a further form is one that its interface accepts", () => {
  for (const other of loadForms().values()) {
    const { lineList, quantity } = TARGET_INTERFACES[other.target];
    const bills = generate({ count: 60, seed: 4, nowMs: NOW_MS, zone }, other);
    for (const order of bills.flatMap((bill) => expectOf(bill, other))) {
      const lines = [...order.quantities].map(([key, num]) => {
        const [spec_no, batch_no] = JSON.parse(key) as string[];
        return { spec_no, batch_no, [quantity]: num };
      });
      const fields = { warehouse_no: order.warehouse, [lineList]: lines };
      expect(() => checkOrder(other.target, { outerNo: order.outerNo, fields }, settings)).not.toThrow();
    }
    expect(bills.filter((bill) => judge(bill, other) === "selectable")).toHaveLength(60);
  }
});

test("bills come with everything that goes wrong in practice", () => {
  const bills = generateBills({ count: 400, seed: 1, nowMs: NOW_MS, zone });
  const lines = bills.flatMap((bill) => bill.lines);
  const approved = bills.flatMap((bill) => bill.approvedLocalMs ?? []);
  const nowLocalMs = NOW_MS + 480 * 60_000;
  expect(Math.max(...approved)).toBeLessThanOrEqual(nowLocalMs - 15_000);
  expect(Math.min(...approved)).toBeGreaterThanOrEqual(nowLocalMs - 2 * 3_600_000 - 16_000);
  expect(new Set(approved).size).toBeLessThan(approved.length);
  const seconds = Map.groupBy(new Set(approved), (ms) => Math.floor(ms / 1000));
  expect([...seconds.values()].some((same) => same.length > 2)).toBe(true);
  const states = Object.groupBy(bills, judgeBill);
  expect([states.unapproved?.length, states.void?.length, states.empty?.length]).toEqual([20, 12, 4]);
  expect(new Set(states.unapproved?.map((bill) => bill.status))).toEqual(new Set(["Z", "A", "B", "D"]));
  expect(bills.filter((bill) => bill.lines.length >= 120)).toHaveLength(1);
  const several = states.selectable?.filter((bill) => expectOrders(bill).length > 1).length ?? 0;
  expect(several / 400).toBeGreaterThan(0.2);
  expect(several / 400).toBeLessThan(0.4);
  expect(new Set(lines.map((line) => line.rowType))).toEqual(new Set(["Standard", "Parent", "Son"]));
  expect(lines.some((line) => line.isFree && line.taxPrice === "0" && isPositive(line.quantity))).toBe(true);
  expect(lines.some((line) => !isPositive(line.quantity))).toBe(true);
  expect(lines.some((line) => /^\d{12}$/.test(line.quantity))).toBe(true);
  expect(lines.some((line) => /\.\d{4}$/.test(line.quantity))).toBe(true);
  expect(lines.some((line) => /\.\d$/.test(line.quantity))).toBe(true);
  expect(lines.some((line) => /\.\d{5,6}$/.test(line.taxPrice))).toBe(true);
  const repeats = bills.some(
    (bill) => new Set(bill.lines.map((line) => [line.sku, line.stock, line.lot].join())).size < bill.lines.length,
  );
  expect(repeats).toBe(true);
});
