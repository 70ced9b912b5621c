import { correctionNo, decimal, Fault } from "@billferry/contracts";
import { expect, test } from "vitest";

import { countOrders, inventorySpan, judgeInventoryFailure, type ListedOrder } from "../src/core/inventory.ts";

function listed(outerNo: string, num: string, more: Partial<ListedOrder> = {}): ListedOrder {
  return {
    outerNo,
    stockoutNo: `CK-${outerNo}`,
    warehouseNo: "CK1",
    isCancelled: false,
    isAudited: true,
    lines: [["A", decimal(num)]],
    ...more,
  };
}

const quantityOf = (outerNo: string, orders: readonly ListedOrder[]) =>
  countOrders(orders)
    .find((each) => each.outerNo === outerNo)
    ?.effect.quantities.get("A");

const numberOf = (...orders: readonly ListedOrder[]) => countOrders(orders)[0]?.stockoutNo;

test("corrections are added to their order, and have an entry of their own", () => {
  const orders = [listed("X1-CK1", "10"), listed(correctionNo("X1-CK1", 1), "2"), listed("X2-CK1", "7")];
  expect(quantityOf("X1-CK1", orders)).toBe("12");
  expect(quantityOf("X1-CK1-R1", orders)).toBe("2");
  expect(quantityOf("X2-CK1", orders)).toBe("7");
});

test("cancelled orders are left out, and a key with nothing else has no entry", () => {
  const cancelled = { isCancelled: true };
  const replaced = [listed("X1-CK1", "10", cancelled), listed("X1-CK1-R1", "9")];
  expect(quantityOf("X1-CK1", replaced)).toBe("9");
  expect(countOrders([listed("X1-CK1", "10", cancelled)])).toEqual([]);
});

test("an order without lines proves nothing, and one part that is not audited makes the whole so", () => {
  expect(countOrders([listed("X1-CK1", "10", { lines: [] })])).toEqual([]);
  const [counted] = countOrders([listed("X1-CK1", "10"), listed("X1-CK1-R1", "1", { isAudited: false })]);
  expect(counted).toMatchObject({ outerNo: "X1-CK1", stockoutNo: "CK-X1-CK1", isAudited: false });
  expect(countOrders([listed("X1-CK1", "10"), listed("X1-CK1-R1", "1")])[0]).toMatchObject({ isAudited: true });
});

test("where one part of an order shows no lines, the others are not taken for all of it", () => {
  const correction = listed("X1-CK1-R1", "2", { lines: [] });
  expect(countOrders([listed("X1-CK1", "10"), correction])).toEqual([]);
  expect(quantityOf("X1-CK1", [listed("X1-CK1", "10"), { ...correction, isCancelled: true }])).toBe("10");
});

test("an order is known by the number of a living document of its own, else of a cancelled one", () => {
  const cancelled = listed("X1-CK1", "10", { stockoutNo: "CK1", isCancelled: true });
  const living = listed("X1-CK1", "10", { stockoutNo: "CK2" });
  const correction = listed("X1-CK1-R1", "10", { stockoutNo: "CK3" });
  expect(numberOf(cancelled, living, correction)).toBe("CK2");
  expect(numberOf(living, cancelled, correction)).toBe("CK2");
  expect(numberOf(cancelled, correction)).toBe("CK1");
});

test("an order whose warehouse the listing does not tell is taken for one without", () => {
  const [counted] = countOrders([listed("X1-CK1", "10", { warehouseNo: null })]);
  expect(counted?.effect.warehouseNo).toBe("");
});

test("the listing ends ten minutes after now, for clocks that differ", () => {
  const toMs = 1_700_000_601_000;
  expect(inventorySpan(1_700_000_000_001, 30)).toEqual({ fromMs: toMs - 30 * 86_400_000 + 1_000, toMs });
});

test("thirty days are one window of the vendor's, whatever the milliseconds of now", () => {
  for (const nowMs of [1_700_000_000_000, 1_700_000_000_001, 1_700_000_000_999]) {
    const { fromMs, toMs } = inventorySpan(nowMs, 30);
    expect(toMs - fromMs).toBeLessThan(30 * 86_400_000);
    expect(toMs).toBeGreaterThan(nowMs);
  }
});

const RESTS = [5_000, 10_000, 20_000, 40_000, 60_000];

test.each([
  ["no connection", new Fault("HTTP_NETWORK", "")],
  ["a rate limit", new Fault("WDT_RATE_LIMITED", "")],
  ["a busy Wangdiantong", new Fault("WDT_BUSY", "")],
])("%s is waited out for longer and longer, and given up after twenty times", (_words, fault) => {
  const verdicts = Array.from({ length: 21 }, (_, index) => judgeInventoryFailure(fault, index + 1));
  const rests = Array.from({ length: 19 }, (_, index) => ({ restMs: RESTS[index] ?? 60_000 }));
  expect(verdicts).toEqual([...rests, "give-up", "give-up"]);
});

test.each([
  ["refused credentials", new Fault("WDT_CREDENTIALS_REFUSED", "")],
  ["a wrong address", new Fault("WDT_URL_WRONG", "")],
])("%s never end the inventory: it rests and tries again", (_words, fault) => {
  const verdicts = [1, 2, 3, 100, 10_000].map((failures) => judgeInventoryFailure(fault, failures));
  expect(verdicts).toEqual([5_000, 10_000, 20_000, 60_000, 60_000].map((restMs) => ({ restMs })));
});

test.each([
  ["an answer that makes no sense", new Fault("WDT_ANSWER_INVALID", "")],
  ["an error of our own", undefined],
])("%s gives the inventory up at the third time", (_words, fault) => {
  expect([1, 2, 3, 4].map((failures) => judgeInventoryFailure(fault, failures))).toEqual([
    { restMs: 5_000 },
    { restMs: 10_000 },
    "give-up",
    "give-up",
  ]);
});

test.each([
  ["a refused permission", new Fault("WDT_PERMISSION_DENIED", "")],
  ["a refusal by the business", new Fault("WDT_REFUSED", "")],
])("%s gives the inventory up at once", (_words, fault) => {
  expect(judgeInventoryFailure(fault, 1)).toBe("give-up");
});
