import type { FoundOrder } from "@billferry/found-order";
import { Ledger } from "@billferry/ledger";
import { forScheme } from "@billferry/vendor-access";

import { askAll } from "./ask-all.ts";
import type { BothEnds, ReconcileOptions } from "./both-ends.ts";
import { strangerKeys } from "./core/judge-orders.ts";
import type { SiblingFacts } from "./core/reconcile-facts.ts";
import { readApproved, type ApprovedBills } from "./read-approved.ts";

/**
 * What the siblings have to do with the documents that this scheme does not ask for. Their bills are read after the
 * documents were listed: whatever made a document is there by then, or was taken back since, and then their ledgers
 * know it. Where there is no such document, nothing is read.
 */
export async function readSiblings(
  ends: BothEnds,
  seen: { readonly approved: ApprovedBills; readonly documents: readonly FoundOrder[] },
  { span, signal, onProgress }: ReconcileOptions,
): Promise<readonly SiblingFacts[]> {
  const { expected } = seen.approved;
  const wanted = new Set(expected.map((order) => order.outerNo));
  const hasStrangers = seen.documents.some((document) => !wanted.has(document.outerNo));
  const siblings: SiblingFacts[] = [];
  for (const sibling of ends.siblings) {
    const scheme = sibling.definition.name;
    const asked = hasStrangers
      ? await readApproved(forScheme(ends.kingdee, sibling), span, {
          signal,
          ledger: new Ledger(ends.redis, scheme),
          onCount: (bills, share) =>
            onProgress({
              zh: `金蝶:已读方案 ${scheme} 的 ${bills} 张单据`,
              en: `Kingdee: ${bills} bills of scheme ${scheme} read`,
              ...{ step: scheme, done: bills, share },
            }),
        })
      : undefined;
    siblings.push({
      scheme,
      expected: new Set(asked?.expected.map((order) => order.outerNo)),
      billNos: new Set([...(asked?.expected ?? []), ...(asked?.refused ?? [])].map((bill) => bill.billNo)),
      orders: new Map(),
    });
  }
  const strangers = strangerKeys({ expected, siblings, documents: seen.documents });
  return Promise.all(
    siblings.map(async (sibling) => {
      const ledger = new Ledger(ends.redis, sibling.scheme);
      return { ...sibling, orders: await askAll(strangers, async (outerNo) => ledger.orders.find(outerNo)) };
    }),
  );
}
