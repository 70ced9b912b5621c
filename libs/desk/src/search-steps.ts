import type { Ledger, SiftedBill, Sieve, BillWithOrders } from "@billferry/ledger";

import {
  countUpTo,
  isFirstPlace,
  listOf,
  SEARCH_WAYS,
  wayTo,
  type SearchList,
  type SearchWay,
} from "./core/bill-search.ts";
import { findWhole, type SchemeLedger } from "./find-whole.ts";
import { judgeSifted, sieveOf } from "./fitting-bills.ts";
import { latestOfDay } from "./latest-of-day.ts";
import type { WantedBills } from "./wanted-bills.ts";

export interface SearchHit {
  /** Of a list's item: which it is. */
  readonly caseId?: string;
  /** Where a page that ends with it goes on; a hit without one is followed by all of its part. */
  readonly place?: string;
  /** To be read, since these may be wanted. */
  readonly billIds: readonly string[];
  /** Of how many bills nobody can say any more what was in them. */
  readonly untold: number;
  /** How many bills of the part were looked at with it. */
  readonly looked: number;
}

/** How many to look at next. */
export function nextPart(before: number | undefined): number {
  return before === undefined ? PARTS.first : Math.min(PARTS.most, 2 * before);
}

/** Some of what a step goes through; those that cannot be wanted are left out of the hits. */
export interface SearchPart {
  readonly hits: readonly SearchHit[];
  readonly next: string | null;
  readonly looked: number;
}

export interface SearchStep extends SchemeLedger {
  /** Of a step through a day. */
  readonly day?: string;
  /** `room`: how many bills the page may have yet; `part`: how many are sifted. */
  readonly look: (after: string | null, asked: { readonly room: number; readonly part: number }) => Promise<SearchPart>;
  readonly isWanted: (seen: BillWithOrders, hit: SearchHit) => boolean;
}

/** So many are sifted at a time, more where the ones before had little: a few thousandths of a second of Redis'. */
const PARTS = { first: 100, most: 400 };
/** Of a number that no more bills have than so, all of these are looked at rather than all of a day or a list. */
const FEW = 500;

interface Asked {
  readonly wanted: WantedBills;
  readonly number: string | undefined;
  /** Newest first; none where the day does not matter. */
  readonly days: readonly string[];
}

/** The smallest list that has all that is wanted. */
export async function chooseList(
  ledgers: readonly SchemeLedger[],
  { wanted: { state, faultClass }, number, days }: Asked,
): Promise<SearchList> {
  const ofState = listOf(state) ?? (faultClass === undefined ? undefined : "held");
  if (ofState === undefined && days.length === 0) return "numbers";
  if (number !== undefined && (await haveFew(ledgers, number))) return "numbers";
  if (ofState === undefined || days.length === 0) return ofState ?? "days";
  const sizes = await Promise.all(
    ledgers.map(async ({ ledger }) =>
      Promise.all([ledger.openItems.count(ofState), ledger.bills.countIds(days)] as const),
    ),
  );
  const sum = (which: 0 | 1): number => sizes.reduce((all, each) => all + each[which], 0);
  return sum(0) <= sum(1) ? ofState : "days";
}

async function haveFew(ledgers: readonly SchemeLedger[], number: string): Promise<boolean> {
  const found = await Promise.all(
    ledgers.flatMap(({ ledger: { numbers } }) =>
      (["N", "K"] as const).map(async (kind) => {
        const [beginning, ending] = await Promise.all([
          numbers.beginningWith(kind, { beginning: number, after: null, limit: FEW + 1 }),
          numbers.endingWith(kind, { ending: number, after: null, limit: FEW + 1 }),
        ]);
        return ending.next === null ? beginning.length + ending.hits.length : FEW + 1;
      }),
    ),
  );
  return found.reduce((sum, each) => sum + each, 0) <= FEW;
}

/** Through a list, scheme by scheme; or each way to a number, the surest in all schemes first. */
export function stepsOf(ledgers: readonly SchemeLedger[], list: SearchList, asked: Asked): readonly SearchStep[] {
  const { number, days, wanted } = asked;
  const isNumber = (seen: BillWithOrders): boolean => number === undefined || wayTo(seen, number) !== undefined;
  if (list === "days") {
    // That they are of the day is known, but of the few that were approved again on another one.
    const sieve = sieveOf(wanted, []);
    return days.flatMap((day) =>
      ledgers.map((each) => ({
        ...each,
        day,
        look: lookThroughDay(each, day, { wanted, sieve: sieve && { ...sieve, days: [day] } }),
        isWanted: isNumber,
      })),
    );
  }
  if (list !== "numbers")
    return ledgers.map((each) => ({
      ...each,
      look: lookThroughList(each.ledger, list, { wanted, sieve: sieveOf(wanted, days) }),
      isWanted: (seen, { caseId = "" }) => isFirstPlace(list, caseId, seen) && isNumber(seen),
    }));
  const sifting = { wanted, sieve: sieveOf(wanted, days) };
  if (number === undefined)
    return ledgers.map((each) => ({
      ...each,
      look: lookBy("bill-beginning", each.ledger, { number: "", sifting }),
      isWanted: () => true,
    }));
  return SEARCH_WAYS.flatMap((way) =>
    ledgers.map((each) => ({
      ...each,
      look: lookBy(way, each.ledger, { number, sifting }),
      isWanted: (seen: BillWithOrders) => wayTo(seen, number) === way,
    })),
  );
}

interface Sifting {
  readonly wanted: WantedBills;
  /** Undefined where nothing can be left out before it is read. */
  readonly sieve: Sieve | undefined;
}

/** The latest first: bills get their ids in the order in which they are made. */
function lookThroughDay(at: SchemeLedger, day: string, sifting: Sifting): SearchStep["look"] {
  let read: Promise<readonly string[]> | undefined;
  return async (after, { room, part: most }) => {
    read ??= latestOfDay(at, day);
    const ids = await read;
    const start = after === null ? 0 : countUpTo(ids, after);
    const part = ids.slice(start, start + (sifting.sieve === undefined ? room : most));
    return sift(at.ledger, sifting, {
      found: part.map((id) => ({ place: id, billIds: [id] })),
      next: start + part.length < ids.length ? (part.at(-1) ?? null) : null,
    });
  };
}

function lookThroughList(ledger: Ledger, list: "open" | "held", { wanted, sieve }: Sifting): SearchStep["look"] {
  return async (after, { part }) => {
    const { items, next, looked } = await ledger.sieve.list(list, { ...sieve, after, most: part });
    const hits = items.map(({ caseId, sinceMs, bill }, index) => ({
      caseId,
      place: `${sinceMs} ${caseId}`,
      ...judge([bill], wanted),
      looked: index + 1,
    }));
    return { hits: hits.filter(isWorthALook), next, looked };
  };
}

interface Found {
  readonly found: readonly { readonly place?: string; readonly billIds: readonly string[] }[];
  readonly next: string | null;
}

/** Leaves out what cannot be wanted. */
async function sift(ledger: Ledger, { wanted, sieve }: Sifting, { found, next }: Found): Promise<SearchPart> {
  const billIds = [...new Set(found.flatMap((each) => each.billIds))];
  const sifted = sieve && new Map((await ledger.sieve.bills(billIds, sieve)).map((bill) => [bill.billId, bill]));
  let looked = 0;
  const hits = found.map((each): SearchHit => {
    looked += each.billIds.length;
    if (sifted === undefined) return { ...each, untold: 0, looked };
    const bills = each.billIds.flatMap((billId) => sifted.get(billId) ?? []);
    return { ...each, ...judge(bills, wanted), looked };
  });
  return { hits: hits.filter(isWorthALook), next, looked: billIds.length };
}

function judge(bills: readonly SiftedBill[], wanted: WantedBills): Pick<SearchHit, "billIds" | "untold"> {
  const judged = bills.map((bill) => ({ bill, verdict: judgeSifted(bill, wanted) }));
  return {
    billIds: judged.filter(({ verdict }) => verdict === "read").map(({ bill }) => bill.billId),
    untold: judged.filter(({ verdict }) => verdict === "untold").length,
  };
}

function isWorthALook({ billIds, untold }: SearchHit): boolean {
  return billIds.length > 0 || untold > 0;
}

function lookBy(
  way: SearchWay,
  ledger: Ledger,
  { number, sifting }: { readonly number: string; readonly sifting: Sifting },
): SearchStep["look"] {
  const kind = way.startsWith("bill") ? "N" : "K";
  switch (way) {
    case "whole":
      return async () =>
        sift(ledger, sifting, { found: [{ billIds: (await findWhole(ledger, [number]))[0] ?? [] }], next: null });
    case "bill-beginning":
    case "document-beginning":
      return async (after, { room, part }) => {
        const most = sifting.sieve === undefined ? room : part;
        const hits = await ledger.numbers.beginningWith(kind, { beginning: number, after, limit: most });
        const found = hits.map((hit) => ({ place: hit.number, billIds: hit.billIds }));
        return sift(ledger, sifting, { found, next: found.length < most ? null : (found.at(-1)?.place ?? null) });
      };
    case "bill-ending":
    case "document-ending":
      return async (after, { room, part }) => {
        const most = sifting.sieve === undefined ? room : part;
        const { hits, next } = await ledger.numbers.endingWith(kind, { ending: number, after, limit: most });
        return sift(ledger, sifting, { found: hits.map(({ billIds }) => ({ billIds })), next });
      };
  }
}
