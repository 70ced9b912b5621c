import { setTimeout as wait } from "node:timers/promises";

import type { QueueName, QueueRef } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import { openQueue, type Logger, type TypedQueue } from "@billferry/runtime";

interface Connection {
  readonly redis: RedisConnection;
  readonly log: Logger;
}

/** A queue that is open for as long as `act` takes. */
export async function withQueue<Name extends QueueName, Result>(
  ref: QueueRef<Name>,
  { redis, log }: Connection,
  act: (queue: TypedQueue<Name>) => Promise<Result>,
): Promise<Result> {
  const queue = openQueue(ref, redis, log);
  try {
    return await act(queue);
  } finally {
    await queue.close();
  }
}

export interface QueueRefs {
  readonly scheme: string;
  readonly stages: readonly QueueName[];
}

/** Several; only operations without a payload are used of them. */
export async function withQueues<Result>(
  { scheme, stages }: QueueRefs,
  { redis, log }: Connection,
  act: (queues: readonly TypedQueue<QueueName>[]) => Promise<Result>,
): Promise<Result> {
  const queues = stages.map((stage) => openQueue<QueueName>({ stage, scheme }, redis, log));
  try {
    return await act(queues);
  } finally {
    await Promise.all(queues.map(async (queue) => queue.close()));
  }
}

const POLL_MS = 200;

/** Waits until no job is under way; how many still are when the time is up. `onWait` is told how many at each look. */
export async function untilIdle(
  redis: RedisConnection,
  queues: readonly TypedQueue<QueueName>[],
  { limitMs, onWait = () => undefined }: { readonly limitMs: number; readonly onWait?: (active: number) => void },
): Promise<number> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const counts = await Promise.all(queues.map(async (queue) => countUnderWay(redis, queue)));
    const active = counts.reduce((sum, each) => sum + each, 0);
    if (active === 0 || performance.now() > deadline) return active;
    onWait(active);
    await wait(POLL_MS);
  }
}

/** One whose worker died counts as active until another takes it over, but its lock ends. */
async function countUnderWay(redis: RedisConnection, queue: TypedQueue<QueueName>): Promise<number> {
  const ids = await queue.getRanges(["active"]);
  const locks = await Promise.all(ids.map(async (id) => redis.exists(queue.toKey(`${id}:lock`))));
  return locks.filter((lock) => lock > 0).length;
}
