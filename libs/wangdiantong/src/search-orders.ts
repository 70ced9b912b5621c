import { isFault, TARGET_INTERFACES, type TargetDocuments, type TargetName } from "@billferry/contracts";
import type { FoundOrder } from "@billferry/found-order";

import { lookupWindows, SEARCH_MARGIN_MS } from "./core/lookup-plan.ts";
import { toFoundOrder, type DocumentRow } from "./core/read-document.ts";
import type { DocumentQuery, DocumentsPage } from "./queries.ts";
import { walkPages, type BeforeCall, type PageSource } from "./walk-pages.ts";

/** What a search is for; `look-up` by default, and `background` leaves half the quota to pushes. */
export type SearchPurpose = "urgent" | "look-up" | "inventory" | "background";

/** What every call of a search goes through, so that the account's quota is kept. */
export interface QueryGate {
  series<T>(signal: AbortSignal, act: (reserve: BeforeCall) => Promise<T>, purpose?: SearchPurpose): Promise<T>;
}

/** Who asks. */
interface Asking {
  readonly signal: AbortSignal;
  readonly purpose?: SearchPurpose;
}

/** By its number where that is known (mostly one call), else by time (a call for each page). */
export interface Whereabouts {
  readonly outerNo: string;
  readonly stockoutNo: string | null;
  /** It was made, or changed, at this moment at the earliest, in epoch milliseconds. */
  readonly sinceMs: number;
  readonly warehouseNo?: string;
  /** The statuses in the order in which to ask for them; finished ones first by default. */
  readonly statuses?: TargetDocuments["lookUpStatuses"];
}

/** What is listed: everything from one moment to another (now by default), or only what bears one of these keys. */
interface Listing extends Asking {
  readonly sinceMs: number;
  readonly untilMs?: number;
  readonly keys?: ReadonlySet<string>;
  /** `share`: how much of what is asked for was looked through. */
  readonly onCount?: (orders: number, share: number) => void;
}

/** Documents of any status, each call through the gate; spans are widened ten minutes at both ends (clocks differ). */
export interface OrderSearch {
  /**
   * Undefined where no page showed it. Of a search by time that is no proof: rows can move between pages and statuses
   * while they are read, so push again under the same number rather than trust it.
   */
  find(where: Whereabouts, asking: Asking): Promise<FoundOrder | undefined>;
  /** Several, each of them found or not. */
  findAll(
    wheres: readonly Whereabouts[],
    asking: Asking,
  ): Promise<{ readonly found: readonly FoundOrder[]; readonly missing: readonly Whereabouts[] }>;
  /** Each order once, by its number; one that changes meanwhile can be missed. Empty: a call a status and 30 days. */
  list(listing: Listing): Promise<readonly FoundOrder[]>;
}

/** A page of the interface's documents: one call. */
export type AskPage = (query: DocumentQuery, signal: AbortSignal) => Promise<DocumentsPage>;

type Pages = (query: Variant) => AsyncGenerator<readonly DocumentRow[]>;

/** A query but for its page: its pages are walked. */
type Variant = Omit<DocumentQuery, "pageNo" | "pageSize" | "orderType">;

export function createOrderSearch(target: TargetName, gate: QueryGate, askPage: AskPage): OrderSearch {
  const own = TARGET_INTERFACES[target].documents;
  const through = async <T>({ signal, purpose }: Asking, act: (pages: Pages) => Promise<T>): Promise<T> =>
    gate.series(
      signal,
      async (beforeCall) => {
        const source = { queryPage: async (query: DocumentQuery) => askPage(query, signal), beforeCall };
        return act((query) => walkKnown(own, query, source));
      },
      purpose,
    );
  const find: OrderSearch["find"] = async (where, asking) =>
    through(asking, async (pages) => findOrder(own, where, pages));
  return {
    find,
    findAll: async (wheres, asking) => {
      const found: FoundOrder[] = [];
      const missing: Whereabouts[] = [];
      for (const where of wheres) {
        const order = await find(where, asking);
        if (order === undefined) missing.push(where);
        else found.push(order);
      }
      return { found, missing };
    },
    list: async (listing) => through(listing, async (pages) => listOrders(own, listing, pages)),
  };
}

async function findOrder(
  { lookUpStatuses }: TargetDocuments,
  { outerNo, stockoutNo, sinceMs, warehouseNo, statuses = lookUpStatuses }: Whereabouts,
  pages: Pages,
): Promise<FoundOrder | undefined> {
  const places =
    stockoutNo === null ? windowsOf(sinceMs).map((window) => ({ ...window, warehouseNo })) : [{ stockoutNo }];
  for (const status of statuses)
    for (const place of places)
      for await (const rows of pages({ ...place, status })) {
        const row = rows.find((each) =>
          stockoutNo === null ? each.outerNo === outerNo : each.stockoutNo === stockoutNo,
        );
        if (row !== undefined) return toFoundOrder(row, outerNo);
      }
  return undefined;
}

async function listOrders(
  { listingStatuses }: TargetDocuments,
  { sinceMs, untilMs, keys, onCount }: Listing,
  pages: Pages,
): Promise<readonly FoundOrder[]> {
  const found = new Map<string, FoundOrder>();
  const windows = windowsOf(sinceMs, untilMs);
  const queries = listingStatuses.flatMap((status) => windows.map((window) => ({ ...window, status })));
  for (const [index, query] of queries.entries())
    for await (const rows of pages(query)) {
      for (const row of rows) {
        const order = toFoundOrder(row);
        if (order === undefined || found.has(order.stockoutNo)) continue;
        if (keys?.has(order.outerNo) ?? true) found.set(order.stockoutNo, order);
      }
      onCount?.(found.size, index / queries.length);
    }
  return [...found.values()];
}

function windowsOf(sinceMs: number, untilMs = Date.now()): ReturnType<typeof lookupWindows> {
  return lookupWindows(sinceMs - SEARCH_MARGIN_MS, untilMs + SEARCH_MARGIN_MS);
}

/** All pages of one query; none where the account does not know a status that not every account has. */
async function* walkKnown(
  { orderType, uncertainStatuses }: TargetDocuments,
  query: Variant,
  source: PageSource,
): AsyncGenerator<readonly DocumentRow[]> {
  try {
    yield* walkPages({ ...query, orderType }, source);
  } catch (error) {
    if (!isFault(error) || error.recovery !== "hold" || !uncertainStatuses.includes(query.status ?? "")) throw error;
  }
}
