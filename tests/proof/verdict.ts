import type { Summary } from "@billferry/sandbox";

/** A case as the product names it. */
export interface NamedCase {
  readonly caseId: string;
  readonly code: string;
  readonly billNo: string;
}

export interface Check {
  readonly name: string;
  readonly isGood: boolean;
  readonly detail: string;
}

/** All that is known when a run has ended. */
export interface Findings {
  readonly summary: Pick<Summary, "expected" | "present" | "absent" | "duplicated" | "unexpected" | "wrong" | "calls">;
  readonly cases: readonly NamedCase[];
  /** The cases that the fault must lead to: ids, and no others. */
  readonly expectedCases: ReadonlySet<string>;
  readonly checks: readonly Check[];
  /** How often the fault struck. */
  readonly injected: number;
  /** Why the run did not come to its end; undefined where it did. */
  readonly failure: string | undefined;
}

export interface Verdict {
  readonly expected: number;
  readonly present: number;
  /** Absent, and no case says why. */
  readonly missing: number;
  readonly duplicated: number;
  /** Present with other content or without a bill that asks for it, and no case names it. */
  readonly wrong: number;
  readonly held: number;
  readonly expectedHeld: number;
  readonly injected: number;
  readonly verdict: "clean" | "FAILED";
  readonly problems: readonly string[];
}

const SHOWN = 5;

/** The judge's count against ours: whatever the judge misses or finds amiss must be a case of ours, by name. */
export function reachVerdict(findings: Findings): Verdict {
  const { summary, cases, expectedCases, checks, injected, failure } = findings;
  const ids = new Set(cases.map((each) => each.caseId));
  const heldBills = new Set(cases.filter((each) => each.caseId.startsWith("bill:")).map((each) => each.billNo));
  const missing = summary.absent
    .filter(({ outerNo, billNo }) => !ids.has(`order:${outerNo}`) && !heldBills.has(billNo))
    .map(({ outerNo }) => outerNo);
  const wrong = [...summary.unexpected, ...summary.wrong.map(({ outerNo }) => outerNo)].filter(
    (outerNo) => !ids.has(`order:${outerNo}`),
  );
  const unasked = cases.filter((each) => !expectedCases.has(each.caseId));
  const problems = [
    ...(failure === undefined ? [] : [failure]),
    ...(injected === 0 ? ["the fault never struck"] : []),
    ...name("missing", missing),
    ...name("duplicated", summary.duplicated),
    ...name("wrong and no case of ours", wrong),
    ...name(
      "case that should not be",
      unasked.map((each) => `${each.caseId} ${each.code}`),
    ),
    ...name(
      "case that should be",
      [...expectedCases].filter((id) => !ids.has(id)),
    ),
    ...checks.filter((check) => !check.isGood).map((check) => `${check.name}: ${check.detail}`),
  ];
  return {
    expected: summary.expected,
    present: summary.present,
    missing: missing.length,
    duplicated: summary.duplicated.length,
    wrong: wrong.length,
    held: cases.length,
    expectedHeld: expectedCases.size,
    injected,
    verdict: problems.length === 0 ? "clean" : "FAILED",
    problems,
  };
}

/** The middle of the values; null where there are none. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function name(what: string, ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  const more = ids.length > SHOWN ? `, and ${ids.length - SHOWN} more` : "";
  return [`${what} (${ids.length}): ${ids.slice(0, SHOWN).join(", ")}${more}`];
}
