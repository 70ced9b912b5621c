import type { FaultCode, Owner, Told } from "@billferry/contracts";

/** What is wrong that no fault of a bill tells; the words of the generic webhook's `cause`. */
const WATCH_CODES = [
  "NO_DELIVERY",
  "NO_READING",
  "OLDEST_BILL",
  "BACKLOG",
  "STAGE_PAUSED",
  "CIRCUIT_OPEN",
  "RATE_LIMITED",
  "FAILED_JOBS",
  "REDIS_AWAY",
  "REDIS_FULL",
  "REDIS_NOT_SAVED",
  "CERTIFICATE",
  "PASSWORD_ENDS",
  "CHANNEL_BROKEN",
] as const;

type CauseCode = FaultCode | (typeof WATCH_CODES)[number];

/** In both languages, or what is the same in both; an earlier version has kept Chinese alone. */
export type AlertText = Told | string;

/** One thing that is wrong, whatever it stops: equal keys are one alert. Nothing in it names or reaches a person. */
export interface Cause {
  readonly key: string;
  readonly code: CauseCode;
  /** Causes of one group are told in one message where there are many at once. */
  readonly group: string;
  readonly owner: Owner;
  /** One line, without the product's name. */
  readonly title: AlertText;
  /** Of many in one message: what names this one among them. */
  readonly label: AlertText;
  readonly lines: readonly AlertText[];
  readonly remedy: AlertText;
  readonly bills: number;
  readonly orders: number;
  /** In the bills' own currencies; null where it is not known. */
  readonly amount: string | null;
  /** Within the console. */
  readonly path: string;
  /** Keys of what explains it: while one of them is there, this one is not told. */
  readonly mutedBy: readonly string[];
}

/** A cause that stops nothing that could be counted. */
export const NOTHING_STOPPED = { bills: 0, orders: 0, amount: null } as const;

/** What is to be told, and what is there but explained by another. */
export function muteExplained(causes: readonly Cause[]): {
  readonly told: readonly Cause[];
  readonly muted: readonly Cause[];
} {
  const keys = new Set(causes.map(({ key }) => key));
  const isMuted = ({ mutedBy }: Cause): boolean => mutedBy.some((key) => keys.has(key));
  return { told: causes.filter((each) => !isMuted(each)), muted: causes.filter(isMuted) };
}
