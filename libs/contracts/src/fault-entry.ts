/**
 * What has to be done about a failure, the closed set:
 * - `retry`: try again with backoff, counts as an attempt; where the effect may have happened all the same, the fault
 *   says so in its facts, and it is repeated under the same key or looked up.
 * - `snooze`: told to wait (rate, maintenance); wait, no attempt is burned.
 * - `hold`: will never work without a person; the job fails at once and becomes a case.
 * - `abort`: the service itself is wrong (credentials, account); the circuit opens, no attempt is burned.
 */
export type Recovery = "retry" | "snooze" | "hold" | "abort";

/** Who can mend it. */
export type Owner = "it" | "master-data" | "warehouse" | "finance" | "vendor";

/**
 * What kind of trouble it is; the word by which an operator sorts cases (`billferry cases --class`):
 * - `config`, `contract`, `program`, `poison`: ours or the integrator's;
 * - `session`, `credentials`, `rate`, `outage`: between us and a vendor, and it mostly passes;
 * - `bill`, `master-data`, `refusal`, `after-delivery`: the merchant's, and a person decides.
 */
export type FaultClass =
  | "config"
  | "contract"
  | "program"
  | "poison"
  | "session"
  | "credentials"
  | "rate"
  | "outage"
  | "bill"
  | "master-data"
  | "refusal"
  | "after-delivery";

/** A code in the words of people, in one language. */
export interface FaultWords {
  /** One line: what it means. */
  readonly meaning: string;
  /** One line: what to do. */
  readonly remedy: string;
}

export interface FaultCodeEntry {
  readonly class: FaultClass;
  readonly recovery: Recovery;
  readonly owner: Owner;
  /** One line in Chinese for the operator: what it means. */
  readonly meaning: string;
  /** One line in Chinese for the operator: what to do. */
  readonly remedy: string;
  /** The same two lines in English. */
  readonly english: FaultWords;
}

/** A code in both languages: one with a missing half does not compile. */
interface BothWords {
  readonly zh: FaultWords;
  readonly en: FaultWords;
}

type Row = Omit<FaultCodeEntry, "class">;

/** A code's row: what has to be done, by whom, what it means, and how it is mended. */
export const entry = (recovery: Recovery, owner: Owner, { zh, en }: BothWords): Row => ({
  recovery,
  owner,
  ...zh,
  english: en,
});

/** Rows of one class. */
export function inClass<Code extends string>(
  faultClass: FaultClass,
  rows: Readonly<Record<Code, Row>>,
): Readonly<Record<Code, FaultCodeEntry>> {
  const entries = Object.entries<Row>(rows).map(([code, row]) => [code, { class: faultClass, ...row }]);
  return Object.fromEntries(entries) as Record<Code, FaultCodeEntry>;
}
