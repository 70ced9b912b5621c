import { Ledger } from "@billferry/ledger";
import { redisNowMs, type RedisConnection } from "@billferry/redis";

import { lastDays, packPlace, splitNumbers, unpackPlace, wayTo, type SearchList } from "./core/bill-search.ts";
import { cutShort, lookedIn, NOT_INDEXED, notFound, untoldNote, type SearchNote } from "./core/search-notes.ts";
import { findWhole, readWhole, type SchemeLedger } from "./find-whole.ts";
import { fittingBills } from "./fitting-bills.ts";
import { describeBill, type ListedBill } from "./list-bills.ts";
import { chooseList, stepsOf, type SearchStep, type WantedBills } from "./search-steps.ts";

export interface FoundBill extends ListedBill {
  readonly scheme: string;
}

export interface BillSearch {
  readonly items: readonly FoundBill[];
  /** `cursor` of the next page; null where this was the last. */
  readonly next: string | null;
  /** What was looked at, and what was not, in either language. */
  readonly notes: readonly SearchNote[];
}

/** Bills looked at for one page at most: a rare state among very many is found page by page. */
const MOST_SEEN = 2_000;
/** Each is a question or two to Redis. */
const MOST_ROUNDS = 50;
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
  const ledgers = schemes.map((scheme): SchemeLedger => ({ scheme, ledger: new Ledger(redis, scheme) }));
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

interface Limits {
  readonly wanted: WantedBills;
  readonly days: readonly string[];
}

/** Goes through the steps from where the page before ended, until there are enough. */
async function walk(steps: readonly SearchStep[], list: SearchList, { wanted, days }: Limits): Promise<BillSearch> {
  const { cursor, limit } = wanted;
  const items = new Map<string, FoundBill>();
  let { step, after } = unpackPlace(cursor);
  let [looked, untold, round] = [0, 0, 0];
  while (step < steps.length && items.size < limit && looked < MOST_SEEN && round < MOST_ROUNDS) {
    const { scheme, ledger, look, isWanted } = steps[step]!;
    const { hits, next } = await look(after, limit - items.size);
    const whole = await readWhole(
      ledger,
      hits.flatMap(({ billIds }) => billIds),
    );
    const fitting = await fittingBills(ledger, [...whole.values()], { wanted, days });
    const seen = new Map(fitting.seen.map((each) => [each.bill.billId, each]));
    looked += whole.size;
    untold += fitting.untold;
    // A day without bills is no work.
    if (hits.length > 0 || next !== null) round += 1;
    after = next;
    if (next === null) step += 1;
    for (const [index, hit] of hits.entries()) {
      for (const billId of hit.billIds) {
        const each = seen.get(billId);
        if (each === undefined || !isWanted(each, hit)) continue;
        items.set(`${scheme}\n${billId}`, { scheme, ...describeBill(each.bill, each.orders) });
      }
      if (items.size < limit || hit.place === undefined || index === hits.length - 1) continue;
      if (next === null) step -= 1;
      after = hit.place;
      break;
    }
  }
  const isOver = step >= steps.length;
  return {
    items: [...items.values()],
    next: isOver ? null : packPlace({ step, after, list }),
    notes: [
      ...(untold === 0 ? [] : [untoldNote(untold)]),
      ...(isOver || items.size >= limit ? [] : [cutShort(looked)]),
    ],
  };
}

/** A pasted list: whole numbers, a page of them at once, in the order in which they were pasted. */
async function lookUp(
  ledgers: readonly SchemeLedger[],
  numbers: readonly string[],
  { wanted, days }: Limits,
): Promise<BillSearch> {
  const { step: start } = unpackPlace(wanted.cursor);
  const page = numbers.slice(start, start + wanted.limit);
  let untold = 0;
  const found = await Promise.all(
    ledgers.map(async ({ scheme, ledger }) => {
      const ids = await findWhole(ledger, page);
      const seen = await readWhole(ledger, ids.flat());
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
