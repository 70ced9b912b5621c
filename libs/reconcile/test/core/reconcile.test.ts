import { addDecimals, correctionNo, type DecimalText } from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

import { judgeOrders } from "../../src/core/judge-orders.ts";
import { planBackfill } from "../../src/core/plan-backfill.ts";
import { findDeltas, reconcile } from "../../src/core/reconcile.ts";
import type { ReconcileFacts, StrangerFacts } from "../../src/core/reconcile-facts.ts";
import { BILL, DAY, documentOf, facts, known, LEDGER_BILL, order, SPAN } from "./reconcile-world.ts";

const one = (change: Partial<ReconcileFacts>) => {
  const outcome = reconcile(facts({ expected: [order(1)], ...change }));
  const [bucket] = Object.entries(outcome.orders).find(([, count]) => count === 1) ?? [];
  return { bucket, finding: outcome.findings[0], outcome };
};

test("an order that is there as Kingdee has it is no difference", () => {
  const { bucket, outcome } = one({ documents: [documentOf("X1-CK01")] });
  expect(bucket).toBe("matched");
  expect(outcome).toMatchObject({
    findings: [],
    foreign: [],
    outside: 0,
    days: [{ day: "2026-11-20", bills: 1, expected: 1, matched: 1, differences: 0 }],
  });
  expect(findDeltas(outcome.goods)).toEqual([]);
});

test("a correction counts with its order, and a cancelled one does not", () => {
  const documents = [
    documentOf("X1-CK01", { A: "10" }),
    documentOf("X1-CK01-R1", { A: "5" }, { isCancelled: true }),
    documentOf("X1-CK01-R2", { A: "2" }),
  ];
  expect(one({ expected: [order(1, { A: "12" })], documents }).bucket).toBe("matched");
});

test.each<readonly [string, Partial<ReconcileFacts>, string, string, string]>([
  ["nobody knows it", {}, "missing", "unknown", "台账中没有这张单据"],
  ["it was not read yet", { watermarkMs: SPAN.fromMs }, "missing", "waiting", "尚未读取"],
  [
    "it waits for a person",
    {
      orders: new Map([
        ["X1-CK01", known("X1-CK01", { state: "held", deliveredHash: null, reason: "[WDT_SKU_UNKNOWN] …" })],
      ]),
    },
    "missing",
    "held",
    "WDT_SKU_UNKNOWN",
  ],
  [
    "it is on its way",
    { orders: new Map([["X1-CK01", known("X1-CK01", { state: "pushing", deliveredHash: null })]]) },
    "missing",
    "waiting",
    "待推送",
  ],
  [
    "it was delivered and is gone",
    { orders: new Map([["X1-CK01", known("X1-CK01", {})]]) },
    "missing",
    "vanished",
    "查不到",
  ],
  [
    "it was cancelled over there",
    { documents: [documentOf("X1-CK01", {}, { isCancelled: true })] },
    "cancelled",
    "",
    "已取消",
  ],
  [
    "it is in another warehouse",
    { documents: [documentOf("X1-CK01", { A: "1" }, { warehouseNo: "CK02" })] },
    "different",
    "",
    "仓库应为 CK01,实为 CK02",
  ],
  ["its quantities are others", { documents: [documentOf("X1-CK01", { A: "2" })] }, "different", "", "数量不一致"],
  [
    "it is there twice",
    { documents: [documentOf("X1-CK01"), documentOf("X1-CK01")] },
    "different",
    "",
    "同一外部单号有多张单据",
  ],
  [
    "its bill changed after it was delivered",
    {
      documents: [documentOf("X1-CK01", { A: "2" })],
      orders: new Map([["X1-CK01", known("X1-CK01", { deliveredHash: "older" })]]),
    },
    "stale",
    "",
    "数量不一致",
  ],
  [
    "its bill changed in words only",
    {
      documents: [documentOf("X1-CK01")],
      orders: new Map([["X1-CK01", known("X1-CK01", { state: "disputed", deliveredHash: "older" })]]),
    },
    "stale",
    "",
    "送达后单据有变更",
  ],
  [
    "it was not audited",
    { documents: [documentOf("X1-CK01", { A: "1" }, { isAudited: false })] },
    "not-audited",
    "",
    "未审核",
  ],
])("where %s, the difference is named", (...[, change, kind, why, words]) => {
  const { bucket, finding } = one(change);
  expect(bucket).toBe(kind);
  expect(finding).toMatchObject({ kind, why, outerNo: "X1-CK01", billNo: "X1" });
  expect(finding?.text).toContain(words);
});

test("what a person accepted is no difference any more, unless it became a case again", () => {
  const documents = [documentOf("X1-CK01", { A: "2" })];
  const accepted = new Map([["X1-CK01", "lin"]]);
  expect(one({ documents, accepted }).outcome).toMatchObject({ findings: [], orders: { accepted: 1 } });
  const orders = new Map([["X1-CK01", known("X1-CK01", { state: "disputed", deliveredHash: "older" })]]);
  expect(one({ documents, accepted, orders }).bucket).toBe("stale");
});

test.each<readonly [string, StrangerFacts, string | undefined]>([
  ["nobody knows its bill", {}, undefined],
  ["its bill was unapproved", { kingdeeBill: { ...BILL, isApproved: false } }, "unapproved"],
  ["its bill was voided", { kingdeeBill: { ...BILL, isVoid: true } }, "voided"],
  ["its bill was deleted", { ledgerBill: LEDGER_BILL, ledgerApprovedAtMs: DAY }, "deleted"],
  ["its bill does not ask for it any more", { kingdeeBill: BILL }, "not-asked-for"],
  ["its bill is of another day", { kingdeeBill: { ...BILL, approvedAtMs: DAY - 1 } }, "outside"],
  ["its deleted bill was of another day", { ledgerBill: LEDGER_BILL, ledgerApprovedAtMs: DAY - 1 }, "outside"],
])("a document that no bill asks for: %s", (_words, stranger, why) => {
  const outcome = reconcile(facts({ documents: [documentOf("X9-CK01")], strangers: new Map([["X9-CK01", stranger]]) }));
  expect(outcome.outside).toBe(why === "outside" ? 1 : 0);
  expect(outcome.foreign).toHaveLength(why === undefined ? 1 : 0);
  expect(outcome.findings.map((finding) => finding.why)).toEqual(why === undefined || why === "outside" ? [] : [why]);
});

const sku = fc.constantFrom("A", "B", "C");
const lines = fc.dictionary(sku, fc.integer({ min: 1, max: 50 }).map(String), { minKeys: 1 });
const aDocument = fc.record({
  n: fc.nat({ max: 7 }),
  correction: fc.option(fc.integer({ min: 1, max: 2 })),
  lines,
  isCancelled: fc.boolean(),
  isAudited: fc.boolean(),
  warehouseNo: fc.constantFrom("CK01", "CK02"),
});
const aWorld = fc.record({
  expected: fc.uniqueArray(fc.tuple(fc.nat({ max: 5 }), lines), { selector: ([n]) => n }),
  documents: fc.array(aDocument),
});

const total = (values: Iterable<DecimalText>): DecimalText => addDecimals(values);

test("laws: every expected order is in one bucket, every document is accounted for once, and quantities are conserved", () => {
  fc.assert(
    fc.property(aWorld, (world) => {
      const expected = world.expected.map(([n, quantities]) => order(n, quantities));
      const documents = world.documents.map(({ n, correction, lines: quantities, ...change }) => {
        const base = `X${n}-CK01`;
        return documentOf(correction === null ? base : correctionNo(base, correction), quantities, change);
      });
      const input = facts({ expected, documents });
      const verdicts = judgeOrders(input);
      const outcome = reconcile(input);
      expect(verdicts.map((verdict) => verdict.order)).toEqual(expected);
      expect(Object.values(outcome.orders).reduce((sum, each) => sum + each, 0)).toBe(expected.length);
      expect(outcome.findings.filter(({ kind }) => kind !== "extra")).toHaveLength(
        expected.length - outcome.orders.matched,
      );
      const living = documents.filter((each) => !each.isCancelled);
      const counted = verdicts.reduce((sum, each) => sum + each.living.length, 0);
      expect(counted + outcome.foreign.length).toBe(living.length);
      expect(total(outcome.goods.map((row) => row.wanted))).toBe(
        total(expected.flatMap(({ effect }) => [...effect.quantities.values()])),
      );
      const ours = new Set(verdicts.flatMap((verdict) => verdict.living));
      expect(total(outcome.goods.map((row) => row.present))).toBe(
        total([...ours].flatMap(({ quantities }) => [...(quantities ?? new Map<string, DecimalText>()).values()])),
      );
    }),
  );
});

test("a backfill sends what nobody knows, shows what is there, and leaves decided things alone", () => {
  const expected = [order(1), { ...order(1), outerNo: "X1-CK02" }, order(2), order(3), order(4)];
  const orders = new Map([
    ["X2-CK01", known("X2-CK01", { state: "held", deliveredHash: null })],
    ["X3-CK01", known("X3-CK01", { state: "waiting", deliveredHash: null })],
  ]);
  const input = facts({ expected, orders, documents: [documentOf("X1-CK01"), documentOf("X4-CK01")] });
  const plan = planBackfill(judgeOrders(input), input);
  expect(plan).toMatchObject({ present: 2, orders: ["X1-CK02"], billIds: ["1"], underWay: 1 });
  expect(plan.leftToPersons.map(({ order: { outerNo } }) => outerNo)).toEqual(["X2-CK01"]);
  expect(plan.evidence.map(({ order: { outerNo } }) => outerNo)).toEqual(["X1-CK01"]);
});
