import { formatKingdeeTime, SHANGHAI } from "@billferry/contracts";

/** The largest page the vendor allows [wangdiantong 3]. */
export const LOOKUP_PAGE_SIZE = 100;

/** A bound for a server that never ends: where no total is told, and where one is. */
export const MAX_PAGES_WITHOUT_TOTAL = 200;
export const MAX_PAGES = 20_000;

/** Clocks differ, and a document's time is the vendor's: what a span of time is widened by at both ends. */
export const SEARCH_MARGIN_MS = 10 * 60_000;

/** A closed window in China time, "yyyy-MM-dd HH:mm:ss". */
export interface TimeWindow {
  readonly startTime: string;
  readonly endTime: string;
}

// One second under the 30 days, because both ends of the vendor's interval count.
const WINDOW_MS = 30 * 86_400_000 - 1_000;

/** Closed windows of less than 30 days that cover `[fromMs, toMs]` without a gap, newest first. */
export function lookupWindows(fromMs: number, toMs: number): TimeWindow[] {
  const first = Math.floor(fromMs / 1_000) * 1_000;
  const windows: TimeWindow[] = [];
  for (let end = Math.ceil(toMs / 1_000) * 1_000; end >= first; end -= WINDOW_MS + 1_000) {
    const start = Math.max(first, end - WINDOW_MS);
    windows.push({
      startTime: formatKingdeeTime(start, SHANGHAI),
      endTime: formatKingdeeTime(end, SHANGHAI),
    });
  }
  return windows;
}

/**
 * The pages after page 0, in the order in which to read them. With a total (which only page 0 tells) they are read from
 * the last to the first: a row that leaves the list meanwhile moves the later ones forward, from pages already read
 * into pages still to come, so that they are met twice and not missed; that is why page 0 comes once more at the end.
 * The rows of page 0 tell how large the server's pages really are. Undefined where no total is told: then read on until
 * a page is not full.
 */
export function pagesAfterFirst(page: {
  totalCount: number | null;
  rowsOnPage: number;
  pageSize: number;
}): readonly number[] | undefined {
  if (page.rowsOnPage === 0) return [];
  if (page.totalCount === null) return page.rowsOnPage < page.pageSize ? [] : undefined;
  const count = Math.ceil(page.totalCount / page.rowsOnPage);
  return count <= 1 ? [] : Array.from({ length: count }, (_, index) => count - 1 - index);
}
