import { formatKingdeeTime, SHANGHAI } from "@billferry/contracts";

/**
 * Where one order can be found. `stockout_order_query` shows only what its status asks for, so the variants are asked
 * one after the other: none means shipped (95) and completed (110), then awaiting audit (50), audited (55), abnormal
 * (113), and cancelled (5) last, so that a living order wins (vendor notes 3.1).
 */
export const LOOKUP_STATUSES: readonly (string | undefined)[] = [undefined, "50", "55", "113", "5"];

/** 其他出库, the order type of a pushed document (vendor notes 3.1). */
export const OTHER_STOCKOUT_TYPE = "7";

/** The largest page the vendor allows (vendor notes 3). */
export const LOOKUP_PAGE_SIZE = 100;

/** A bound for a server that never ends; 20,000 documents of one status and warehouse in 30 days. */
export const LOOKUP_MAX_PAGES = 200;

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
 * Whether another page has to be asked for. The total, which only page 0 tells, is trusted over a short page, because
 * a server may allow smaller pages than ours; without a total a short page is the last.
 */
export function hasMorePages(page: {
  totalCount: number | null;
  rowsSeen: number;
  rowsOnPage: number;
  pageSize: number;
}): boolean {
  if (page.rowsOnPage === 0) return false;
  return page.totalCount === null ? page.rowsOnPage >= page.pageSize : page.rowsSeen < page.totalCount;
}
