import type { DecimalText, FaultClass, FaultCode } from "@billferry/contracts";

/** Which cases a bulk act is about; what is left out does not matter. */
export interface BulkFilter {
  readonly code?: FaultCode | undefined;
  /** A missing code by its name, "skus/A-117" (`nameOf`). */
  readonly gap?: string | undefined;
  readonly faultClass?: FaultClass | undefined;
  readonly caseIds?: readonly string[] | undefined;
}

/** With the scheme and tables of now, or the recorded payload once more where there still is one. */
export type BulkMapping = "present" | "recorded";

/**
 * How far a bulk act is:
 * - `counted`: its set is frozen, and nothing was done;
 * - `canary`: some unlike ones are tried, and waited for to their end;
 * - `rest`: all others, in small portions;
 * - `stopping`: nothing more is begun, and what is under way is waited for;
 * - `stopped`, `done`: over; a stopped one can be resumed.
 */
export type BulkState = "counted" | "canary" | "rest" | "stopping" | "stopped" | "done";

/**
 * What became of one case of the set:
 * - `untried`: as it was; `asking`: is being asked for; `underway`: on its way;
 * - `done`: it has arrived; `failed`: it waits for a person again;
 * - `changed`: not what was counted any more, so it was not touched;
 * - `left-alone`: nothing to be tried: settled, withdrawn, or no payload of it is left.
 */
export const BULK_OUTCOMES = ["untried", "asking", "underway", "done", "failed", "changed", "left-alone"] as const;

export type BulkOutcome = (typeof BULK_OUTCOMES)[number];

export interface BulkItem {
  readonly caseId: string;
  readonly kind: "bill" | "order";
  readonly id: string;
  readonly billId: string;
  readonly billNo: string;
  /** What was counted: the case as it stood then. */
  readonly version: string;
  readonly code: FaultCode;
  readonly sinceMs: number;
  /** Bytes of what it carries, and mostly its warehouses: what makes it unlike others. */
  readonly size: number;
  readonly groups: readonly string[];
  readonly isCanary: boolean;
  readonly outcome: BulkOutcome;
  /** Why it waits again, or was not touched; empty where there is nothing to be said. */
  readonly text: string;
  /** With which code it waits again. */
  readonly endCode: FaultCode | null;
}

/** Why an act begins nothing more. */
export interface BulkStop {
  readonly kind: "person" | "canary-failed" | "new-error" | "same-error";
  readonly atMs: number;
  /** The person. */
  readonly by?: string;
  /** What happened to whom, where an error stopped it. */
  readonly code?: FaultCode;
  readonly billNo?: string;
  readonly text?: string;
}

export type BulkCounts = Readonly<Record<BulkOutcome, number>>;

/** The part of an act that changes. */
export interface BulkRun {
  readonly state: BulkState;
  readonly counts: BulkCounts;
  /** Who began it last, and why. */
  readonly begun: { readonly by: string; readonly reason: string; readonly atMs: number } | null;
  readonly stop: BulkStop | null;
  /** Canaries that are not at their end. */
  readonly canariesLeft: number;
  /** Kinds of error that stop it no more: those of the set itself, and those that a person resumed after. */
  readonly knownCodes: readonly FaultCode[];
  /** Equal failures running, of the code that failed last. */
  readonly streak: { readonly code: FaultCode; readonly length: number } | null;
  /** What holds the next portion back for now. */
  readonly waitsFor: "new-bills" | null;
  readonly endedMs: number | null;
}

export interface LeftOut {
  readonly why: "disputed" | "on-hold" | "no-payload" | "in-other-act" | "too-many";
  readonly count: number;
}

/** What was counted, which never changes. */
export interface BulkHead {
  readonly id: string;
  readonly scheme: string;
  readonly by: string;
  readonly createdMs: number;
  readonly filter: BulkFilter;
  readonly mapping: BulkMapping;
  readonly total: { readonly cases: number; readonly bills: number; readonly amount: DecimalText | null };
  readonly causes: readonly { readonly code: FaultCode; readonly cases: number }[];
  readonly leftOut: readonly LeftOut[];
  /** How long the calls take at the account's quota; null where that is not known yet. */
  readonly quotaMinutes: number | null;
}

export type BulkAct = BulkHead & BulkRun;

/** Whether anything of it is still to come by itself. */
export function isBulkOpen({ state }: Pick<BulkRun, "state">): boolean {
  return state === "canary" || state === "rest" || state === "stopping";
}

/** Whether it begins new work. */
export function isBulkRunning({ state }: Pick<BulkRun, "state">): boolean {
  return state === "canary" || state === "rest";
}
