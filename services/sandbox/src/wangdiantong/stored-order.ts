import { TARGET_INTERFACES, type TargetName, type TargetOrder } from "@billferry/contracts";

/** One accepted order: an effect. Its content is what was pushed, checked; numbers are the exact decimals that came. */
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

/** Whether it moves stock: not where a person has cancelled it. */
export function isLiving({ status, target }: StoredOrder): boolean {
  return String(status) !== TARGET_INTERFACES[target].documents.cancelledStatus;
}

/** An `outer_no` is unique within its interface only. */
export function orderKey(target: TargetName, outerNo: string): string {
  return `${target} ${outerNo}`;
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
