import { formatKingdeeTime, type Errand, type ReconcileResult } from "@billferry/contracts";
import type { ErrandWork } from "@billferry/errands";
import { reconcileBothEnds } from "@billferry/reconcile";

import { spanOfErrand } from "./core/span.ts";
import { openEnds, type Office } from "./office.ts";
import { toReconcileResult } from "./reconcile-result.ts";

/** Both ends over a span, as `billferry reconcile` compares them. */
export async function performReconcile(
  office: Office,
  errand: Extract<Errand, { readonly kind: "reconcile" }>,
  { signal, onProgress }: ErrandWork,
): Promise<ReconcileResult> {
  const ends = await openEnds(office, errand.scheme, signal);
  const zone = ends.kingdee.client.zone();
  const span = spanOfErrand(errand, { zone, nowMs: ends.kingdee.client.serverNow().epochMs });
  const told = { from: formatKingdeeTime(span.fromMs, zone), to: formatKingdeeTime(span.toMs, zone) };
  return toReconcileResult(told, await reconcileBothEnds(ends, { span, signal, onProgress }));
}
