import type { StockoutOrderRecord } from "./core/answer-schemas.ts";
import { LISTING_STATUSES, LOOKUP_STATUSES, lookupWindows, OTHER_STOCKOUT_TYPE } from "./core/lookup-plan.ts";
import { walkPages, type BeforeCall, type QueryPage } from "./walk-pages.ts";

/** Where to look for orders. Times are epoch milliseconds, both ends included; 30-day windows are cut from them. */
export interface StockoutOrderSearch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly warehouseNo?: string;
  /** "7" (其他出库) by default; "" searches all types. */
  readonly orderType?: string;
  /** The variants of `status` to ask for, one after the other; undefined stands for "shipped or completed". All by
   *  default. */
  readonly statuses?: readonly (string | undefined)[];
  readonly beforeCall?: BeforeCall;
}

/** How to look for one order by its number: one call for each status until it is found. */
export type StockoutNumberSearch = Pick<StockoutOrderSearch, "orderType" | "statuses" | "beforeCall">;

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
  for await (const orders of walkVariants({ ...search, statuses: search.statuses ?? LOOKUP_STATUSES }, queryPage)) {
    const found = orders.find((order) => order.outerNo === outerNo);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Every order of the span, whatever its status, each once by its number: the statuses in the order of an order's life,
 * the newest window of each first, as first met. An order that changes while the list is read can still be missed, so
 * absence means "unknown" and is no proof. One page is one call; a span without any order costs one call for each status
 * and window.
 */
export async function* listStockoutOrders(
  search: StockoutOrderSearch,
  queryPage: QueryPage,
): AsyncGenerator<StockoutOrderRecord> {
  const seen = new Set<string>();
  for await (const orders of walkVariants(search, queryPage)) {
    for (const order of orders) {
      if (order.stockoutNo !== null && seen.has(order.stockoutNo)) continue;
      if (order.stockoutNo !== null) seen.add(order.stockoutNo);
      yield order;
    }
  }
}

/** The order with this number, whatever its status; no times are needed (vendor notes 3.1). */
export async function findByStockoutNo(
  stockoutNo: string,
  search: StockoutNumberSearch,
  queryPage: QueryPage,
): Promise<StockoutOrderRecord | undefined> {
  const { orderType = OTHER_STOCKOUT_TYPE, statuses = LOOKUP_STATUSES, beforeCall } = search;
  for (const status of statuses) {
    for await (const orders of walkPages({ stockoutNo, status, orderType }, { queryPage, beforeCall })) {
      const found = orders.find((order) => order.stockoutNo === stockoutNo);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

async function* walkVariants(
  search: StockoutOrderSearch,
  queryPage: QueryPage,
): AsyncGenerator<readonly StockoutOrderRecord[]> {
  const { warehouseNo, orderType = OTHER_STOCKOUT_TYPE, beforeCall, statuses = LISTING_STATUSES } = search;
  const windows = lookupWindows(search.fromMs, search.toMs);
  for (const status of statuses) {
    for (const window of windows) {
      yield* walkPages({ ...window, status, warehouseNo, orderType }, { queryPage, beforeCall });
    }
  }
}
