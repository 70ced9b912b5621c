import type { OrderRecord } from "@billferry/ledger";
import fc from "fast-check";
import { expect, test } from "vitest";

import { judgeOrders } from "../../src/core/judge-orders.ts";
import { planBackfill } from "../../src/core/plan-backfill.ts";
import { findDeltas, reconcile } from "../../src/core/reconcile.ts";
import type { ReconcileFacts, SiblingFacts, StrangerFacts } from "../../src/core/reconcile-facts.ts";
import { BILL, DAY, documentOf, facts, known, LEDGER_BILL, order } from "./reconcile-world.ts";

function sibling(change: Partial<SiblingFacts> = {}): SiblingFacts {
  return { scheme: "shops", expected: new Set(), billNos: new Set(), orders: new Map(), ...change };
}

const UNAPPROVED = new Map([["X9-CK01", { kingdeeBill: { ...BILL, isApproved: false } }]]);
const APPROVED = new Map([["X9-CK01", { kingdeeBill: BILL }]]);
const knows = (change: Partial<OrderRecord> = {}) =>
  new Map([["X9-CK01", known("X9-CK01", { billId: "9", ...change })]]);

test.each<readonly [string, SiblingFacts, Partial<ReconcileFacts>, string]>([
  ["a bill of the sibling asks for it", sibling({ expected: new Set(["X9-CK01"]) }), {}, "shops"],
  [
    "the sibling delivered it, and its bill was unapproved",
    sibling({ orders: knows() }),
    { strangers: UNAPPROVED },
    "shops",
  ],
  ["the sibling delivered it, and its bill was deleted", sibling({ orders: knows() }), {}, "shops"],
  [
    "this scheme delivered it, and its bill was unapproved",
    sibling(),
    { strangers: UNAPPROVED, orders: knows() },
    "online",
  ],
  [
    "both delivered it, the sibling last",
    sibling({ orders: knows({ deliveredAtMs: DAY + 1_000 }) }),
    { strangers: UNAPPROVED, orders: knows() },
    "shops",
  ],
  [
    "the sibling never delivered what it knows",
    sibling({ orders: knows({ deliveredAtMs: null }) }),
    { strangers: UNAPPROVED, orders: knows() },
    "online",
  ],
  [
    "the sibling delivered it, and this scheme takes its bill by now",
    sibling({ orders: knows() }),
    { strangers: APPROVED, expected: [{ ...order(9), outerNo: "X9-CK02" }] },
    "shops",
  ],
  [
    "after a wipe, the sibling makes other orders of its bill",
    sibling({ billNos: new Set(["X9"]) }),
    { strangers: APPROVED },
    "shops",
  ],
  [
    "after a wipe, this scheme cannot transform its bill",
    sibling({ scheme: "a" }),
    {
      strangers: APPROVED,
      refused: [{ billId: "9", billNo: "X9", approvedAt: "", code: "MAP_VALUE_MISSING", text: "…" }],
    },
    "online",
  ],
  ["nobody knows whose it was: the first by name", sibling(), { strangers: UNAPPROVED }, "online"],
  ["nobody knows whose it was, and the sibling is the first", sibling({ scheme: "a" }), { strangers: UNAPPROVED }, "a"],
])("of two schemes on one form one answers for a document: %s", (_words, other, change, owner) => {
  const documents = [documentOf("X9-CK01"), documentOf("X9-CK01-R1")];
  const outcome = reconcile(facts({ documents, siblings: [other], ...change }));
  const isOurs = owner === "online";
  expect(outcome.ofOtherSchemes).toEqual({ [other.scheme]: isOurs ? 0 : 2 });
  expect(outcome.findings.filter(({ kind }) => kind === "extra")).toHaveLength(isOurs ? 2 : 0);
  expect(outcome.foreign).toEqual([]);
  expect(findDeltas(outcome.goods).filter(({ present }) => present === "2")).toHaveLength(isOurs ? 1 : 0);
});

test("what a sibling does not know either is foreign, and what is of another day is outside", () => {
  const documents = [documentOf("X9-CK01"), documentOf("Y1")];
  const outside: StrangerFacts = { kingdeeBill: { ...BILL, approvedAtMs: DAY - 1 } };
  const outcome = reconcile(
    facts({ documents, siblings: [sibling({ orders: knows() })], strangers: new Map([["X9-CK01", outside]]) }),
  );
  expect(outcome).toMatchObject({
    outside: 1,
    foreign: [{ outerNo: "Y1" }],
    ofOtherSchemes: { shops: 0 },
    findings: [],
  });
});

test("a sibling's key that looks like a correction is none, and its correction stays with it where the order itself is gone", () => {
  const documents = [documentOf("X1-CK01"), documentOf("X1-CK01-R1", { B: "5" }), documentOf("X2-CK01-R1", { B: "7" })];
  const siblings = [sibling({ expected: new Set(["X1-CK01-R1", "X2-CK01"]) })];
  const input = facts({ expected: [order(1), { ...order(1), outerNo: "X1-CK02" }], documents, siblings });
  expect(reconcile(input)).toMatchObject({ orders: { matched: 1, missing: 1 }, ofOtherSchemes: { shops: 2 } });
  const [evidence] = planBackfill(judgeOrders(input), input).evidence;
  expect(evidence?.living.map(({ outerNo }) => outerNo)).toEqual(["X1-CK01"]);
});

const SCHEMES = ["a", "b", "c"];
const aView = fc.record({
  isAsking: fc.boolean(),
  isTaking: fc.boolean(),
  deliveredAtMs: fc.option(fc.option(fc.constantFrom(DAY, DAY + 1_000)), { nil: undefined, freq: 1 }),
});

test("law: schemes on one form agree on who answers for a document, and where it is one of them, it is exactly one", () => {
  fc.assert(
    fc.property(
      fc.array(aView, { minLength: 1, maxLength: 3 }),
      fc.array(fc.record({ correction: fc.boolean(), isCancelled: fc.boolean() }), { minLength: 1, maxLength: 3 }),
      fc.option(fc.record({ isApproved: fc.boolean(), approvedAtMs: fc.constantFrom(DAY, DAY - 1) }), {
        nil: undefined,
      }),
      (views, drafts, bill) => {
        const documents = drafts.map(({ correction, isCancelled }) =>
          documentOf(correction ? "X1-CK01-R1" : "X1-CK01", { A: "1" }, { isCancelled }),
        );
        const living = documents.filter((each) => !each.isCancelled).length;
        const sights = views.map(({ deliveredAtMs, ...view }, index) => ({
          ...view,
          scheme: SCHEMES[index] ?? "",
          orders: new Map(
            deliveredAtMs === undefined
              ? []
              : ["X1-CK01", "X1-CK01-R1"].map((no) => [no, known(no, { deliveredAtMs })]),
          ),
        }));
        const kingdeeBill = bill && { ...BILL, ...bill, billNo: "X1" };
        const outcomes = sights.map(({ scheme, isAsking, isTaking, orders }) => {
          const expected = [
            ...(isAsking ? [order(1)] : []),
            ...(isTaking ? [{ ...order(1), outerNo: "X1-CK02" }] : []),
          ];
          const siblings = sights
            .filter((each) => each.scheme !== scheme)
            .map((each) => ({
              scheme: each.scheme,
              expected: new Set(each.isAsking ? ["X1-CK01"] : []),
              billNos: new Set(each.isAsking || each.isTaking ? ["X1"] : []),
              orders: each.orders,
            }));
          const ledgerBill = orders.size > 0 ? { ...LEDGER_BILL, billId: "1", billNo: "X1" } : undefined;
          const strangers = new Map(
            ["X1-CK01", "X1-CK01-R1"].map((no) => [no, { kingdeeBill, ledgerBill, ledgerApprovedAtMs: DAY }]),
          );
          const input = facts({ scheme, expected, documents, siblings, strangers, orders });
          const { findings, outside, foreign, ofOtherSchemes } = reconcile(input);
          return {
            own: judgeOrders(input).reduce((sum, verdict) => sum + verdict.living.length, 0),
            named: findings.filter(({ kind }) => kind === "extra").length,
            nobodys: outside + foreign.length,
            others: Object.values(ofOtherSchemes).reduce((sum, each) => sum + each, 0),
          };
        });
        for (const { own, named, nobodys, others } of outcomes) expect(own + named + nobodys + others).toBe(living);
        if (living === 0) return;
        const isAsked = views.some((view) => view.isAsking);
        const named = outcomes.filter((each) => each.named > 0).length;
        const nobodys = outcomes.filter((each) => each.nobodys > 0).length;
        expect([named, nobodys]).toEqual(isAsked ? [0, 0] : nobodys > 0 ? [0, outcomes.length] : [1, 0]);
      },
    ),
  );
});
