import { Ledger } from "@billferry/ledger";
import { redisNowMs, type RedisConnection } from "@billferry/redis";

import { lastDays, packPlace, splitNumbers, unpackPlace, wayTo, type SearchList } from "./core/bill-search.ts";
import { cutShort, lookedIn, NOT_INDEXED, notFound, untoldNote, type SearchNote } from "./core/search-notes.ts";
import { findWhole, type SchemeLedger } from "./find-whole.ts";
import { fittingBills } from "./fitting-bills.ts";
import { describeBill } from "./list-bills.ts";
import { SearchPage, type FoundBill, type SearchLimits } from "./search-page.ts";
import { chooseList, nextPart, stepsOf, type SearchStep } from "./search-steps.ts";
import type { WantedBills } from "./wanted-bills.ts";

export interface BillSearch {
  readonly items: readonly FoundBill[];
  /** `cursor` of the next page; null where this was the last. */
  readonly next: string | null;
  /** What was looked at, and what was not, in either language. */
  readonly notes: readonly SearchNote[];
}

/** Bills looked at for one page at most: a rare state among very many is found page by page. */
const MOST_SEEN = 20_000;
/** Each is a question or two to Redis. */
const MOST_ROUNDS = 100;
/** Goods are looked for in these last days where nobody says how many. */
const DAYS_OF_GOODS = 7;

/**
 * Bills by their numbers, in whatever case and width, by their state, day, warehouse, kind of trouble or goods; the
 * surest, or the latest, first. Reads only.
 */
export async function searchBills(
  redis: RedisConnection,
  schemes: readonly string[],
  wanted: WantedBills,
): Promise<BillSearch> {
  const ledgers = schemes.map((scheme): SchemeLedger => ({ redis, scheme, ledger: new Ledger(redis, scheme) }));
  const numbers = splitNumbers(wanted.q ?? "");
  const days = await daysOf(redis, wanted);
  if (numbers.length > 1) return lookUp(ledgers, numbers, { wanted, days });
  const [number] = numbers;
  const asked = { wanted, number, days };
  const list = unpackPlace(wanted.cursor).list ?? (await chooseList(ledgers, asked));
  const [found, areIndexed] = await Promise.all([
    walk(stepsOf(ledgers, list, asked), list, { wanted, days }),
    Promise.all(ledgers.map(async ({ ledger }) => ledger.numbers.areIndexed())),
  ]);
  const isMissing = number !== undefined && found.items.length === 0 && found.next === null;
  return {
    ...found,
    notes: [
      ...(wanted.sku === undefined ? [] : [lookedIn(wanted.sku, days)]),
      ...found.notes,
      // Of one that is there in another state, or stood on a page before, it would be wrong.
      ...(isMissing && wanted.cursor === undefined && isByNumberAlone(wanted) ? [notFound([number])] : []),
      ...(areIndexed.every(Boolean) ? [] : [NOT_INDEXED]),
    ],
  };
}

function isByNumberAlone({ state, day, days, warehouse, faultClass, sku }: WantedBills): boolean {
  return [state, day, days, warehouse, faultClass, sku].every((filter) => filter === undefined);
}

/** The days that are asked for, the newest first; none where they do not matter. */
async function daysOf(redis: RedisConnection, { day, days, sku }: WantedBills): Promise<readonly string[]> {
  if (day !== undefined) return [day];
  const count = days ?? (sku === undefined ? 0 : DAYS_OF_GOODS);
  return count === 0 ? [] : lastDays(await redisNowMs(redis), count);
}

/** Goes through the steps from where the page before ended, until the page is over. */
async function walk(steps: readonly SearchStep[], list: SearchList, limits: SearchLimits): Promise<BillSearch> {
  const page = new SearchPage(limits);
  let { step, after } = unpackPlace(limits.wanted.cursor);
  let round = 0;
  let most: number | undefined;
  while (step < steps.length && page.looked < MOST_SEEN && round < MOST_ROUNDS && !page.isOver()) {
    const current = steps[step]!;
    most = nextPart(most);
    const part = await current.look(after, { room: page.room, part: most });
    // A day without bills is no work.
    if (part.looked > 0 || part.next !== null) round += 1;
    const place = await page.take(current, part);
    after = place ?? part.next;
    if (after === null) step += 1;
  }
  const { items, looked, untold } = page;
  const isOver = step >= steps.length;
  return {
    items,
    next: isOver ? null : packPlace({ step, after, list }),
    notes: [
      ...(untold === 0 ? [] : [untoldNote(untold)]),
      ...(isOver || page.room === 0 ? [] : [cutShort(looked, steps[step]?.day)]),
    ],
  };
}

/** A pasted list: whole numbers, a page of them at once, in the order in which they were pasted. */
async function lookUp(
  ledgers: readonly SchemeLedger[],
  numbers: readonly string[],
  { wanted, days }: SearchLimits,
): Promise<BillSearch> {
  const { step: start } = unpackPlace(wanted.cursor);
  const page = numbers.slice(start, start + wanted.limit);
  let untold = 0;
  const found = await Promise.all(
    ledgers.map(async ({ scheme, ledger }) => {
      const ids = await findWhole(ledger, page);
      const seen = await ledger.sieve.whole([...new Set(ids.flat())]);
      const fitting = await fittingBills(ledger, [...seen.values()], { wanted, days });
      untold += fitting.untold;
      return page.map((number, index) => {
        const bills = (ids[index] ?? [])
          .flatMap((billId) => seen.get(billId) ?? [])
          .filter((each) => wayTo(each, number) === "whole");
        return {
          isKnown: bills.length > 0,
          bills: bills
            .filter((each) => fitting.seen.includes(each))
            .map(({ bill, orders }): FoundBill => ({ scheme, ...describeBill(bill, orders) })),
        };
      });
    }),
  );
  const missing = page.filter((_, index) => !found.some((each) => each[index]?.isKnown));
  const bills = page.flatMap((_, index) => found.flatMap((each) => each[index]?.bills ?? []));
  return {
    items: [...new Map(bills.map((bill) => [`${bill.scheme}\n${bill.billId}`, bill])).values()],
    next: start + page.length < numbers.length ? packPlace({ step: start + page.length, after: null }) : null,
    notes: [...(untold === 0 ? [] : [untoldNote(untold)]), ...(missing.length === 0 ? [] : [notFound(missing)])],
  };
}
