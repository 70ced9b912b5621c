import type { QueueName } from "@billferry/contracts";
import { inEnglish } from "@billferry/contracts/english";

/** The button that helps. */
export type ReasonAction =
  | { readonly kind: "resume"; readonly stage: Exclude<QueueName, "sweep"> }
  | { readonly kind: "read" }
  /** Failed jobs, which are tried again where all jobs are. */
  | { readonly kind: "retry"; readonly stage: QueueName }
  /** Jobs that are tried again by themselves, to be looked at or hurried. */
  | { readonly kind: "jobs"; readonly stage: QueueName }
  | { readonly kind: "cases" };

/** What a reason is about; closed, for programs. */
export type ReasonKind =
  | "redis-full"
  | "scheme-stopped"
  | "reading-failed"
  | "reading-not-begun"
  | "reading-overdue"
  | "backed-up"
  | "anew"
  | "schedule"
  | "no-process"
  | "paused"
  | "quota-used-up"
  | "told-to-wait"
  | "circuit-open"
  | "resting"
  | "retrying"
  | "inventory"
  | "foreign-duplicates"
  | "cases"
  | "failed-jobs"
  | "doubts"
  | "unclaimed"
  | "unwatched";

/** Why something does not move or wants a person, one line for people in either language. */
export interface Reason {
  readonly kind: ReasonKind;
  readonly zh: string;
  readonly en: string;
  /** Null where nothing but patience, or a hand at the machine, helps. */
  readonly action: ReasonAction | null;
}

/** "读取 · Extract" */
export function englishOf(label: string): string {
  return label.split(" · ").at(-1) ?? label;
}

/** What its English names in Chinese, such as an error as it was noted, is told in English too. */
export function reason(kind: ReasonKind, zh: string, en: string, action: ReasonAction | null = null): Reason {
  return { kind, zh, en: inEnglish(en), action };
}
