import { Fault } from "@billferry/contracts";

import type { StockoutOrderRecord, StockoutOrdersPage } from "./core/answer-schemas.ts";
import {
  hasMorePages,
  LOOKUP_MAX_PAGES,
  LOOKUP_PAGE_SIZE,
  LOOKUP_STATUSES,
  lookupWindows,
  OTHER_STOCKOUT_TYPE,
} from "./core/lookup-plan.ts";
import type { StockoutOrderQuery } from "./queries.ts";

/** Where to look for an order. Times are epoch milliseconds, both ends included; 30-day windows are cut from them. */
export interface StockoutOrderSearch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly warehouseNo?: string;
  /** "7" (其他出库) by default; "" searches all types. */
  readonly orderType?: string;
  /** Asked before each call: one page is one call of the account's quota. */
  readonly beforeCall?: () => Promise<void>;
}

type QueryPage = (query: StockoutOrderQuery) => Promise<StockoutOrdersPage>;

/**
 * Searches the windows for an order with exactly this `outer_no`, one status after the other, a cancelled one last;
 * undefined if no page showed it. Absence is no proof: rows can move between pages and statuses while they are read,
 * so the caller pushes again under the same number rather than trusting it. Throws `WDT_ANSWER_INVALID` when the pages
 * do not end.
 */
export async function findStockoutOrder(
  outerNo: string,
  search: StockoutOrderSearch,
  queryPage: QueryPage,
): Promise<StockoutOrderRecord | undefined> {
  const windows = lookupWindows(search.fromMs, search.toMs);
  for (const status of LOOKUP_STATUSES) {
    for (const window of windows) {
      const query = {
        ...window,
        status,
        warehouseNo: search.warehouseNo,
        orderType: search.orderType ?? OTHER_STOCKOUT_TYPE,
        pageSize: LOOKUP_PAGE_SIZE,
      };
      const found = await findInPages(outerNo, search, (pageNo) => queryPage({ ...query, pageNo }));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

async function findInPages(
  outerNo: string,
  search: StockoutOrderSearch,
  queryPage: (pageNo: number) => Promise<StockoutOrdersPage>,
): Promise<StockoutOrderRecord | undefined> {
  let totalCount: number | null = null;
  let rowsSeen = 0;
  for (let pageNo = 0; pageNo < LOOKUP_MAX_PAGES; pageNo += 1) {
    await search.beforeCall?.();
    const page = await queryPage(pageNo);
    const found = page.orders.find((order) => order.outerNo === outerNo);
    if (found !== undefined) return found;
    if (pageNo === 0) totalCount = page.totalCount;
    rowsSeen += page.orders.length;
    if (
      !hasMorePages({
        totalCount,
        rowsSeen,
        rowsOnPage: page.orders.length,
        pageSize: LOOKUP_PAGE_SIZE,
      })
    ) {
      return undefined;
    }
  }
  throw new Fault("WDT_ANSWER_INVALID", `stockout_order_query 超过 ${LOOKUP_MAX_PAGES} 页仍未结束`, {
    details: { outerNo },
    recovery: "retry",
  });
}
