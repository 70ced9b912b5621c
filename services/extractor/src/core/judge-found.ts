import type { BillRecord } from "@billferry/ledger";

import type { Standing } from "./standing.ts";

/** A bill of a number that a document's key may begin with, as Kingdee shows it now. */
export interface CandidateBill {
  readonly billId: string;
  readonly billNo: string;
  readonly standing: Standing;
  /** What the ledger knows of it; undefined where it does not know it. */
  readonly known: Pick<BillRecord, "state"> | undefined;
}

export type FoundVerdict =
  /** Its bill is on its way, or waits for a person: it may yet ask for it. */
  | { readonly kind: "wait" }
  /** Its bill does not ask for it: unapproved, voided, or standing with other orders. */
  | { readonly kind: "stray"; readonly bill: CandidateBill }
  /** Its bill stands and is none of this ledger's: approved before the start, say. */
  | { readonly kind: "outside" }
  /** Kingdee knows no such bill: it was deleted, or the document is somebody else's. */
  | { readonly kind: "unclaimed" };

/** Whose a document is that no known order asks for; `candidates`: bills of all numbers its key may begin with. */
export function judgeFound(candidates: readonly CandidateBill[]): FoundVerdict {
  if (candidates.some(({ known }) => known?.state === "read" || known?.state === "held")) return { kind: "wait" };
  // The longest number first: of two that fit, it says more.
  const ordered = candidates.toSorted((a, b) => b.billNo.length - a.billNo.length);
  const withdrawn = ordered.find(({ standing }) => standing.kind === "withdrawn");
  if (withdrawn !== undefined) return { kind: "stray", bill: withdrawn };
  const standing = ordered.find(({ known }) => known !== undefined);
  if (standing !== undefined) return { kind: "stray", bill: standing };
  return ordered.length > 0 ? { kind: "outside" } : { kind: "unclaimed" };
}
