import type { ReconcileResult } from "@billferry/contracts";
import { findDeltas, type Reconciliation } from "@billferry/reconcile";

/** What is kept for a day and sent to a page has an end. */
const MOST_FINDINGS = 2_000;
const MOST_GOODS = 2_000;
const MOST_EXAMPLES = 3;

/** A comparison as it is kept: rows of goods that differ come first, and what is cut off is counted. */
export function toReconcileResult(
  span: { readonly from: string; readonly to: string },
  found: Reconciliation,
): ReconcileResult {
  const differing = findDeltas(found.goods);
  const isDiffering = new Set(differing);
  const goods = [...differing, ...found.goods.filter((row) => !isDiffering.has(row))];
  return {
    ...span,
    bills: found.bills,
    excluded: found.excluded,
    expected: found.expected,
    matched: found.orders.matched,
    accepted: found.orders.accepted,
    findings: found.findings.slice(0, MOST_FINDINGS).map((finding) => ({
      ...finding,
      stockoutNos: [...finding.stockoutNos],
      differences: finding.differences.map(({ specNo, wanted, present }) => ({ specNo, wanted, present })),
    })),
    findingsLeftOut: Math.max(0, found.findings.length - MOST_FINDINGS),
    counts: countBy(found.findings),
    days: [...found.days],
    goods: goods.slice(0, MOST_GOODS),
    goodsLeftOut: Math.max(0, goods.length - MOST_GOODS),
    ofOtherSchemes: Object.entries(found.ofOtherSchemes)
      .filter(([, documents]) => documents > 0)
      .map(([scheme, documents]) => ({ scheme, documents })),
    foreign: found.foreign.length,
    unused: found.unused.map(({ label, billNos }) => ({
      label,
      bills: billNos.length,
      examples: billNos.slice(0, MOST_EXAMPLES),
    })),
  };
}

function countBy(findings: Reconciliation["findings"]): ReconcileResult["counts"] {
  const kinds = [...Map.groupBy(findings, ({ kind }) => kind)];
  return Object.fromEntries(kinds.map(([kind, those]) => [kind, those.length]));
}
