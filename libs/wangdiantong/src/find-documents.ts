import { isFault, TARGET_INTERFACES, type TargetName } from "@billferry/contracts";

import { lookupWindows } from "./core/lookup-plan.ts";
import type { DocumentQuery, DocumentRecord } from "./queries.ts";
import { walkPages, type BeforeCall, type PageSource, type QueryPage } from "./walk-pages.ts";

/** Where to look for documents. Times are epoch milliseconds, both ends included; 30-day windows are cut from them. */
export interface DocumentSearch extends NumberSearch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly warehouseNo?: string;
}

/** How to look for one document by its number: one call for each status until it is found. */
export interface NumberSearch {
  /** The variants of `status` to ask for, one after the other; undefined asks without one. */
  readonly statuses?: readonly (string | undefined)[];
  readonly beforeCall: BeforeCall;
}

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
  const { lookUpStatuses } = TARGET_INTERFACES[target].documents;
  const { statuses = lookUpStatuses, beforeCall } = search;
  for await (const documents of walk(target, { places: windowsOf(search), statuses }, { queryPage, beforeCall })) {
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
  const { listingStatuses } = TARGET_INTERFACES[target].documents;
  const { statuses = listingStatuses, beforeCall } = search;
  const seen = new Set<string>();
  for await (const documents of walk(target, { places: windowsOf(search), statuses }, { queryPage, beforeCall })) {
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
  const { lookUpStatuses } = TARGET_INTERFACES[target].documents;
  const { statuses = lookUpStatuses, beforeCall } = search;
  for await (const documents of walk(target, { places: [{ stockoutNo }], statuses }, { queryPage, beforeCall })) {
    const found = documents.find((document) => document.stockoutNo === stockoutNo);
    if (found !== undefined) return found;
  }
  return undefined;
}

type Place = Pick<DocumentQuery, "startTime" | "endTime" | "warehouseNo" | "stockoutNo">;

function windowsOf({ fromMs, toMs, warehouseNo }: DocumentSearch): readonly Place[] {
  return lookupWindows(fromMs, toMs).map((window) => ({ ...window, warehouseNo }));
}

/** Each place under each status, page by page; a status that this account does not know shows nothing. */
async function* walk(
  target: TargetName,
  { places, statuses }: { readonly places: readonly Place[]; readonly statuses: readonly (string | undefined)[] },
  source: PageSource,
): AsyncGenerator<readonly DocumentRecord[]> {
  const { orderType, uncertainStatuses } = TARGET_INTERFACES[target].documents;
  for (const status of statuses) {
    for (const place of places) {
      try {
        yield* walkPages({ ...place, status, orderType }, source);
      } catch (error) {
        if (!isFault(error) || error.recovery !== "hold" || !uncertainStatuses.includes(status ?? "")) throw error;
      }
    }
  }
}
