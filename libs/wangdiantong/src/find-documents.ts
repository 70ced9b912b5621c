import { isFault, TARGET_INTERFACES, type TargetDocuments, type TargetName } from "@billferry/contracts";

import { lookupWindows } from "./core/lookup-plan.ts";
import type { DocumentRecord } from "./queries.ts";
import { walkPages, type BeforeCall, type PageSource, type QueryPage } from "./walk-pages.ts";

/** Where to look for documents. Times are epoch milliseconds, both ends included; 30-day windows are cut from them. */
export interface DocumentSearch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly warehouseNo?: string;
  /** The interface's own by default; "" searches all types. */
  readonly orderType?: string;
  /** The variants of `status` to ask for, one after the other; undefined asks without one. All by default. */
  readonly statuses?: readonly (string | undefined)[];
  readonly beforeCall?: BeforeCall;
}

/** How to look for one document by its number: one call for each status until it is found. */
export type NumberSearch = Pick<DocumentSearch, "orderType" | "statuses" | "beforeCall">;

/**
 * Searches the windows for a document with exactly this `outer_no`, one status after the other, a cancelled one last;
 * undefined if no page showed it. Absence is no proof: rows can move between pages and statuses while they are read,
 * so the caller pushes again under the same number rather than trusting it. Throws `WDT_ANSWER_INVALID` when the pages
 * do not end.
 */
export async function findByOuterNo(
  target: TargetName,
  outerNo: string,
  search: DocumentSearch,
  queryPage: QueryPage,
): Promise<DocumentRecord | undefined> {
  const { lookUpStatuses } = documentsOf(target);
  const wanted = { ...search, statuses: search.statuses ?? lookUpStatuses };
  for await (const documents of walkVariants(target, wanted, queryPage)) {
    const found = documents.find((document) => document.outerNo === outerNo);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Every document of the span, whatever its status, each once by its number: the statuses in the order of a document's
 * life, the newest window of each first, as first met. A document that changes while the list is read can still be
 * missed, so absence means "unknown" and is no proof. One page is one call; an empty span costs one call for each
 * status and window.
 */
export async function* listDocuments(
  target: TargetName,
  search: DocumentSearch,
  queryPage: QueryPage,
): AsyncGenerator<DocumentRecord> {
  const seen = new Set<string>();
  for await (const documents of walkVariants(target, search, queryPage)) {
    for (const document of documents) {
      if (document.stockoutNo !== null && seen.has(document.stockoutNo)) continue;
      if (document.stockoutNo !== null) seen.add(document.stockoutNo);
      yield document;
    }
  }
}

/** The document with this number, whatever its status; no times are needed [wangdiantong 3.1]. */
export async function findByNumber(
  target: TargetName,
  stockoutNo: string,
  search: NumberSearch,
  queryPage: QueryPage,
): Promise<DocumentRecord | undefined> {
  const own = documentsOf(target);
  const { orderType = own.orderType, statuses = own.lookUpStatuses, beforeCall } = search;
  const source = { queryPage, beforeCall };
  for (const status of statuses) {
    for await (const documents of walkKnown(own, { stockoutNo, status, orderType }, source)) {
      const found = documents.find((document) => document.stockoutNo === stockoutNo);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

async function* walkVariants(
  target: TargetName,
  search: DocumentSearch,
  queryPage: QueryPage,
): AsyncGenerator<readonly DocumentRecord[]> {
  const own = documentsOf(target);
  const { warehouseNo, orderType = own.orderType, beforeCall, statuses = own.listingStatuses } = search;
  const windows = lookupWindows(search.fromMs, search.toMs);
  for (const status of statuses) {
    for (const window of windows) {
      yield* walkKnown(own, { ...window, status, warehouseNo, orderType }, { queryPage, beforeCall });
    }
  }
}

/** All pages of one query; none where the account does not know a status that not every account has. */
async function* walkKnown(
  { uncertainStatuses }: TargetDocuments,
  query: Parameters<typeof walkPages>[0],
  source: PageSource,
): AsyncGenerator<readonly DocumentRecord[]> {
  try {
    yield* walkPages(query, source);
  } catch (error) {
    if (!isFault(error) || error.recovery !== "hold" || !uncertainStatuses.includes(query.status ?? "")) throw error;
  }
}

function documentsOf(target: TargetName): TargetDocuments {
  return TARGET_INTERFACES[target].documents;
}
