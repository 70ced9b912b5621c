import type { FaultCode } from "@billferry/contracts";

import { failureWords, type Failure, type Words } from "./diagnose-words.ts";

/**
 * What `billferry doctor` makes of the facts it gathered: a table of checks, each judged by itself. This file has the
 * words that all checks share; the checks stand in a file for each side.
 */

export type ReportSide = "scheme" | "redis" | "kingdee" | "wangdiantong";

/** Skipped: something that it stands on is not right yet, so nothing is known. */
type Severity = "green" | "yellow" | "red" | "skipped";

/** What was asked, and what came of it. `because` is the id of the check that stands in the way. */
export type Known<Value> =
  | { readonly kind: "known"; readonly value: Value }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "skipped"; readonly because: string };

export interface CheckVerdict {
  readonly severity: Severity;
  readonly found: Words;
  /** In place of the check's own, where the cause is known. */
  readonly remedy?: Words;
  readonly code?: Failure["code"];
}

export interface Check<Facts> {
  readonly id: string;
  readonly title: Words;
  /** What to do where it is not green. */
  readonly remedy: Words;
  /** The severity and what was found. */
  readonly judge: (facts: Facts) => CheckVerdict;
}

/** One line of the report. */
export interface Diagnosis {
  readonly id: string;
  readonly side: ReportSide;
  readonly severity: Severity;
  readonly title: Words;
  readonly found: Words;
  /** Null where nothing has to be done. */
  readonly remedy: Words | null;
  readonly code: Failure["code"] | null;
}

/** Codes of an exchange that never reached the other side. */
const UNREACHED: ReadonlySet<string> = new Set(["HTTP_NETWORK", "HTTP_DEADLINE", "REDIS_UNUSABLE", "REDIS_BUSY"]);

export function diagnose<Facts>(side: ReportSide, checks: readonly Check<Facts>[], facts: Facts): readonly Diagnosis[] {
  return checks.map(({ id, title, remedy: usual, judge }) => {
    const { severity, found, remedy, code } = judge(facts);
    const isFine = severity === "green" || severity === "skipped";
    return { id, side, severity, title, found, remedy: isFine ? null : (remedy ?? usual), code: code ?? null };
  });
}

/** The sides that could not be reached at all. */
export function findUnreached(diagnoses: readonly Diagnosis[]): readonly ReportSide[] {
  const unreached = diagnoses.filter(
    ({ id, code }) => id.endsWith(".reachable") && code !== null && UNREACHED.has(code),
  );
  return [...new Set(unreached.map(({ side }) => side))];
}

export function green(zh: string, en: string): CheckVerdict {
  return { severity: "green", found: { zh, en } };
}

export function yellow(zh: string, en: string): CheckVerdict {
  return { severity: "yellow", found: { zh, en } };
}

export function red(zh: string, en: string): CheckVerdict {
  return { severity: "red", found: { zh, en } };
}

/** Red from the first limit on, yellow from the second. */
export function judgeAmount(amount: number, limits: { yellow: number; red: number }, { zh, en }: Words): CheckVerdict {
  if (amount >= limits.red) return red(zh, en);
  return amount >= limits.yellow ? yellow(zh, en) : green(zh, en);
}

export function skipped(because: string): CheckVerdict {
  return { severity: "skipped", found: { zh: `未检查(先解决 ${because})`, en: `not checked (first mend ${because})` } };
}

/** A failure in the words of its code; the cause's own remedy goes before the check's. */
function failed({ code, message }: Failure): CheckVerdict {
  const line = toOneLine(message);
  const words = failureWords(code, line);
  return {
    severity: "red",
    found: { zh: `[${code}] ${words.meaning.zh}:${line}`, en: `[${code}] ${words.meaning.en}: ${line}` },
    remedy: words.remedy,
    code,
  };
}

export function toOneLine(message: string): string {
  return message.replace(/\s*[\r\n]+\s*(?:- )?/g, " ").trim();
}

/** Judges what is known; a failure is red, and what could not be asked is skipped. */
export function whenKnown<Value>(fact: Known<Value>, judge: (value: Value) => CheckVerdict): CheckVerdict {
  if (fact.kind === "known") return judge(fact.value);
  return fact.kind === "failed" ? failed(fact.failure) : skipped(fact.because);
}

/** At most `most` of them, then how many more there are. */
export function listed(items: readonly string[], most = 8): Words {
  const shown = items.slice(0, most);
  const more = items.length - shown.length;
  return {
    zh: shown.join("、") + (more > 0 ? ` 等 ${items.length} 个` : ""),
    en: shown.join(", ") + (more > 0 ? ` and ${more} more` : ""),
  };
}

/** A failure is told once, by the check that it belongs to; those that stand on it are skipped. */
export function toldBy<Value>(because: string, fact: Known<Value>): Known<Value> {
  return fact.kind === "failed" ? { kind: "skipped", because } : fact;
}

/** How far a clock is from this machine's, and from when on that matters. */
export function judgeOffset(offsetMs: number, { yellowMs, redMs }: { yellowMs: number; redMs: number }): CheckVerdict {
  return judgeAmount(Math.abs(offsetMs), { yellow: yellowMs, red: redMs }, describeOffset(offsetMs));
}

/** "快 3 秒". */
export function describeOffset(offsetMs: number): Words {
  const seconds = Math.round(Math.abs(offsetMs) / 1_000);
  if (seconds === 0) return { zh: "相差不到 1 秒", en: "less than a second apart" };
  return offsetMs > 0
    ? { zh: `比本机快 ${seconds} 秒`, en: `${seconds} s ahead of this machine` }
    : { zh: `比本机慢 ${seconds} 秒`, en: `${seconds} s behind this machine` };
}

export function judgeSettings({ settings }: { settings: Known<{ readonly account: string }> }): CheckVerdict {
  return whenKnown(settings, ({ account }) => green(`账号 ${account}`, `account ${account}`));
}

/** Whether the first call failed by the address, and not by what was asked there. */
export function isAddressAtFault(first: Known<unknown>, codesOfVendor: readonly FaultCode[]): boolean {
  const codes: readonly string[] = ["HTTP_NETWORK", "HTTP_DEADLINE", "HTTP_STATUS", ...codesOfVendor];
  return first.kind === "failed" && codes.includes(first.failure.code);
}

export function judgeReached(first: Known<unknown>, codesOfVendor: readonly FaultCode[]): CheckVerdict {
  if (first.kind === "failed" && isAddressAtFault(first, codesOfVendor)) return failed(first.failure);
  return first.kind === "skipped" ? skipped(first.because) : green("有应答", "it answers");
}
