import type { TargetName, TargetOrder } from "@billferry/contracts";

/** What the ledger of the stand-in keeps: orders as accepted, attempts and calls as seen. */

/** One accepted order: an effect. Its content is what the push asked for, checked; numbers as the exact decimals that
 *  came. */
export interface StoredOrder {
  readonly target: TargetName;
  readonly stockoutId: number;
  /** The document's number, CK… or RK…. */
  readonly stockoutNo: string;
  readonly status: number;
  readonly acceptedAtMs: number;
  /** Its last change by a person (a cancellation). */
  readonly changedAtMs?: number;
  readonly content: TargetOrder;
}

/** One push that reached the account and got past rate and sign. */
export interface Attempt {
  readonly target: TargetName;
  readonly outerNo: string;
  readonly atMs: number;
  readonly code: number;
  readonly message: string;
}

export interface Call {
  readonly service: string;
  readonly atMs: number;
  readonly isRefusedForRate: boolean;
}
