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
});

test("thirty days are one window of the vendor's, whatever the milliseconds of now", () => {
  for (const nowMs of [1_700_000_000_000, 1_700_000_000_001, 1_700_000_000_999]) {
    const { fromMs, toMs } = inventorySpan(nowMs, 30);
    expect(toMs - fromMs).toBeLessThan(30 * 86_400_000);
    expect(toMs).toBeGreaterThan(nowMs);
  }
});

test("a refused permission gives the inventory up, an outage only after a long while", () => {
  expect(judgeInventoryFailure(new Fault("WDT_PERMISSION_DENIED", ""), 1)).toBe("give-up");
  expect(judgeInventoryFailure(new Fault("WDT_REFUSED", ""), 1)).toBe("give-up");
  expect(judgeInventoryFailure(new Fault("WDT_CREDENTIALS_REFUSED", ""), 2)).toEqual({ restMs: 10_000 });
  expect(judgeInventoryFailure(new Fault("WDT_ANSWER_INVALID", "", { recovery: "retry" }), 3)).toBe("give-up");
  expect(judgeInventoryFailure(new Fault("HTTP_DEADLINE", ""), 10)).toEqual({ restMs: 60_000 });
  expect(judgeInventoryFailure(new Fault("HTTP_DEADLINE", ""), 20)).toBe("give-up");
});
