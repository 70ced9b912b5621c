import { Ledger } from "@billferry/ledger";
import { redisNowMs, watchKeys, type RedisConnection } from "@billferry/redis";
import { openQueue, type Logger } from "@billferry/runtime";

import { isBulkRunning, type BulkAct, type BulkItem } from "../core/bulk-act.ts";
import { learnOutcome } from "../core/bulk-run.ts";
import { BulkStore } from "./bulk-store.ts";
import { findChange, tryCase, watchCases, type TryContext } from "./try-case.ts";

/** So many are on their way at a time: new bills wait for no more than these. */
const PORTION = 10;

interface RunnerOptions {
  readonly redis: RedisConnection;
  readonly log: Logger;
  readonly schemes: readonly string[];
}

/**
 * Carries out the bulk acts of these schemes: looks once a second while one goes on, one runner at a time however many
 * there are. All that it knows is in Redis, and written before it acts, so another one goes on where it was killed.
 * Gives back how to end it.
 */
export function startBulkRunner({ redis, log, schemes }: RunnerOptions): () => Promise<void> {
  const closing: (() => Promise<void>)[] = [];
  for (const scheme of schemes) {
    const store = new BulkStore(redis, scheme);
    let running: Promise<unknown> = Promise.resolve();
    const stop = watchKeys(redis, {
      keys: [store.openKey],
      expected: "none",
      act: async () => {
        const turn = takeTurn({ redis, log, scheme, store });
        running = turn.catch(() => undefined);
        await turn.catch((error: unknown) => {
          log.warn({ event: "bulk.failed", scheme, err: error }, "批量重试的一步未成功,稍后再试");
        });
      },
    });
    closing.push(async () => {
      stop();
      await running;
    });
  }
  return async () => void (await Promise.all(closing.map(async (close) => close())));
}

interface Turn extends Omit<RunnerOptions, "schemes"> {
  readonly scheme: string;
  readonly store: BulkStore;
}

async function takeTurn({ redis, log, scheme, store }: Turn): Promise<void> {
  const queues = {
    transform: openQueue({ stage: "transform", scheme }, redis, log),
    load: openQueue({ stage: "load", scheme }, redis, log),
  };
  try {
    await store.tryTurn(async (lock) => {
      for (const id of await store.openIds()) {
        const act = await store.find(id);
        if (act === undefined) continue;
        const now = async (): Promise<number> => redisNowMs(redis);
        const step = new BulkStep({ act, store, now, context: { scheme, queues, ledger: new Ledger(redis, scheme) } });
        await step.take();
        const { state, counts, stop } = step.act;
        if (step.act.endedMs !== null)
          log.info({ event: "bulk.ended", scheme, id, state, counts, stop }, "批量重试结束");
        if (!(await lock.renew())) return;
      }
    });
  } finally {
    await Promise.all([queues.transform.close(), queues.load.close()]);
  }
}

interface StepParts {
  readonly act: BulkAct;
  readonly store: BulkStore;
  readonly context: TryContext;
  readonly now: () => Promise<number>;
}

/** One turn of one act: what is on its way is looked at, then the next ones are begun. */
class BulkStep {
  act: BulkAct;
  readonly #parts: StepParts;

  constructor(parts: StepParts) {
    this.#parts = parts;
    this.act = parts.act;
  }

  async take(): Promise<void> {
    const { store, context } = this.#parts;
    const moving = await store.moving(this.act.id);
    // Written down and maybe not asked for: its runner was killed in between.
    for (const item of moving.filter(({ outcome }) => outcome === "asking")) await this.#ask(item);
    const underway = moving.filter(({ outcome }) => outcome === "underway");
    const ends = await watchCases(context, underway);
    for (const [index, item] of underway.entries()) {
      const end = ends[index];
      if (end !== undefined && end.outcome !== "underway") await this.#move(item, end);
    }
    await this.#begin();
  }

  async #begin(): Promise<void> {
    const { store } = this.#parts;
    const { counts, state, canariesLeft } = this.act;
    const room = PORTION - counts.asking - counts.underway;
    if (!isBulkRunning(this.act) || room <= 0) return;
    // Canaries stand first; nobody else begins before the last of them has ended.
    const next = await store.untried(this.act.id, state === "canary" ? Math.min(room, canariesLeft) : room);
    if (next.length === 0) return;
    const isBehind = state === "rest" && (await this.#isBacklog());
    if (isBehind !== (this.act.waitsFor !== null)) {
      this.act = { ...this.act, waitsFor: isBehind ? "new-bills" : null };
      await store.save(this.act);
    }
    if (isBehind) return;
    for (const item of next) {
      if (!isBulkRunning(this.act) || (this.act.state === "canary" && !item.isCanary)) return;
      await this.#try(item);
    }
  }

  /** More new work waits than a portion. */
  async #isBacklog(): Promise<boolean> {
    const { transform, load } = this.#parts.context.queues;
    const counts = await Promise.all(
      [transform, load].map(async (queue) => queue.getJobCountByTypes("waiting", "prioritized")),
    );
    return counts.some((count) => count > PORTION);
  }

  async #try(item: BulkItem): Promise<void> {
    const { context } = this.#parts;
    const change = await findChange(context, item);
    if (change === undefined) return this.#ask(await this.#move(item, { outcome: "asking", text: "", endCode: null }));
    if (change !== "gone") return void (await this.#move(item, change));
    // It has ended, or has been set going, without this act: its end counts all the same.
    const [end] = await watchCases(context, [item]);
    if (end !== undefined) await this.#move(item, end);
  }

  async #ask(item: BulkItem): Promise<void> {
    await this.#move(item, await tryCase(this.#parts.context, item, this.act.mapping));
  }

  async #move(item: BulkItem, to: Pick<BulkItem, "outcome" | "text" | "endCode">): Promise<BulkItem> {
    const { store, now } = this.#parts;
    const next = { ...item, outcome: to.outcome, text: to.text, endCode: to.endCode };
    this.act = { ...this.act, ...learnOutcome(this.act, { item, next, atMs: await now() }) };
    await store.save(this.act, [next]);
    return next;
  }
}
