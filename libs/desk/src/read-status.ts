import { readGate } from "@billferry/call-gate";
import { schedulesOf, stageOf, type QueueName } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { redisNowMs, type RedisConnection } from "@billferry/redis";
import { describeSilence, openQueue, readHeartbeat, type Logger, type TypedQueue } from "@billferry/runtime";
import { wangdiantongGate } from "@billferry/wangdiantong";

import type { ScheduleFacts, StageFacts, StatusFacts } from "./core/status-facts.ts";
import { isRedisFull, parseRedisMemory } from "./core/redis-memory.ts";
import { assembleStatus, type Status } from "./core/status.ts";
import { readPause } from "./pause-stages.ts";

/** The limit of a worker's limiter; only a rest that was asked for raises the counter above it. */
const REAL_REST = 1_000_000;
/** Of what was delivered within it the rate is reckoned. */
const RATE_MS = 300_000;

/**
 * How a scheme stands: read only, safe to ask at any time and from anywhere. Throws what Redis throws; a connection
 * that waits for a lost Redis makes this wait too, so ping first.
 */
export async function readStatus(redis: RedisConnection, scheme: string, log: Logger): Promise<Status> {
  return assembleStatus(await gatherStatus(redis, scheme, log));
}

/** What a scheme's status is worked out from; `account` is the one whose gate was looked at. */
export async function gatherStatus(
  redis: RedisConnection,
  scheme: string,
  log: Logger,
): Promise<StatusFacts & { readonly account: string | undefined }> {
  const queues = {
    extract: openQueue({ stage: "extract", scheme }, redis, log),
    sweep: openQueue({ stage: "sweep", scheme }, redis, log),
    transform: openQueue({ stage: "transform", scheme }, redis, log),
    load: openQueue({ stage: "load", scheme }, redis, log),
  };
  try {
    // The ledger first: at every moment a bill is in the ledger or in a queue, and it moves from queue to ledger.
    const ledger = new Ledger(redis, scheme);
    const progress = await ledger.progress.read();
    const [nowMs, extract, sweep, transform, load, scheduler, lastReads, schedules] = await Promise.all([
      redisNowMs(redis),
      readStage(queues.extract, { redis, scheme }),
      readStage(queues.sweep, { redis, scheme }),
      readStage(queues.transform, { redis, scheme }),
      readStage(queues.load, { redis, scheme }),
      queues.extract.getJobScheduler(`extract-${scheme}`),
      queues.extract.getCompleted(0, 0),
      Promise.all(schedulesOf(scheme).map(async ({ stage, id, label }) => readSchedule(queues[stage], { id, label }))),
    ]);
    const [account, heartbeat, flow, memory] = await Promise.all([
      ledger.accounts.bound("wangdiantong"),
      readHeartbeat(redis),
      ledger.progress.flow(nowMs - RATE_MS, nowMs),
      redis.info("memory"),
    ]);
    return {
      nowMs,
      progress,
      stages: { extract, sweep, transform, load },
      account,
      // That of the account which the ledger is bound to: a scheme never waits for the trouble of another account.
      gate: account === undefined ? null : await readGate(redis, wangdiantongGate(account), nowMs),
      readEveryMs: scheduler?.every ?? null,
      schedules,
      isBackedUp: (lastReads[0]?.returnvalue as { reason?: string } | undefined)?.reason === "back-pressure",
      flow,
      isRedisFull: isRedisFull(parseRedisMemory(memory)),
      unwatched: describeSilence(heartbeat, nowMs),
    };
  } finally {
    await Promise.all(Object.values(queues).map(async (queue) => queue.close()));
  }
}

async function readSchedule<Name extends QueueName>(
  queue: TypedQueue<Name>,
  { id, label }: { readonly id: string; readonly label: string },
): Promise<ScheduleFacts> {
  const found = await queue.getJobScheduler(id);
  if (found === undefined) return { label, found: null };
  const nextMs = found.next ?? null;
  const state = await queue.getJobState(`repeat:${id}:${nextMs}`);
  return {
    label,
    found: {
      hasEnd: found.limit !== undefined || found.endDate !== undefined || found.startDate !== undefined,
      nextMs,
      isPending: state !== "unknown" && state !== "completed" && state !== "failed",
    },
  };
}

async function readStage<Name extends QueueName>(
  queue: TypedQueue<Name>,
  { redis, scheme }: { readonly redis: RedisConnection; readonly scheme: string },
): Promise<StageFacts> {
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
    pause: paused ? await readPause(redis, scheme, stageOf(queue.name)) : null,
    // Servers that forbid CLIENT LIST give one entry without an address; then nobody knows.
    workers: workers.some((worker) => worker["addr"] === undefined) ? null : workers.length,
    restMs: Math.max(0, restMs),
  };
}
