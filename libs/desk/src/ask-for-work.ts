import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";

import type { ExtractResult, SweepResult } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import { enqueue, openQueue, type Logger, type TypedQueue } from "@billferry/runtime";
import type { Job } from "bullmq";

/** How a piece of work that a person asked for ended. */
export type AskedOutcome<Outcome> =
  | { readonly kind: "done"; readonly outcome: Outcome }
  | { readonly kind: "failed"; readonly reason: string }
  /** Still waiting or under way when the time was up; it goes on by itself. */
  | { readonly kind: "late"; readonly state: string; readonly workers: number };

interface Ask {
  readonly scheme: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

const POLL_MS = 200;

/** Asks for a reading now and waits for its outcome. */
export async function askForReading(
  redis: RedisConnection,
  log: Logger,
  ask: Ask,
): Promise<AskedOutcome<ExtractResult>> {
  const queue = openQueue({ stage: "extract", scheme: ask.scheme }, redis, log);
  const id = `extract-manual-${randomUUID()}`;
  return finish(queue, ask, async () => {
    await enqueue(queue, [{ id, payload: { scheme: ask.scheme } }]);
    return (await queue.getJob(id)) as Job | undefined;
  });
}

/** Asks for a sweep of the last `depthMs` and waits for its counts. */
export async function askForSweep(
  redis: RedisConnection,
  log: Logger,
  ask: Ask & { readonly depthMs: number },
): Promise<AskedOutcome<SweepResult>> {
  const queue = openQueue({ stage: "sweep", scheme: ask.scheme }, redis, log);
  const id = `sweep-manual-${randomUUID()}`;
  return finish(queue, ask, async () => {
    await enqueue(queue, [{ id, payload: { scheme: ask.scheme, name: "manual", depthMs: ask.depthMs } }]);
    return (await queue.getJob(id)) as Job | undefined;
  });
}

async function finish<Outcome>(
  queue: TypedQueue<"extract"> | TypedQueue<"sweep">,
  ask: Ask,
  add: () => Promise<Job | undefined>,
): Promise<AskedOutcome<Outcome>> {
  try {
    const id = (await add())?.id ?? "";
    const deadline = performance.now() + ask.timeoutMs;
    for (;;) {
      // The state first: a job that was read before it ended has no outcome yet.
      const state = await queue.getJobState(id);
      const job = (await queue.getJob(id)) as Job | undefined;
      if (job !== undefined && state === "completed") return { kind: "done", outcome: job.returnvalue as Outcome };
      if (job !== undefined && state === "failed") return { kind: "failed", reason: job.failedReason };
      if (performance.now() > deadline || ask.signal.aborted)
        return { kind: "late", state, workers: (await queue.getWorkers()).length };
      await wait(POLL_MS);
    }
  } finally {
    await queue.close();
  }
}
