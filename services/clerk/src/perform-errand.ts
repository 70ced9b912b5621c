import type { Errand, ErrandKind } from "@billferry/contracts";
import type { ErrandWork } from "@billferry/errands";

import type { Office } from "./office.ts";
import { performCheck } from "./perform-check.ts";
import { performCompare } from "./perform-compare.ts";
import { performCorrect } from "./perform-correct.ts";
import { performDraft, performListFields } from "./perform-draft.ts";
import { performListCodes } from "./perform-list-codes.ts";
import { performPreview } from "./perform-preview.ts";
import { performReconcile } from "./perform-reconcile.ts";

type Perform<Kind extends ErrandKind> = (
  office: Office,
  errand: Extract<Errand, { readonly kind: Kind }>,
  work: ErrandWork,
) => Promise<unknown>;

/** Who does what: a new kind of errand does not compile before it has its line. */
const PERFORMERS: { readonly [Kind in ErrandKind]: Perform<Kind> } = {
  reconcile: performReconcile,
  "compare-bill": performCompare,
  "preview-bill": performPreview,
  check: performCheck,
  "list-codes": performListCodes,
  "list-fields": performListFields,
  "draft-scheme": performDraft,
  correct: performCorrect,
};

export async function performErrand(office: Office, work: ErrandWork): Promise<unknown> {
  return (PERFORMERS[work.errand.kind] as Perform<ErrandKind>)(office, work.errand, work);
}
