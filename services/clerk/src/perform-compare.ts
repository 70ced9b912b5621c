import type { CompareResult, Errand } from "@billferry/contracts";
import type { ErrandWork } from "@billferry/errands";
import { compareBill } from "@billferry/reconcile";

import { openEnds, type Office } from "./office.ts";

export async function performCompare(
  office: Office,
  { scheme, billNo }: Extract<Errand, { readonly kind: "compare-bill" }>,
  { signal }: ErrandWork,
): Promise<CompareResult> {
  return compareBill(await openEnds(office, scheme, signal), { billNo, signal });
}
