import { correctionNo, decimal, type StockEffect } from "@billferry/contracts";
import { expect, test } from "vitest";

import { evidenceOf, gatherEvidence, hashEffect, isWhole, type FoundOrder } from "../src/index.ts";

function listed(outerNo: string, num: string, more: Partial<FoundOrder> = {}): FoundOrder {
  return {
    outerNo,
    stockoutNo: `CK-${outerNo}`,
    warehouseNo: "CK1",
    isCancelled: false,
    isAudited: true,
    quantities: new Map([["A", decimal(num)]]),
    ...more,
  };
}

const hashOf = (num: string, warehouseNo = "CK1"): string =>
  hashEffect({ warehouseNo, quantities: new Map([["A", decimal(num)]]) } satisfies StockEffect);

const effectOf = (outerNo: string, orders: readonly FoundOrder[]) =>
  gatherEvidence(orders).find((each) => each.outerNo === outerNo)?.effectHash;

const numberOf = (...orders: readonly FoundOrder[]) => gatherEvidence(orders)[0]?.stockoutNo;

test("corrections are added to their order, and have an entry of their own", () => {
  const orders = [listed("X1-CK1", "10"), listed(correctionNo("X1-CK1", 1), "2"), listed("X2-CK1", "7")];
  expect(effectOf("X1-CK1", orders)).toBe(hashOf("12"));
  expect(effectOf("X1-CK1-R1", orders)).toBe(hashOf("2"));
  expect(effectOf("X2-CK1", orders)).toBe(hashOf("7"));
});

test("cancelled orders are left out, and a key with nothing else has no entry", () => {
  const cancelled = { isCancelled: true };
  const replaced = [listed("X1-CK1", "10", cancelled), listed("X1-CK1-R1", "9")];
  expect(effectOf("X1-CK1", replaced)).toBe(hashOf("9"));
  expect(gatherEvidence([listed("X1-CK1", "10", cancelled)])).toEqual([]);
});

test("an order without lines proves nothing, and one part that is not audited makes the whole so", () => {
  expect(gatherEvidence([listed("X1-CK1", "10", { quantities: null })])).toEqual([]);
  const [counted] = gatherEvidence([listed("X1-CK1", "10"), listed("X1-CK1-R1", "1", { isAudited: false })]);
  expect(counted).toMatchObject({ outerNo: "X1-CK1", stockoutNo: "CK-X1-CK1", isAudited: false });
  expect(gatherEvidence([listed("X1-CK1", "10"), listed("X1-CK1-R1", "1")])[0]).toMatchObject({ isAudited: true });
});

test("where one part of an order shows no lines, the others are not taken for all of it", () => {
  const correction = listed("X1-CK1-R1", "2", { quantities: null });
  expect(gatherEvidence([listed("X1-CK1", "10"), correction])).toEqual([]);
  expect(effectOf("X1-CK1", [listed("X1-CK1", "10"), { ...correction, isCancelled: true }])).toBe(hashOf("10"));
});

test("an order is known by the number of a living document of its own, else of a cancelled one", () => {
  const cancelled = listed("X1-CK1", "10", { stockoutNo: "CK1", isCancelled: true });
  const living = listed("X1-CK1", "10", { stockoutNo: "CK2" });
  const correction = listed("X1-CK1-R1", "10", { stockoutNo: "CK3" });
  expect(numberOf(cancelled, living, correction)).toBe("CK2");
  expect(numberOf(living, cancelled, correction)).toBe("CK2");
  expect(numberOf(cancelled, correction)).toBe("CK1");
});

test("a correction is marked as one, and alone tells nothing of the order that it corrects", () => {
  const [order, correction] = [listed("X1-CK1", "10"), listed("X1-CK1-R1", "2")];
  expect(gatherEvidence([order, correction]).map(({ isCorrection }) => isCorrection)).toEqual([undefined, true]);
  expect(evidenceOf("X1-CK1", [correction])).toBeUndefined();
});

test("the first warehouse that is told is the one of them all", () => {
  const orders = [listed("X1-CK1", "10", { warehouseNo: null }), listed("X1-CK1-R1", "2")];
  expect(evidenceOf("X1-CK1", orders)?.effectHash).toBe(hashOf("12"));
});

test("an order whose warehouse the listing does not tell is taken for one without", () => {
  const [counted] = gatherEvidence([listed("X1-CK1", "10", { warehouseNo: null })]);
  expect(counted?.effectHash).toBe(hashOf("10", ""));
});

test("one order is all of what evidence saw unless there were corrections, or it was changed or cancelled since", () => {
  const order = listed("X1-CK1", "10");
  const alone = evidenceOf("X1-CK1", [order]) ?? null;
  expect(isWhole(order, null)).toBe(true);
  expect(isWhole(order, alone)).toBe(true);
  expect(isWhole(order, evidenceOf("X1-CK1", [order, listed("X1-CK1-R1", "2")]) ?? null)).toBe(false);
  expect(isWhole({ ...order, isCancelled: true }, alone)).toBe(false);
  expect(isWhole({ ...order, quantities: null }, alone)).toBe(false);
});
