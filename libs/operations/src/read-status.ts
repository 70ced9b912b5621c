import { REDIS_PREFIX, type QueueName } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { openQueue, type Logger, type RedisConnection, type TypedQueue } from "@billferry/runtime";

import { assembleStatus, type GateFacts, type StageFacts, type Status } from "./core/status.ts";
import { scanKeys } from "./scan-keys.ts";

/** The most that a worker's limiter lets through; only a rest that was asked for counts higher. */
const REAL_REST = 1_000_000;

/**
 * How a scheme stands: read only, safe to ask at any time and from anywhere. Throws what Redis throws; a connection
 * that waits for a lost Redis makes this wait too, so ping first.
 */
export async function readStatus(redis: RedisConnection, scheme: string, log: Logger): Promise<Status> {
  const queues = {
    extract: openQueue({ stage: "extract", scheme }, redis, log),
    sweep: openQueue({ stage: "sweep", scheme }, redis, log),
    transform: openQueue({ stage: "transform", scheme }, redis, log),
    load: openQueue({ stage: "load", scheme }, redis, log),
  };
  try {
    // The ledger first: a bill is in the ledger or in a queue at every moment, and it moves towards the ledger's end.
    const progress = await new Ledger(redis, scheme).progress();
    const [nowMs, extract, sweep, transform, load, scheduler, lastReads] = await Promise.all([
      readClock(redis),
      readStage(queues.extract),
      readStage(queues.sweep),
      readStage(queues.transform),
      readStage(queues.load),
      queues.extract.getJobScheduler(`extract-${scheme}`),
      queues.extract.getCompleted(0, 0),
    ]);
    return assembleStatus({
      nowMs,
      progress,
      stages: { extract, sweep, transform, load },
      gates: load.restMs > 0 ? await readGates(redis, nowMs) : [],
      readEveryMs: scheduler?.every ?? null,
      isBackedUp: (lastReads[0]?.returnvalue as { reason?: string } | undefined)?.reason === "back-pressure",
    });
  } finally {
    await Promise.all(Object.values(queues).map(async (queue) => queue.close()));
  }
}

async function readStage<Name extends QueueName>(queue: TypedQueue<Name>): Promise<StageFacts> {
  const [counts, paused, workers, restMs] = await Promise.all([
    queue.getJobCounts("waiting", "prioritized", "active", "delayed", "failed"),
    queue.isPaused(),
    queue.getWorkers(),
    queue.getRateLimitTtl(REAL_REST),
  ]);
  return {
    waiting: (counts["waiting"] ?? 0) + (counts["prioritized"] ?? 0),
    active: counts["active"] ?? 0,
    delayed: counts["delayed"] ?? 0,
    failed: counts["failed"] ?? 0,
    paused,
    // Servers that forbid CLIENT LIST give one entry without an address; then nobody knows.
    workers: workers.some((worker) => worker["addr"] === undefined) ? null : workers.length,
    restMs: Math.max(0, restMs),
  };
}

async function readClock(redis: RedisConnection): Promise<number> {
  const [seconds, micros] = await redis.time();
  return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
}

/** The loaders' gates, one an account. Their account is known to the loaders only, so they are looked for, and only
 *  while there is a rest to explain. */
async function readGates(redis: RedisConnection, nowMs: number): Promise<GateFacts[]> {
  const keys = await scanKeys(redis, `${REDIS_PREFIX}:gate:*:calls`);
  return Promise.all(
    keys.map(async (calls) => {
      const [gate, callsLastMinute] = await Promise.all([
        redis.hgetall(calls.replace(/:calls$/, ":gate")),
        redis.zcount(calls, nowMs, "+inf"),
      ]);
      return {
        pausedUntilMs: toNumber(gate["until"]),
        openUntilMs: toNumber(gate["open"]),
        why: gate["why"] ?? "",
        callsLastMinute,
      };
    }),
  );
}

function toNumber(text: string | undefined): number | null {
  return text === undefined || text === "" ? null : Number(text);
}
