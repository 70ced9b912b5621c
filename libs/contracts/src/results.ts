/** What a finished job returns: kept small, because it is stored with the job and shown with it. */
export type ExtractResult =
  | {
      readonly kind: "read";
      /** Kingdee time, half-open: `[from, to)`. */
      readonly from: string;
      readonly to: string;
      readonly rows: number;
      readonly bills: number;
      readonly fresh: number;
      readonly unchanged: number;
    }
  | { readonly kind: "waiting"; readonly reason: "window-empty" | "back-pressure" | "stopped" | "state-lost" };

/** A sweep's count: "re-read 312, new 3, changed 1, withdrawn 1". */
export interface SweepResult {
  readonly kind: "swept";
  /** Kingdee time, half-open: `[from, to)`. */
  readonly from: string;
  readonly to: string;
  /** Bills that were read again, by time or by id. */
  readonly bills: number;
  readonly fresh: number;
  readonly changed: number;
  /** Unapproved, voided or deleted since they were read. */
  readonly withdrawn: number;
  /** Known and unfinished bills whose work had got lost and was set up again. */
  readonly revived: number;
}

export interface TransformResult {
  readonly kind: "ordered";
  readonly orders: readonly string[];
  readonly notes: number;
  /** Of a bill that was made anew: its orders that are delivered already. */
  readonly leftAlone?: readonly string[];
}

/** What makes us certain that the order exists in Wangdiantong. */
export type DeliveryProof =
  | "answered" /* the push was answered with success */
  | "duplicate" /* a repeat was refused as duplicate */
  | "looked-up"; /* a query returned it */

export type LoadResult =
  | { readonly kind: "delivered"; readonly stockoutNo: string | null; readonly proof: DeliveryProof }
  | { readonly kind: "already-delivered"; readonly stockoutNo: string | null };
