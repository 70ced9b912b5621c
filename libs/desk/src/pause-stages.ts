import { setTimeout as wait } from "node:timers/promises";

import { schemePrefix, type QueueName } from "@billferry/contracts";
import { redisNowMs, withLock, type RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";

import { untilIdle, withQueues, type QueueRefs } from "./with-queues.ts";

/** What a person can pause: reading with its sweeps, turning, pushing. */
export const PAUSABLE = ["extract", "transform", "load"] as const;

export type PausableStage = (typeof PAUSABLE)[number];

/** Who paused a stage, when (Redis' clock), and why. */
export interface Pause {
  readonly by: string;
  readonly note: string;
  readonly atMs: number;
}

export interface StageChange {
  readonly stage: PausableStage;
  /** Whether this call did it; false where it was so already. */
  readonly isChanged: boolean;
  /** Of a stage that is paused now; null where it is not known who paused it (the board). */
  readonly pause: Pause | null;
  /** Jobs that were under way and have not ended in time; they end by themselves. */
  readonly active: number;
}

export interface PauseRequest {
  readonly scheme: string;
  readonly stages: readonly PausableStage[];
  readonly by: string;
  readonly note: string;
  /** How long jobs that are under way are waited for. */
  readonly waitMs: number;
}

/**
 * Pauses stages until somebody resumes them, whatever is restarted meanwhile: no job is begun, no page is read, no call
 * is made. A second pause changes nothing: the first one's name and reason stay, and are told.
 */
export async function pauseStages(
  redis: RedisConnection,
  log: Logger,
  { scheme, stages, by, note, waitMs }: PauseRequest,
): Promise<readonly StageChange[]> {
  const key = keyOf(scheme);
  const mine: Pause = { by, note, atMs: await redisNowMs(redis) };
  const changes: StageChange[] = [];
  for (const stage of stages) {
    const refs = queuesOf(scheme, stage);
    const isChanged = await oneByOne(redis, key, async () => {
      const wasPaused = await isPaused(redis, log, refs);
      // What the board has resumed meanwhile leaves a record that holds no longer.
      if (!wasPaused) await redis.hdel(key, stage);
      const isFirst = (await redis.hsetnx(key, stage, JSON.stringify(mine))) === 1;
      await withQueues(refs, { redis, log }, async (queues) => Promise.all(queues.map(async (queue) => queue.pause())));
      return !wasPaused && isFirst;
    });
    const active = await withQueues(refs, { redis, log }, async (queues) =>
      untilIdle(redis, queues, { limitMs: waitMs }),
    );
    changes.push({ stage, isChanged, pause: await readPause(redis, scheme, stage), active });
  }
  return changes;
}

/** Lets stages go on; `pause` of the report is the one that ended. */
export async function resumeStages(
  redis: RedisConnection,
  log: Logger,
  { scheme, stages }: Pick<PauseRequest, "scheme" | "stages">,
): Promise<readonly StageChange[]> {
  const changes: StageChange[] = [];
  for (const stage of stages) {
    const wasPaused = await isPaused(redis, log, queuesOf(scheme, stage));
    const pause = await readPause(redis, scheme, stage);
    const wasFirst = (await redis.hdel(keyOf(scheme), stage)) === 1 || pause === null;
    await withQueues(queuesOf(scheme, stage), { redis, log }, async (queues) =>
      Promise.all(queues.map(async (queue) => queue.resume())),
    );
    changes.push({ stage, isChanged: wasPaused && wasFirst, pause, active: 0 });
  }
  return changes;
}

/** Who paused the stage of a queue; null where that is not known. */
export async function readPause(redis: RedisConnection, scheme: string, queue: QueueName): Promise<Pause | null> {
  const text = await redis.hget(keyOf(scheme), queue === "sweep" ? "extract" : queue);
  return text === null ? null : (JSON.parse(text) as Pause);
}

/** Of two who pause at once, the second sees what the first has done. */
async function oneByOne(redis: RedisConnection, key: string, act: () => Promise<boolean>): Promise<boolean> {
  for (;;) {
    const result = await withLock({ redis, key: `${key}:changing`, lifeMs: 10_000 }, act);
    if (result !== undefined) return result;
    await wait(20);
  }
}

/** Sweeps read as well. */
function queuesOf(scheme: string, stage: PausableStage): QueueRefs {
  return { scheme, stages: stage === "extract" ? ["extract", "sweep"] : [stage] };
}

function keyOf(scheme: string): string {
  return `${schemePrefix(scheme)}:pauses`;
}

async function isPaused(redis: RedisConnection, log: Logger, refs: QueueRefs): Promise<boolean> {
  return withQueues(refs, { redis, log }, async (queues) =>
    (await Promise.all(queues.map(async (queue) => queue.isPaused()))).every(Boolean),
  );
}
