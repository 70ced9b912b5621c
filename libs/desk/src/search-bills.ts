import { Ledger } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";

import {
  isFirstPlace,
  listOf,
  packPlace,
  SEARCH_WAYS,
  splitNumbers,
  unpackPlace,
  wayTo,
  type SearchWay,
} from "./core/bill-search.ts";
import type { ShownState } from "./core/shown-state.ts";
import { findWhole, readWhole, type SchemeLedger, type Seen } from "./find-whole.ts";
import { describeBill, type ListedBill } from "./list-bills.ts";

export interface FoundBill extends ListedBill {
  readonly scheme: string;
}

export interface BillSearch {
  readonly items: readonly FoundBill[];
  /** `cursor` of the next page; null where this was the last. */
  readonly next: string | null;
  /** What was looked at, and what was not, in either language. */
  readonly notes: readonly {
    readonly kind: "not-found" | "not-indexed" | "cut-short";
    readonly zh: string;
    readonly en: string;
  }[];
}

interface WantedBills {
  /** A number or its beginning or end, of the bill, its orders or documents; many whole ones; left out: all bills. */
  readonly q?: string | undefined;
  readonly state?: ShownState | undefined;
  readonly cursor?: string | undefined;
  /** About so many; a page may have a few more, or fewer and go on. */
  readonly limit: number;
}

/** Bills looked at for one page at most: a rare state among very many is found page by page. */
const MOST_SEEN = 2_000;
/** Each is a question or two to Redis. */
const MOST_ROUNDS = 50;
const BATCH = 100;

/** Bills by their numbers, in whatever case and width, or by their state; the surest first. Reads only. */
export async function searchBills(
  redis: RedisConnection,
  schemes: readonly string[],
  wanted: WantedBills,
): Promise<BillSearch> {
  const ledgers = schemes.map((scheme): SchemeLedger => ({ scheme, ledger: new Ledger(redis, scheme) }));
  const numbers = splitNumbers(wanted.q ?? "");
  if (numbers.length > 1) return lookUp(ledgers, numbers, wanted);
  const [number] = numbers;
  const [found, areIndexed] = await Promise.all([
    walk(stepsOf(ledgers, number, wanted.state), wanted),
    Promise.all(ledgers.map(async ({ ledger }) => ledger.numbers.areIndexed())),
  ]);
  const isMissing = number !== undefined && found.items.length === 0 && found.next === null;
  return {
    ...found,
    notes: [
      ...found.notes,
      // Of one that is there in another state, or stood on a page before, it would be wrong.
      ...(isMissing && wanted.state === undefined && wanted.cursor === undefined ? [notFound([number])] : []),
      ...(areIndexed.every(Boolean) ? [] : [NOT_INDEXED]),
    ],
  };
}

const NOT_INDEXED = {
  kind: "not-indexed",
  zh: "升级前的单据正在编入索引(extractor 运行时自动完成),暂时只能按完整编号查到",
  en: "Bills of before the upgrade are being indexed while the extractor runs; for now they are found by whole numbers only",
} as const;

interface Hit {
  /** Of a list's item: which it is. */
  readonly caseId?: string;
  /** Where a page that ends with it goes on; a hit without one is followed by all of its batch. */
  readonly place?: string;
  readonly billIds: readonly string[];
}

interface Step extends SchemeLedger {
  readonly look: (
    after: string | null,
    limit: number,
  ) => Promise<{ readonly hits: readonly Hit[]; readonly next: string | null }>;
  readonly isWanted: (seen: Seen, hit: Hit) => boolean;
}

/** The smallest list that has all that is wanted; or each way to a number, the surest in all schemes first. */
function stepsOf(
  ledgers: readonly SchemeLedger[],
  number: string | undefined,
  state: ShownState | undefined,
): readonly Step[] {
  const list = listOf(state);
  if (list !== undefined)
    return ledgers.map((each) => ({
      ...each,
      look: async (after) => {
        const items = await each.ledger.openItems.page(list, { after, limit: BATCH });
        const hits = items.map(({ caseId, billId, sinceMs }) => ({
          caseId,
          place: `${sinceMs} ${caseId}`,
          billIds: [billId],
        }));
        return { hits, next: nextOf(hits, BATCH) };
      },
      isWanted: (seen, { caseId = "" }) =>
        isFirstPlace(list, caseId, seen) && (number === undefined || wayTo(seen, number) !== undefined),
    }));
  const isFiltered = state !== undefined;
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

/** Of a page that is full, where the next one begins. */
function nextOf(hits: readonly { readonly place: string }[], limit: number): string | null {
  return hits.length < limit ? null : (hits.at(-1)?.place ?? null);
}

function lookBy(
  way: SearchWay,
  ledger: Ledger,
  { number, isFiltered }: { readonly number: string; readonly isFiltered: boolean },
): Step["look"] {
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

/** Goes through the steps from where the page before ended, until there are enough. */
async function walk(steps: readonly Step[], { state, cursor, limit }: WantedBills): Promise<BillSearch> {
  const items = new Map<string, FoundBill>();
  let { step, after } = unpackPlace(cursor);
  let looked = 0;
  for (let round = 0; step < steps.length && items.size < limit; round += 1) {
    if (looked >= MOST_SEEN || round === MOST_ROUNDS) break;
    const { scheme, ledger, look, isWanted } = steps[step]!;
    const { hits, next } = await look(after, limit - items.size);
    const seen = await readWhole(
      ledger,
      hits.flatMap(({ billIds }) => billIds),
    );
    looked += seen.size;
    after = next;
    if (next === null) step += 1;
    for (const [index, hit] of hits.entries()) {
      for (const billId of hit.billIds) {
        const each = seen.get(billId);
        if (each === undefined || !isWanted(each, hit)) continue;
        const bill = { scheme, ...describeBill(each.bill, each.orders) };
        if (state === undefined || bill.shownState === state) items.set(`${scheme}\n${billId}`, bill);
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
    next: isOver ? null : packPlace({ step, after }),
    notes: isOver || items.size >= limit ? [] : [cutShort(looked)],
  };
}

function cutShort(looked: number): BillSearch["notes"][number] {
  const zh = `已查看 ${looked} 张单据,其余请翻到下一页继续查找`;
  return { kind: "cut-short", zh, en: `${looked} bills were looked at; the next page looks at more` };
}

/** A pasted list: whole numbers, a page of them at once, in the order in which they were pasted. */
async function lookUp(
  ledgers: readonly SchemeLedger[],
  numbers: readonly string[],
  { state, cursor, limit }: WantedBills,
): Promise<BillSearch> {
  const { step: start } = unpackPlace(cursor);
  const page = numbers.slice(start, start + limit);
  const found = await Promise.all(
    ledgers.map(async ({ scheme, ledger }) => {
      const ids = await findWhole(ledger, page);
      const seen = await readWhole(ledger, ids.flat());
      return page.map((number, index) =>
        (ids[index] ?? [])
          .flatMap((billId) => seen.get(billId) ?? [])
          .filter((each) => wayTo(each, number) === "whole")
          .map(({ bill, orders }): FoundBill => ({ scheme, ...describeBill(bill, orders) })),
      );
    }),
  );
  const byNumber = page.map((_, index) => found.flatMap((each) => each[index] ?? []));
  const missing = page.filter((_, index) => byNumber[index]?.length === 0);
  const items = new Map(byNumber.flat().map((bill) => [`${bill.scheme}\n${bill.billId}`, bill]));
  return {
    items: [...items.values()].filter(({ shownState }) => state === undefined || shownState === state),
    next: start + page.length < numbers.length ? packPlace({ step: start + page.length, after: null }) : null,
    notes: missing.length === 0 ? [] : [notFound(missing)],
  };
}

function notFound(missing: readonly string[]): BillSearch["notes"][number] {
  const list = missing.join("、");
  return {
    kind: "not-found",
    zh: `台账中没有 ${missing.length} 个编号:${list}`,
    en: `${missing.length} not in the ledger: ${list}`,
  };
}
