import { QUEUE_NAMES, type QueueName } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import type { Sample } from "@billferry/metrics";
import { redisNowMs, type RedisConnection } from "@billferry/redis";
import { openQueue, readHeartbeat, type Logger, type TypedQueue } from "@billferry/runtime";

import { measuresOf, WaitingSorter, type MeasuredScheme, type WaitingCounts } from "./core/measures.ts";
import { parseRedisMemory } from "./core/redis-memory.ts";
import { measuresOfWatch } from "./core/watch-measures.ts";
import { listReports } from "./kept-reports.ts";
import { findLastDelivery } from "./last-delivery.ts";
import { gatherStatus } from "./read-status.ts";

const RATE_MS = 300_000;
/** Jobs at the front of a queue, among which its oldest is. */
const LOOKED_AT = 20;
/** Counting what waits, one by one, is a twentieth of Redis' work at most. */
const REST_SHARE = 20;

interface MeasureSource {
  readonly redis: RedisConnection;
  readonly log: Logger;
  /** With the name of its Wangdiantong account, as schemes call it. */
  readonly schemes: readonly { readonly scheme: string; readonly account: string }[];
}

/**
 * Measures what ledger and queues say, as often as a Prometheus asks; reads only. It is the same wherever it is asked,
 * so one service of an installation shows it. A long list of what waits is not counted at every look.
 */
export class MeasureReader {
  readonly #source: MeasureSource;
  readonly #counted = new Map<string, { readonly counts: WaitingCounts; readonly untilMs: number }>();

  constructor(source: MeasureSource) {
    this.#source = source;
  }

  async read(): Promise<readonly Sample[]> {
    const { redis, schemes } = this.#source;
    const names = schemes.map(({ scheme }) => scheme);
    const [measured, heartbeat, reports, memory] = await Promise.all([
      Promise.all(schemes.map(async (each) => this.#readScheme(each))),
      readHeartbeat(redis),
      listReports(redis, names),
      redis.info("memory"),
    ]);
    const watched = { schemes: names, heartbeatMs: heartbeat?.atMs ?? null, reports };
    return [...measuresOf(measured, parseRedisMemory(memory)), ...measuresOfWatch(watched)];
  }

  async #readScheme({ scheme, account }: MeasureSource["schemes"][number]): Promise<MeasuredScheme> {
    const { redis, log } = this.#source;
    const ledger = new Ledger(redis, scheme);
    const [status, waiting, lastDeliveryMs, oldestJobMs, nowMs] = await Promise.all([
      gatherStatus(redis, scheme, log),
      this.#countWaiting(scheme, ledger),
      findLastDelivery(redis, ledger),
      readOldestJobs(redis, scheme, log),
      redisNowMs(redis),
    ]);
    const flow = await ledger.progress.flow(nowMs - RATE_MS, nowMs);
    return { scheme, account, status, waiting, flow, lastDeliveryMs, oldestJobMs };
  }

  async #countWaiting(scheme: string, ledger: Ledger): Promise<WaitingCounts> {
    const startedAt = performance.now();
    const known = this.#counted.get(scheme);
    if (known !== undefined && startedAt < known.untilMs) return known.counts;
    const sorter = new WaitingSorter();
    for await (const page of ledger.openItems.walk()) for (const item of page) sorter.addOpen(item);
    for await (const page of ledger.cases.walk()) {
      const orders = await ledger.orders.findMany(page.filter(({ kind }) => kind === "order").map(({ id }) => id));
      const disputed = new Set(orders.filter(({ state }) => state === "disputed").map(({ outerNo }) => outerNo));
      for (const each of page) sorter.addCase(each, each.kind === "order" && disputed.has(each.id));
    }
    const endedAt = performance.now();
    const counts = sorter.counts();
    this.#counted.set(scheme, { counts, untilMs: endedAt + REST_SHARE * (endedAt - startedAt) });
    return counts;
  }
}

async function readOldestJobs(
  redis: RedisConnection,
  scheme: string,
  log: Logger,
): Promise<Readonly<Partial<Record<QueueName, number>>>> {
  const found = await Promise.all(
    QUEUE_NAMES.map(async (stage): Promise<readonly (readonly [QueueName, number])[]> => {
      const queue = openQueue({ stage, scheme }, redis, log);
      try {
        const addedAtMs = await readOldestJob(redis, queue);
        return addedAtMs === undefined ? [] : [[stage, addedAtMs]];
      } finally {
        await queue.close();
      }
    }),
  );
  return Object.fromEntries(found.flat());
}

/** Its time alone: a job's data may be megabytes. Urgent ones go first, and there are few of them. */
async function readOldestJob<Name extends QueueName>(
  redis: RedisConnection,
  queue: TypedQueue<Name>,
): Promise<number | undefined> {
  const ids = await redis.lrange(queue.toKey("wait"), -LOOKED_AT, -1);
  const pipeline = redis.pipeline();
  for (const id of ids) pipeline.hget(queue.toKey(id), "timestamp");
  const replies = ids.length === 0 ? [] : ((await pipeline.exec()) ?? []);
  const known = replies.flatMap(([, time]) => (typeof time === "string" ? [Number(time)] : []));
  return known.length === 0 ? undefined : Math.min(...known);
}
