import type { RedisConnection } from "@billferry/redis";

import { LedgerAccounts } from "./accounts.ts";
import { LedgerAnew } from "./anew.ts";
import { LedgerAnswers } from "./answers.ts";
import { LedgerBills } from "./bills.ts";
import { LedgerCases } from "./cases.ts";
import { LedgerDoubts } from "./doubts.ts";
import { LedgerGaps } from "./gaps.ts";
import { LedgerHolds } from "./holds.ts";
import { LedgerInventory } from "./inventory.ts";
import { LedgerKeeping } from "./keeping.ts";
import { LedgerNumbers } from "./numbers.ts";
import { LedgerOpenItems } from "./open-items.ts";
import { LedgerOrders } from "./orders.ts";
import { LedgerProgress } from "./progress.ts";
import { LedgerSieve } from "./sieve.ts";
import { LedgerStore } from "./store.ts";
import { LedgerStories } from "./stories.ts";

/**
 * The ledger of one scheme: what is known of every bill and order, and how it came to be known. It is knowledge, not
 * truth; the truth is in Kingdee and Wangdiantong, and whatever Redis loses the next reading brings back.
 *
 * It has facets, a file each, over one store; who needs it names the facets that it uses (`Pick<Ledger, "bills">`).
 *
 * The order of writing that makes a crash anywhere harmless is each stage's own and is told in its first comment; what
 * they share is that the stage's own job is acknowledged last, and that every step before it may be repeated.
 */
export class Ledger {
  readonly bills: LedgerBills;
  readonly orders: LedgerOrders;
  readonly cases: LedgerCases;
  readonly openItems: LedgerOpenItems;
  readonly gaps: LedgerGaps;
  readonly doubts: LedgerDoubts;
  readonly holds: LedgerHolds;
  readonly inventory: LedgerInventory;
  readonly anew: LedgerAnew;
  readonly answers: LedgerAnswers;
  readonly numbers: LedgerNumbers;
  readonly sieve: LedgerSieve;
  readonly stories: LedgerStories;
  readonly progress: LedgerProgress;
  readonly accounts: LedgerAccounts;
  readonly keeping: LedgerKeeping;

  constructor(redis: RedisConnection, scheme: string) {
    const store = new LedgerStore(redis, scheme);
    this.numbers = new LedgerNumbers(store);
    this.bills = new LedgerBills(store, this.numbers);
    this.orders = new LedgerOrders(store, this);
    this.cases = new LedgerCases(store);
    this.openItems = new LedgerOpenItems(store);
    this.gaps = new LedgerGaps(store);
    this.doubts = new LedgerDoubts(store);
    this.holds = new LedgerHolds(store);
    this.inventory = new LedgerInventory(store);
    this.answers = new LedgerAnswers(store);
    this.anew = new LedgerAnew(store, this);
    this.sieve = new LedgerSieve(store);
    this.stories = new LedgerStories(store);
    this.progress = new LedgerProgress(store);
    this.accounts = new LedgerAccounts(store);
    this.keeping = new LedgerKeeping(store);
  }
}
