import { isSameBill } from "./content-hash.ts";

/** What is known of a bill that Kingdee has just shown: a ledger's record, as far as reading needs it. */
export interface KnownContent {
  readonly contentHash: string;
  readonly state: string;
  readonly revision: number;
}

export type ReadingPlan =
  | { readonly kind: "unchanged" }
  /** `fresh`: never known to be set up; `changed`: other content; with `isRemapped` due to the mapping alone. */
  | { readonly kind: "fresh" | "changed"; readonly revision: number; readonly isRemapped?: true };

/**
 * Whether a bill that was read is new work, and which revision of it. The revision is part of the jobs' ids:
 * - a bill that is only `read` may have lost its job, and its own revision makes setting it up again harmless;
 * - other content, and a bill that had been withdrawn and came back, are the next revision.
 *
 * `ofThePast`: the mapping may be another one since; then only the bill itself is compared. One that is held is worked
 * out anew all the same: the mapping may have been edited for its sake, and may ask for fields that its job does not
 * have.
 */
export function planReading(
  contentHash: string,
  known: KnownContent | undefined,
  options: { readonly ofThePast?: boolean } = {},
): ReadingPlan {
  if (known === undefined) return { kind: "fresh", revision: 1 };
  const isRemapped = contentHash !== known.contentHash && isSameBill(contentHash, known.contentHash);
  // What waits for a person may wait for this very edit of the mapping.
  const isLeftAlone = isRemapped && options.ofThePast === true && known.state !== "held";
  const isSame = contentHash === known.contentHash || isLeftAlone;
  const next = { kind: "changed", revision: known.revision + 1 } as const;
  if (known.state === "withdrawn") return next;
  if (!isSame) return isRemapped ? { ...next, isRemapped } : next;
  if (known.state !== "read") return { kind: "unchanged" };
  // Not the same job where the mapping has changed since.
  return isRemapped ? { ...next, isRemapped } : { kind: "fresh", revision: known.revision };
}
