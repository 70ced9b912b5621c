import { addDecimals, fitsDecimal, isPositive } from "@billferry/contracts";
import * as fc from "fast-check";
import { expect, test } from "vitest";

import { BillTable } from "../../src/bills/bill-table.ts";
import { expectOrders, judgeBill } from "../../src/bills/expected-orders.ts";
import { generateBills, type GenerateOptions } from "../../src/bills/generate-bills.ts";
import type { Form } from "../../src/forms/form.ts";
import { loadForms } from "../../src/forms/load-forms.ts";
import { openJournal } from "../../src/journal.ts";
import { createSettings } from "../../src/settings.ts";
import { checkOrder } from "../../src/wangdiantong/check-order.ts";

const NOW_MS = Date.UTC(2026, 4, 4, 4);
const ZONE = { offsetMinutes: 480 };
const MESSY: GenerateOptions = { count: 400, seed: 1, nowMs: NOW_MS, zone: ZONE, isMessy: true };
const settings = createSettings({}).current().wangdiantong;
const form = loadForms().get("SAL_OUTSTOCK") as Form;

test("bills are as messy as real ones: hyphens in numbers and stocks, colours, many places, parts of a quantity", () => {
  const bills = generateBills(MESSY, form);
  const lines = bills.flatMap((bill) => bill.lines);
  expect(bills.some(({ billNo }) => /^XSCKD\d{6}-\d$/.test(billNo))).toBe(true);
  expect(new Set(bills.map(({ billNo }) => billNo)).size).toBe(bills.length);
  expect(lines.some(({ stock }) => stock === "B2C-MAIN")).toBe(true);
  expect(lines.some(({ auxiliary }) => auxiliary === "RED")).toBe(true);
  expect(lines.some(({ quantity }) => !fitsDecimal(quantity, 19, 4))).toBe(true);
  expect(lines.some(({ taxPrice }) => /\.\d{9,}$/.test(taxPrice))).toBe(true);
  const amounts = bills.map((bill) => addDecimals(bill.lines.map((line) => line.allAmount)));
  expect(amounts.some((amount) => !fitsDecimal(amount, 19, 4))).toBe(true);
  for (const bill of bills) {
    expect(bill.lines.map(({ seq }) => seq)).toEqual(bill.lines.map((_, index) => index + 1));
    const colours = Map.groupBy(bill.lines, ({ sku }) => sku);
    for (const own of colours.values()) expect(new Set(own.map(({ auxiliary }) => auxiliary)).size).toBe(1);
  }
});

test("every messy bill can go: what stands in its lines is what one order may hold, and nothing is used twice", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const bills = generateBills({ ...MESSY, count: 60, seed }, form);
      expect(generateBills({ ...MESSY, count: 60, seed }, form)).toEqual(bills);
      const entryIds = bills.flatMap((bill) => bill.lines.map(({ entryId }) => entryId));
      expect(new Set(entryIds).size).toBe(entryIds.length);
      const orders = bills.flatMap((bill) => expectOrders(bill, form));
      expect(new Set(orders.map(({ outerNo }) => outerNo)).size).toBe(orders.length);
      expect(bills.filter((bill) => judgeBill(bill, form) === "selectable")).toHaveLength(60);
      for (const order of orders) {
        const detail_list = [...order.quantities].map(([key, num]) => {
          const [spec_no, batch_no] = JSON.parse(key) as string[];
          return { spec_no, batch_no, num };
        });
        const fields = { warehouse_no: order.warehouse, detail_list, goods_total_amount: order.totalAmount };
        expect(checkOrder("stockout_order_push", { outerNo: order.outerNo, fields }, settings)).toBeDefined();
      }
    }),
    { numRuns: 15 },
  );
});

test("tidy bills, as an older journal asks for them, are what they were", () => {
  const { isMessy: _isMessy, ...tidy } = MESSY;
  const lines = generateBills(tidy, form).flatMap((bill) => bill.lines);
  expect(lines.every((line) => fitsDecimal(line.quantity, 19, 4) && (line.auxiliary ?? null) === null)).toBe(true);
  expect(lines.every(({ stock }) => /^CK00[1-6]$/.test(stock))).toBe(true);
});

test("some numbers are used again: the first bill is gone at its moment, and the second has the same goods", () => {
  const reuse = { count: 3, fromMs: NOW_MS + 20_000, wallOffsetMs: 480 * 60_000 };
  const table = new BillTable(form, openJournal(undefined));
  table.generate({ ...MESSY, count: 100, reuse });
  const before = table.visible(NOW_MS);
  const after = table.visible(NOW_MS + 60_000);
  const idOf = new Map(before.map(({ billNo, id }) => [billNo, id]));
  const successors = after.filter(({ billNo, id }) => idOf.get(billNo) !== id);
  expect([before.length, successors.length]).toEqual([after.length, 3]);
  for (const bill of successors) {
    const first = before.find(({ billNo }) => billNo === bill.billNo);
    expect(first?.status).toBe("C");
    const billId = bill.id;
    expect(expectOrders(bill, form)).toEqual(first && expectOrders(first, form).map((order) => ({ ...order, billId })));
    expect(bill.approvedLocalMs).toBeGreaterThan(first?.approvedLocalMs ?? Number.POSITIVE_INFINITY);
    const others = after.filter((each) => each !== bill).flatMap(({ lines }) => lines.map(({ entryId }) => entryId));
    expect(others.filter((entryId) => bill.lines.some((line) => line.entryId === entryId))).toEqual([]);
  }
  expect(table.nextNumber()).toBeGreaterThan(after.length);
  expect(after.some(({ lines }) => lines.some(({ quantity }) => isPositive(quantity)))).toBe(true);
});
