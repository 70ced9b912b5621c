import type { FaultClass } from "@billferry/contracts";
import type { Ledger } from "@billferry/ledger";

import { isFirstPlace, listOf, SEARCH_WAYS, wayTo, type SearchList, type SearchWay } from "./core/bill-search.ts";
import type { ShownState } from "./core/shown-state.ts";
import { findWhole, type SchemeLedger, type Seen } from "./find-whole.ts";

export interface WantedBills {
  /** A number or its beginning or end, of the bill, its orders or documents; many whole ones; left out: all bills. */
  readonly q?: string | undefined;
  readonly state?: ShownState | undefined;
  /** Approved on this day of Kingdee's, "2026-11-23". */
  readonly day?: string | undefined;
  /** Approved on so many last days, today among them; of goods that are looked for without a day it is 7. */
  readonly days?: number | undefined;
  readonly warehouse?: string | undefined;
  /** Of a case that the bill or an order of it is. */
  readonly faultClass?: FaultClass | undefined;
  /** Goods, by Kingdee's code or Wangdiantong's. */
  readonly sku?: string | undefined;
  readonly cursor?: string | undefined;
  /** About so many; a page may have a few more, or fewer and go on. */
  readonly limit: number;
}

export interface Hit {
  /** Of a list's item: which it is. */
  readonly caseId?: string;
  /** Where a page that ends with it goes on; a hit without one is followed by all of its batch. */
  readonly place?: string;
  readonly billIds: readonly string[];
}

export interface SearchStep extends SchemeLedger {
  readonly look: (
    after: string | null,
    limit: number,
  ) => Promise<{ readonly hits: readonly Hit[]; readonly next: string | null }>;
  readonly isWanted: (seen: Seen, hit: Hit) => boolean;
}

export const BATCH = 100;

interface Asked {
  readonly wanted: WantedBills;
  readonly number: string | undefined;
  /** Newest first; none where the day does not matter. */
  readonly days: readonly string[];
}

/** The smallest list that has all that is wanted. */
export async function chooseList(
  ledgers: readonly SchemeLedger[],
  { wanted: { state, faultClass }, days }: Asked,
): Promise<SearchList> {
  const ofState = listOf(state) ?? (faultClass === undefined ? undefined : "held");
  if (ofState === undefined || days.length === 0) return ofState ?? (days.length === 0 ? "numbers" : "days");
  const sizes = await Promise.all(
    ledgers.map(async ({ ledger }) =>
      Promise.all([ledger.openItems.count(ofState), ledger.bills.countIds(days)] as const),
    ),
  );
  const sum = (which: 0 | 1): number => sizes.reduce((all, each) => all + each[which], 0);
  return sum(0) <= sum(1) ? ofState : "days";
}

/** Through a list, scheme by scheme; or each way to a number, the surest in all schemes first. */
export function stepsOf(ledgers: readonly SchemeLedger[], list: SearchList, asked: Asked): readonly SearchStep[] {
  const { number, days, wanted } = asked;
  const isNumber = (seen: Seen): boolean => number === undefined || wayTo(seen, number) !== undefined;
  if (list === "days")
    return days.flatMap((day) =>
      ledgers.map((each) => ({ ...each, look: lookThroughDay(each.ledger, day), isWanted: isNumber })),
    );
  if (list !== "numbers")
    return ledgers.map((each) => ({
      ...each,
      look: lookThroughList(each.ledger, list),
      isWanted: (seen, { caseId = "" }) => isFirstPlace(list, caseId, seen) && isNumber(seen),
    }));
  const isFiltered = wanted.state !== undefined || wanted.warehouse !== undefined;
  if (number === undefined)
    return ledgers.map((each) => ({
      ...each,
      look: lookBy("bill-beginning", each.ledger, { number: "", isFiltered }),
      isWanted: () => true,
    }));
  return SEARCH_WAYS.flatMap((way) =>
    ledgers.map((each) => ({
      ...each,
      look: lookBy(way, each.ledger, { number, isFiltered }),
      isWanted: (seen: Seen) => wayTo(seen, number) === way,
    })),
  );
}

/** The latest first: bills get their ids in the order in which they are made. */
function lookThroughDay(ledger: Ledger, day: string): SearchStep["look"] {
  let read: Promise<readonly string[]> | undefined;
  return async (after) => {
    read ??= ledger.bills.idsOfDay(day).then((ids) => ids.toSorted(laterFirst));
    const ids = await read;
    const rest = after === null ? ids : ids.filter((id) => laterFirst(after, id) < 0);
    const hits = rest.slice(0, BATCH).map((id) => ({ place: id, billIds: [id] }));
    return { hits, next: nextOf(hits, BATCH) };
  };
}

function laterFirst(one: string, other: string): number {
  return other.length - one.length || (one < other ? 1 : one === other ? 0 : -1);
}

function lookThroughList(ledger: Ledger, list: "open" | "held"): SearchStep["look"] {
  return async (after) => {
    const items = await ledger.openItems.page(list, { after, limit: BATCH });
    const hits = items.map(({ caseId, billId, sinceMs }) => ({
      caseId,
      place: `${sinceMs} ${caseId}`,
      billIds: [billId],
    }));
    return { hits, next: nextOf(hits, BATCH) };
  };
}

/** Of a page that is full, where the next one begins. */
function nextOf(hits: readonly { readonly place: string }[], limit: number): string | null {
  return hits.length < limit ? null : (hits.at(-1)?.place ?? null);
}

function lookBy(
  way: SearchWay,
  ledger: Ledger,
  { number, isFiltered }: { readonly number: string; readonly isFiltered: boolean },
): SearchStep["look"] {
  const kind = way.startsWith("bill") ? "N" : "K";
  switch (way) {
    case "whole":
      return async () => ({ hits: [{ billIds: (await findWhole(ledger, [number]))[0] ?? [] }], next: null });
    case "bill-beginning":
    case "document-beginning":
      return async (after, limit) => {
        const most = isFiltered ? BATCH : limit;
        const found = await ledger.numbers.beginningWith(kind, { beginning: number, after, limit: most });
        const hits = found.map((hit) => ({ place: hit.number, billIds: hit.billIds }));
        return { hits, next: nextOf(hits, most) };
      };
    case "bill-ending":
    case "document-ending":
      return async (after, limit) => ledger.numbers.endingWith(kind, { ending: number, after, limit });
  }
}
