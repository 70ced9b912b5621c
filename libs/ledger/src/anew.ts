import { FAULT_CODES, type FaultCode } from "@billferry/contracts";
import { watchKeys } from "@billferry/redis";

import type { LedgerCases } from "./cases.ts";
import type { LedgerOpenItems } from "./open-items.ts";
import { toPairs, Facet, type LedgerStore } from "./store.ts";

/** The most ids that one script is given. */
const BATCH = 1_000;

/** An urgent asking lies by so much before its moment (`parts/anew.lua`). */
const BEFORE_ALL_MS = 1e13;

/** The moment of an asking. */
export function askedAtMs(sinceMs: number | null): number | null {
  return sinceMs !== null && sinceMs < 0 ? sinceMs + BEFORE_ALL_MS : sinceMs;
}

/** Who works with the scheme, and notes which version of it. */
export type MappingUser = "extractor" | "transformer";

/** A bill that is to be made anew, and when that was last asked for (Redis' clock; below zero where it is urgent): the
 *  name of this asking. */
export interface BillAnew {
  readonly billId: string;
  readonly sinceMs: number;
  /** A person asked, or its job is gone: what was refused is tried again though its content is the same. */
  readonly isRetry: boolean;
  /** A person waits for it: it comes before all others. */
  readonly isUrgent: boolean;
}

/** What may have to be made anew once the mapping is another one. */
interface Unfinished {
  readonly cases: Pick<LedgerCases, "walk">;
  readonly openItems: Pick<LedgerOpenItems, "walk">;
}

/** Bills to be made anew: read again whole and transformed with the scheme and tables of now, whatever their jobs. */
export class LedgerAnew extends Facet {
  readonly #unfinished: Unfinished;

  constructor(store: LedgerStore, unfinished: Unfinished) {
    super(store);
    this.#unfinished = unfinished;
  }

  /** Asking again while it waits only moves it back. Returns those that were not waiting yet. With `retry`, what was
   *  refused is tried again even where its content is still the same; `urgent`: and before all others. */
  async ask(
    billIds: readonly string[],
    { retry = false, urgent = false }: { readonly retry?: boolean; readonly urgent?: boolean } = {},
  ): Promise<readonly string[]> {
    const why = urgent ? "urgent" : retry ? "1" : "";
    const fresh: string[] = [];
    for (let start = 0; start < billIds.length; start += BATCH)
      fresh.push(...(await this.store.commands.askAnew(why, ...billIds.slice(start, start + BATCH))));
    return fresh;
  }

  /** The mapping is another one: whatever is not finished is to be made anew. How many bills were listed by it. */
  async askUnfinished(): Promise<number> {
    let asked = 0;
    // Work that becomes a case meanwhile is found as the one or as the other: so what is open comes first.
    for await (const page of this.#unfinished.openItems.walk())
      asked += (await this.ask([...new Set(page.map(({ billId }) => billId).filter(Boolean))])).length;
    for await (const page of this.#unfinished.cases.walk()) {
      const touched = page.filter(({ code }) => followsMapping(code));
      asked += (await this.ask([...new Set(touched.map(({ billId }) => billId).filter(Boolean))])).length;
    }
    return asked;
  }

  /** What was asked for, the urgent and then the longest waiting first; after the first `skip`. */
  async list(limit: number, skip = 0): Promise<readonly BillAnew[]> {
    const flat = await this.store.readable(
      this.store.redis.zrange(this.store.key("again"), `${skip}`, `${skip + limit - 1}`, "WITHSCORES"),
    );
    const listed = toPairs(flat);
    if (listed.length === 0) return [];
    const asked = await this.store.readable(
      this.store.redis.smismember(this.store.key("again:retry"), ...listed.map(([billId]) => billId)),
    );
    return listed.map(([billId, sinceMs], index) => ({
      billId,
      sinceMs,
      isRetry: asked[index] === 1,
      isUrgent: sinceMs < 0,
    }));
  }

  /** Calls once a second, one at a time, while anything is asked for; gives back how to end that. */
  whileAsked(act: () => Promise<void>): () => void {
    return watchKeys(this.store.redis, { keys: [this.store.key("again")], expected: "none", act });
  }

  /** Which of these bills wait to be made anew. */
  async waiting(billIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (billIds.length === 0) return new Set();
    const scores = await this.store.readable(this.store.redis.zmscore(this.store.key("again"), ...billIds));
    return new Set(billIds.filter((_, index) => scores[index] !== null && scores[index] !== undefined));
  }

  /** Whether this bill waits to be tried again because somebody asked. */
  async waitsForRetry(billId: string): Promise<boolean> {
    return (await this.store.readable(this.store.redis.sismember(this.store.key("again:retry"), billId))) === 1;
  }

  /** Its new work is set up; where it was asked for again since, it stays listed. */
  async done(billId: string, sinceMs: number): Promise<void> {
    await this.store.commands.madeAnew(billId, sinceMs);
  }

  /** As `askUnfinished`, where this service last worked with another version; else nothing is asked. */
  async followMapping(user: MappingUser, version: string): Promise<number> {
    if ((await this.mappingOf(user)) === version) return 0;
    const asked = await this.askUnfinished();
    await this.noteMapping(user, version);
    return asked;
  }

  /** The version of the mapping with which this service last began to work; null where none has been noted. */
  async mappingOf(user: MappingUser): Promise<string | null> {
    return this.store.readable(this.store.redis.hget(this.store.key("progress"), `mapping-${user}`));
  }

  async noteMapping(user: MappingUser, version: string): Promise<void> {
    await this.store.redis.hset(this.store.key("progress"), `mapping-${user}`, version);
  }
}

/** What is delivered is left alone, and what kills processes waits for a person. */
function followsMapping(code: FaultCode): boolean {
  const { class: faultClass } = FAULT_CODES[code];
  return faultClass !== "after-delivery" && faultClass !== "poison";
}
