import { setTimeout as wait } from "node:timers/promises";

import { INSTALLATION_PREFIX, schemePrefix } from "@billferry/contracts";
import { withLock, type Lock, type RedisConnection } from "@billferry/redis";

import { isBulkOpen, type BulkAct, type BulkHead, type BulkItem, type BulkRun } from "../core/bulk-act.ts";

/** Longer than a turn takes; a killed runner's ends by itself. */
const TURN_MS = 30_000;
const PATIENCE_MS = 20_000;
const POLL_MS = 50;
/** How long an act is told of, and a set that was only counted is kept. */
const KEPT_S = 30 * 86_400;
const COUNTED_S = 86_400;
const AT_ONCE = 500;

/**
 * The bulk acts of a scheme, under its hash tag: `a:ID` hash: head (frozen) and run; `i:ID` hash: its cases by id;
 * `q:ID` list: the untried in their order; `u:ID` set: those on their way; `acts` those that were begun; `open` those
 * that go on by themselves. Whoever writes has the `turn`.
 */
export class BulkStore {
  readonly #redis: RedisConnection;
  readonly #prefix: string;

  constructor(redis: RedisConnection, scheme: string) {
    this.#redis = redis;
    this.#prefix = `${schemePrefix(scheme)}:bulk`;
  }

  /** There while an act goes on. */
  get openKey(): string {
    return this.#key("open");
  }

  async mintId(): Promise<string> {
    return String(await this.#redis.incr(`${INSTALLATION_PREFIX}:bulk-acts`));
  }

  /** Undefined where somebody has the turn all the while. */
  async inTurn<Result>(act: (lock: Lock) => Promise<Result>): Promise<Result | undefined> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const done = await this.tryTurn(async (lock) => ({ result: await act(lock) }));
      if (done !== undefined) return done.result;
      if (performance.now() > deadline) return undefined;
      await wait(POLL_MS);
    }
  }

  async tryTurn<Result>(act: (lock: Lock) => Promise<Result>): Promise<Result | undefined> {
    return withLock({ redis: this.#redis, key: this.#key("turn"), lifeMs: TURN_MS }, act);
  }

  /** A set that was counted; it goes away by itself unless it is begun. */
  async create(head: BulkHead, run: BulkRun, items: readonly BulkItem[]): Promise<void> {
    const { id } = head;
    await this.#putItems(id, items);
    await this.#redis
      .multi()
      .hset(this.#key(`a:${id}`), { head: JSON.stringify(head), run: JSON.stringify(run) })
      .expire(this.#key(`a:${id}`), COUNTED_S)
      .expire(this.#key(`i:${id}`), COUNTED_S)
      .expire(this.#key(`q:${id}`), COUNTED_S)
      .exec();
  }

  async find(id: string): Promise<BulkAct | undefined> {
    const [head, run] = await this.#redis.hmget(this.#key(`a:${id}`), "head", "run");
    if (!head || !run) return undefined;
    return { ...(JSON.parse(head) as BulkHead), ...(JSON.parse(run) as BulkRun) };
  }

  /** Those that were begun, the newest first. */
  async list(limit: number): Promise<readonly BulkAct[]> {
    const ids = await this.#redis.zrevrange(this.#key("acts"), 0, limit - 1);
    const acts = await Promise.all(ids.map(async (id) => this.find(id)));
    return acts.filter((act) => act !== undefined);
  }

  async openIds(): Promise<readonly string[]> {
    return this.#redis.smembers(this.openKey);
  }

  /** It was begun or gone on with, with these untried ones in this order. */
  async begin(act: BulkAct, untried: readonly BulkItem[]): Promise<void> {
    const { id } = act;
    await this.#redis.del(this.#key(`q:${id}`));
    await this.#putItems(id, untried);
    await this.#redis.zadd(this.#key("acts"), act.begun?.atMs ?? 0, id);
    await this.#redis.zremrangebyscore(this.#key("acts"), "-inf", (act.begun?.atMs ?? 0) - KEPT_S * 1_000);
    await this.save(act);
  }

  /** The run as it is by now, with the cases that have moved. */
  async save(act: BulkAct, moved: readonly BulkItem[] = []): Promise<void> {
    const { id } = act;
    const write = this.#redis.multi().hset(this.#key(`a:${id}`), "run", JSON.stringify(runOf(act)));
    for (const item of moved) {
      write.hset(this.#key(`i:${id}`), item.caseId, JSON.stringify(item));
      if (item.outcome !== "untried") write.lrem(this.#key(`q:${id}`), 1, item.caseId);
      const isMoving = item.outcome === "asking" || item.outcome === "underway";
      write[isMoving ? "sadd" : "srem"](this.#key(`u:${id}`), item.caseId);
    }
    write[isBulkOpen(act) ? "sadd" : "srem"](this.openKey, id);
    for (const part of ["a", "i", "q", "u"]) write.expire(this.#key(`${part}:${id}`), KEPT_S);
    await write.exec();
  }

  /** The first of those that are untried. */
  async untried(id: string, most = -1): Promise<readonly BulkItem[]> {
    if (most === 0) return [];
    return this.#items(id, await this.#redis.lrange(this.#key(`q:${id}`), 0, most < 0 ? -1 : most - 1));
  }

  async moving(id: string): Promise<readonly BulkItem[]> {
    return this.#items(id, await this.#redis.smembers(this.#key(`u:${id}`)));
  }

  /** All of them, the oldest first. */
  async items(id: string): Promise<readonly BulkItem[]> {
    const texts = await this.#redis.hvals(this.#key(`i:${id}`));
    return texts
      .map((text) => JSON.parse(text) as BulkItem)
      .toSorted((a, b) => a.sinceMs - b.sinceMs || (a.caseId < b.caseId ? -1 : 1));
  }

  async #items(id: string, caseIds: readonly string[]): Promise<readonly BulkItem[]> {
    const items: BulkItem[] = [];
    for (let start = 0; start < caseIds.length; start += AT_ONCE) {
      const texts = await this.#redis.hmget(this.#key(`i:${id}`), ...caseIds.slice(start, start + AT_ONCE));
      items.push(...texts.flatMap((text) => (text === null ? [] : [JSON.parse(text) as BulkItem])));
    }
    return items;
  }

  async #putItems(id: string, items: readonly BulkItem[]): Promise<void> {
    for (let start = 0; start < items.length; start += AT_ONCE) {
      const part = items.slice(start, start + AT_ONCE);
      const write = this.#redis.multi().rpush(this.#key(`q:${id}`), ...part.map(({ caseId }) => caseId));
      for (const item of part) write.hset(this.#key(`i:${id}`), item.caseId, JSON.stringify(item));
      await write.exec();
    }
  }

  #key(name: string): string {
    return `${this.#prefix}:${name}`;
  }
}

function runOf({ state, counts, begun, stop, canariesLeft, knownCodes, streak, waitsFor, endedMs }: BulkAct): BulkRun {
  return { state, counts, begun, stop, canariesLeft, knownCodes, streak, waitsFor, endedMs };
}
