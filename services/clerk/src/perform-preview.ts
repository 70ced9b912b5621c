import type { Errand, PreviewResult } from "@billferry/contracts";
import { previewBill } from "@billferry/desk";
import type { ErrandWork } from "@billferry/errands";

import { openEnds, type Office } from "./office.ts";
import { ONE_BILL, toShownBill } from "./shown-bill.ts";

export async function performPreview(
  office: Office,
  { scheme: name, billNo }: Extract<Errand, { readonly kind: "preview-bill" }>,
  { signal }: ErrandWork,
): Promise<PreviewResult> {
  const { kingdee } = await openEnds(office, name, signal);
  const { redis } = office;
  // Unsigned: a signed request is nothing for a page.
  const previews = await previewBill(kingdee, { billNo, account: undefined, redis, nowMs: Date.now(), signal });
  return { bills: previews.map((preview) => toShownBill(kingdee.scheme, preview, ONE_BILL)) };
}
