import { FAULT_CODES, type FaultCode } from "@billferry/contracts";

import { caseIdOf, parseCaseId } from "./core/keys.ts";
import { toPairs } from "./cases.ts";
import type { BillAnew, CaseRecord } from "./core/records.ts";
import { GapLedger } from "./gaps.ts";
import { ASK_ANEW, MADE_ANEW } from "./scripts/anew-scripts.ts";

/** So many ids are arguments of one script. */
const BATCH = 1_000;
const SCAN_COUNT = 200;

/** Who works with the scheme, and notes which version of it. */
export type MappingUser = "extractor" | "transformer";

/** A bill or order that is not finished. */
export interface UnfinishedItem {
  readonly caseId: string;
  readonly kind: "bill" | "order";
  readonly id: string;
  readonly billId: string;
}

/**
 * The ledger's chapter on bills that are to be made anew: read again whole, and transformed with the scheme and the
 * tables of now, whatever became of their jobs.
 */
export class AnewLedger extends GapLedger {
  /** Asking again while it waits is asking once, later. Returns those that were not waiting yet. With `retry`, what was
   *  refused is tried again even where its content is still the same. */
  async askAnew(
    billIds: readonly string[],
    { retry = false }: { readonly retry?: boolean } = {},
  ): Promise<readonly string[]> {
    const fresh: string[] = [];
    for (let start = 0; start < billIds.length; start += BATCH)
      fresh.push(...((await this.run(ASK_ANEW, retry ? "1" : "", ...billIds.slice(start, start + BATCH))) as string[]));
    return fresh;
  }

  /** What was asked for, the longest waiting first; after the first `skip`. */
  async billsToMakeAnew(limit: number, skip = 0): Promise<readonly BillAnew[]> {
    const flat = await this.readable(
      this.redis.zrange(this.key("again"), `${skip}`, `${skip + limit - 1}`, "WITHSCORES"),
    );
    const listed = toPairs(flat);
    if (listed.length === 0) return [];
    const asked = await this.readable(
      this.redis.smismember(this.key("again:retry"), ...listed.map(([billId]) => billId)),
    );
    return listed.map(([billId, sinceMs], index) => ({ billId, sinceMs, isRetry: asked[index] === 1 }));
  }

  /** Which of these bills wait to be made anew. */
  async waitAnew(billIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (billIds.length === 0) return new Set();
    const scores = await this.readable(this.redis.zmscore(this.key("again"), ...billIds));
    return new Set(billIds.filter((_, index) => scores[index] !== null && scores[index] !== undefined));
  }

  /** Whether this bill waits to be tried again because somebody asked. */
  async waitsForRetry(billId: string): Promise<boolean> {
    return (await this.readable(this.redis.sismember(this.key("again:retry"), billId))) === 1;
  }

  /** Its new work is set up; where it was asked for again since, it stays listed. */
  async madeAnew(billId: string, sinceMs: number): Promise<void> {
    await this.run(MADE_ANEW, billId, sinceMs);
  }

  /** The mapping is another one: whatever is not finished is to be made anew. How many bills were listed by it. */
  async askUnfinished(): Promise<number> {
    let asked = 0;
    for await (const page of this.walkCases()) {
      const touched = page.filter(({ code }) => followsMapping(code));
      asked += (await this.askAnew([...new Set(touched.map(({ billId }) => billId).filter(Boolean))])).length;
    }
    for await (const page of this.walkOpen())
      asked += (await this.askAnew([...new Set(page.map(({ billId }) => billId).filter(Boolean))])).length;
    return asked;
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
    return this.readable(this.redis.hget(this.key("progress"), `mapping-${user}`));
  }

  async noteMapping(user: MappingUser, version: string): Promise<void> {
    await this.redis.hset(this.key("progress"), `mapping-${user}`, version);
  }

  /** Every case, in no order, page by page; one that is there all the while is told at least once. */
  async *walkCases(): AsyncGenerator<readonly CaseRecord[]> {
    for await (const page of this.walk("held")) yield await this.describe(page);
  }

  /** Every bill that is read and every order that is on its way, as `walkCases`. */
  async *walkOpen(): AsyncGenerator<readonly UnfinishedItem[]> {
    for await (const page of this.walk("open")) {
      const items = page.flatMap(([caseId]) => parseCaseId(caseId) ?? []);
      const hashes = await this.hashes(items.map(({ kind, id }) => (kind === "bill" ? "" : this.orderKey(id))));
      yield items.map(({ kind, id }, index) => ({
        caseId: caseIdOf(kind, id),
        kind,
        id,
        billId: kind === "bill" ? id : (hashes[index]?.["b"] ?? ""),
      }));
    }
  }

  private async *walk(name: "open" | "held"): AsyncGenerator<readonly (readonly [string, number])[]> {
    let cursor = "0";
    do {
      const [next, flat] = await this.readable(this.redis.zscan(this.key(name), cursor, "COUNT", SCAN_COUNT));
      cursor = next;
      if (flat.length > 0) yield toPairs(flat);
    } while (cursor !== "0");
  }
}

/** What is delivered is left alone, and what kills processes waits for a person. */
function followsMapping(code: FaultCode): boolean {
  const { class: faultClass } = FAULT_CODES[code];
  return faultClass !== "after-delivery" && faultClass !== "poison";
}
