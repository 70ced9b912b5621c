import { FAULT_CODES, type FaultCode, type Owner } from "@billferry/contracts";

import { reconcile, type Difference } from "./reconcile.ts";
import type { ReconcileFacts } from "./reconcile-facts.ts";

/** A case, as far as a rehearsal tells of it. */
export interface RehearsedCase {
  readonly kind: "bill" | "order";
  /** The bill's id, or the order's key. */
  readonly id: string;
  readonly code: FaultCode;
  readonly billNo: string;
  readonly reason: string;
}

/** All cases of one kind of trouble. */
interface CaseGroup {
  readonly code: FaultCode;
  readonly meaning: string;
  readonly remedy: string;
  readonly owner: Owner;
  readonly cases: number;
  /** The first of them: bill numbers, and the whole line of the first. */
  readonly billNos: readonly string[];
  readonly example: string;
}

/** What a rehearsal of one scheme found. Missing codes are told by `listGaps`. */
export interface Rehearsal {
  readonly bills: number;
  /** Orders that these bills ask for, and how many of them the stand-in has taken as they should be. */
  readonly expected: number;
  readonly matched: number;
  /** Bills that a named rule leaves out, the most frequent rule first. */
  readonly excluded: readonly { readonly rule: string; readonly bills: number }[];
  readonly cases: readonly CaseGroup[];
  /** Differences that no case explains: must be none. */
  readonly unexplained: readonly Difference[];
}

const SHOWN_BILLS = 5;

/**
 * What a rehearsal found, from both ends and the ledger; pure. Law: an expected order is matched, or its bill or itself
 * is a case, or the difference stands in `unexplained`.
 */
export function describeRehearsal(facts: ReconcileFacts, cases: readonly RehearsedCase[]): Rehearsal {
  const { bills, expected, orders, findings } = reconcile(facts);
  const heldBills = new Set(cases.flatMap(({ kind, billNo }) => (kind === "bill" ? [billNo] : [])));
  const heldOrders = new Set(cases.flatMap(({ kind, id }) => (kind === "order" ? [id] : [])));
  return {
    bills,
    expected,
    matched: orders.matched,
    excluded: countRules(facts),
    cases: groupCases(cases),
    unexplained: findings.filter(({ billNo, outerNo }) => !heldBills.has(billNo) && !heldOrders.has(outerNo)),
  };
}

function countRules({ excluded }: ReconcileFacts): Rehearsal["excluded"] {
  return [...Map.groupBy(excluded, ({ rule }) => rule)]
    .map(([rule, bills]) => ({ rule, bills: bills.length }))
    .toSorted((a, b) => b.bills - a.bills);
}

function groupCases(cases: readonly RehearsedCase[]): readonly CaseGroup[] {
  return [...Map.groupBy(cases, ({ code }) => code)]
    .map(([code, own]): CaseGroup => {
      const { meaning, remedy, owner } = FAULT_CODES[code];
      const billNos = [...new Set(own.map(({ billNo }) => billNo))].slice(0, SHOWN_BILLS);
      return { code, meaning, remedy, owner, cases: own.length, billNos, example: own[0]?.reason ?? "" };
    })
    .toSorted((a, b) => b.cases - a.cases);
}
