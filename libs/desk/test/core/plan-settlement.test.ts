import { decimal, hashContent, sumBySku, type LoadJob } from "@billferry/contracts";
import type { FoundOrder } from "@billferry/found-order";
import { expect, test } from "vitest";

import { planSettlement, type Presence, type SettlementRequest } from "../../src/core/plan-settlement.ts";

const WANTED: LoadJob = {
  scheme: "sal-outstock",
  schemeVersion: "v1",
  billId: "1",
  billNo: "X1",
  contentHash: hashContent("wanted"),
  revision: 2,
  target: "stockout_order_push",
  order: { outer_no: "X1-CK01", warehouse_no: "CK01", detail_list: [{ spec_no: "A", num: decimal("12") }] },
  notes: [],
};

function present(num: string, change: Partial<FoundOrder> = {}): FoundOrder {
  const quantities = sumBySku([["A", decimal(num)]]);
  return {
    outerNo: "X1-CK01",
    stockoutNo: "CK1",
    warehouseNo: "CK01",
    isCancelled: false,
    isAudited: true,
    quantities,
    ...change,
  };
}

function seen(found: readonly FoundOrder[], missing: readonly string[] = []): Presence {
  return { kind: "seen", found, missing };
}

function plan(change: Partial<SettlementRequest>) {
  return planSettlement({
    kind: "difference",
    wanted: WANTED,
    n: 1,
    presence: seen([present("10")]),
    isOldCancelled: false,
    ...change,
  });
}

test("what is there now counts, corrections with it and cancelled ones not", () => {
  const documents = [
    present("5"),
    present("4", { outerNo: "X1-CK01-R1", isCancelled: true }),
    present("6", { outerNo: "X1-CK01-R2" }),
  ];
  expect(plan({ n: 3, presence: seen(documents) })).toMatchObject({
    kind: "push",
    job: { order: { outer_no: "X1-CK01-R3", detail_list: [{ spec_no: "A", num: "1" }] } },
  });
});

test("where no look-up is possible, the lines that were noted with the case count", () => {
  const noted = [{ specNo: "A", wanted: decimal("12"), present: decimal("9") }];
  const planned = plan({ presence: { kind: "not-asked", noted } });
  expect(planned).toMatchObject({ kind: "push", job: { order: { detail_list: [{ num: "3" }] } } });
});

test.each<readonly [string, Partial<SettlementRequest>, string]>([
  ["nothing is known of what is there", { presence: { kind: "not-asked", noted: [] } }, "WDT_*"],
  ["a part of it cannot be found", { presence: seen([present("10")], ["X1-CK01-R1"]) }, "X1-CK01-R1"],
  ["all of it was cancelled", { presence: seen([present("10", { isCancelled: true })]) }, "--correct replacement"],
  ["it stands in another warehouse", { presence: seen([present("10", { warehouseNo: "CK02" })]) }, "CK02"],
  ["the query shows no lines", { presence: seen([present("10", { quantities: null })]) }, "货品行"],
  ["the old order is to be replaced and stands", { kind: "replacement" }, "CK1 尚未取消"],
  ["the old order cannot be found", { kind: "replacement", presence: seen([], ["X1-CK01"]) }, "查不到 X1-CK01"],
  [
    "nobody can look whether the old order is cancelled",
    { kind: "replacement", presence: { kind: "not-asked", noted: [] } },
    "--old-order-is-cancelled",
  ],
])("where %s, the correction is refused with the way out", (_words, change, words) => {
  const planned = plan(change);
  expect(planned.kind).toBe("refused");
  if (planned.kind === "refused") expect(planned.reasons.join()).toContain(words);
});

test("a cancelled order is replaced whole, and so is one that a person vouches for", () => {
  const cancelled = seen([present("10", { isCancelled: true })]);
  const whole = { kind: "push", job: { order: { outer_no: "X1-CK01-R1", detail_list: [{ num: "12" }] } } };
  expect(plan({ kind: "replacement", presence: cancelled })).toMatchObject(whole);
  const unseen: Presence = { kind: "not-asked", noted: [] };
  expect(plan({ kind: "replacement", presence: unseen, isOldCancelled: true })).toMatchObject(whole);
});
