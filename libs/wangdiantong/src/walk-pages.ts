import { Fault, isFault } from "@billferry/contracts";

import { LOOKUP_PAGE_SIZE, MAX_PAGES, MAX_PAGES_WITHOUT_TOTAL, pagesAfterFirst } from "./core/lookup-plan.ts";
import type { DocumentRow } from "./core/read-document.ts";
import type { DocumentQuery, DocumentsPage } from "./queries.ts";

/** Awaited before each call; when a page is asked for again it gets the last try's fault, to make everyone wait. */
export type BeforeCall = (lastFault?: Fault) => Promise<void>;

export interface PageSource {
  readonly queryPage: (query: DocumentQuery) => Promise<DocumentsPage>;
  readonly beforeCall: BeforeCall;
}

const MOST_TRIES = 3;
const SHRINK = 5;

/**
 * All pages of one query, in the order of `pagesAfterFirst`. A page that was lost or refused for its rate is asked for
 * up to three times: reading has no effect, and a listing that began again in the queue would spend the account's calls
 * on pages that it had. Pages too large for the body limit are asked for in smaller ones, from the beginning. Throws
 * `WDT_ANSWER_INVALID` when the pages do not end.
 */
export async function* walkPages(
  query: Omit<DocumentQuery, "pageNo" | "pageSize">,
  source: PageSource,
): AsyncGenerator<readonly DocumentRow[]> {
  for (let pageSize = LOOKUP_PAGE_SIZE; ; pageSize = Math.ceil(pageSize / SHRINK)) {
    try {
      yield* walkPagesOf(query, source, pageSize);
      return;
    } catch (error) {
      if (!isFault(error) || error.code !== "HTTP_BODY_TOO_LARGE" || pageSize === 1) throw error;
    }
  }
}

async function* walkPagesOf(
  query: Omit<DocumentQuery, "pageNo" | "pageSize">,
  source: PageSource,
  pageSize: number,
): AsyncGenerator<readonly DocumentRow[]> {
  const ask = async (pageNo: number) => askPage({ ...query, pageNo, pageSize }, source);
  const first = await ask(0);
  yield first.documents;
  const rest = pagesAfterFirst({ totalCount: first.totalCount, rowsOnPage: first.documents.length, pageSize });
  if (rest !== undefined) {
    if (rest.length >= MAX_PAGES) throw endless(MAX_PAGES);
    for (const pageNo of rest) yield (await ask(pageNo)).documents;
    return;
  }
  for (let pageNo = 1; pageNo < MAX_PAGES_WITHOUT_TOTAL; pageNo += 1) {
    const { documents } = await ask(pageNo);
    yield documents;
    if (documents.length < pageSize) return;
  }
  throw endless(MAX_PAGES_WITHOUT_TOTAL);
}

async function askPage(query: DocumentQuery, source: PageSource): Promise<DocumentsPage> {
  let lastFault: Fault | undefined;
  for (let tries = 1; ; tries += 1) {
    await source.beforeCall(lastFault);
    try {
      return await source.queryPage(query);
    } catch (error) {
      if (tries >= MOST_TRIES || !isFault(error) || !isPassing(error)) throw error;
      lastFault = error;
    }
  }
}

function isPassing(fault: Fault): boolean {
  if (fault.code === "SHUTDOWN" || fault.code === "HTTP_BODY_TOO_LARGE") return false;
  return fault.recovery === "snooze" || fault.recovery === "retry";
}

function endless(pages: number): Fault {
  return new Fault("WDT_ANSWER_INVALID", `单据查询超过 ${pages} 页仍未结束`);
}
