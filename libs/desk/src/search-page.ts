import { describeBill, type ListedBill } from "./list-bills.ts";
import { fittingBills } from "./fitting-bills.ts";
import type { SearchHit, SearchPart, SearchStep } from "./search-steps.ts";
import type { WantedBills } from "./wanted-bills.ts";

export interface FoundBill extends ListedBill {
  readonly scheme: string;
}

export interface SearchLimits {
  readonly wanted: WantedBills;
  readonly days: readonly string[];
}

/** However late it is, a page has looked at so many: what is small is told at once. */
const LEAST_LOOKED = 100;
/** Bills that are read at a time. */
const MOST_READ = 50;
const LEAST_READ = 10;

/** A page of found bills while it is filled: until there are enough, or it took long enough. */
export class SearchPage {
  readonly #limits: SearchLimits;
  readonly #startedAt = performance.now();
  readonly #items = new Map<string, FoundBill>();
  looked = 0;
  /** Bills of which nobody can say any more what was in them. */
  untold = 0;

  constructor(limits: SearchLimits) {
    this.#limits = limits;
  }

  get items(): readonly FoundBill[] {
    return [...this.#items.values()];
  }

  get room(): number {
    return Math.max(0, this.#limits.wanted.limit - this.#items.size);
  }

  isOver(): boolean {
    return this.room === 0 || this.#isLate(this.looked);
  }

  /** Takes what is wanted of a part. Where the page was over before the part was, the place after which to go on. */
  async take(step: SearchStep, part: SearchPart): Promise<string | undefined> {
    const before = this.looked;
    for (let start = 0; start < part.hits.length;) {
      const bite = biteOf(part.hits.slice(start), this.room);
      start += bite.length;
      const last = await this.#takeBite(step, bite);
      this.looked = before + last.looked;
      const isRest = start < part.hits.length || last !== bite.at(-1);
      if (isRest && last.place !== undefined && this.isOver()) return last.place;
    }
    this.looked = before + part.looked;
    return undefined;
  }

  /** Answers with the hit that it came to. */
  async #takeBite(step: SearchStep, bite: readonly SearchHit[]): Promise<SearchHit> {
    const { scheme, ledger } = step;
    const whole = await ledger.sieve.whole([...new Set(bite.flatMap(({ billIds }) => billIds))]);
    const fitting = await fittingBills(ledger, [...whole.values()], this.#limits);
    const seen = new Map(fitting.seen.map((each) => [each.bill.billId, each]));
    this.untold += fitting.untold;
    for (const hit of bite) {
      this.untold += hit.untold;
      for (const each of hit.billIds.flatMap((billId) => seen.get(billId) ?? []))
        if (step.isWanted(each, hit))
          this.#items.set(`${scheme}\n${each.bill.billId}`, { scheme, ...describeBill(each.bill, each.orders) });
      if (this.room === 0 && hit.place !== undefined) return hit;
    }
    return bite.at(-1)!;
  }

  #isLate(looked: number): boolean {
    const { withinMs = Number.POSITIVE_INFINITY } = this.#limits.wanted;
    return looked >= LEAST_LOOKED && performance.now() - this.#startedAt >= withinMs;
  }
}

/** As many as are likely to fill the page; all where it cannot end within them. */
function biteOf(hits: readonly SearchHit[], room: number): readonly SearchHit[] {
  if (hits[0]?.place === undefined) return hits;
  const most = Math.min(MOST_READ, Math.max(LEAST_READ, room));
  let count = 0;
  const end = hits.findIndex(({ billIds }) => (count += billIds.length) >= most);
  return end === -1 ? hits : hits.slice(0, end + 1);
}
