import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";

import type { ExtractResult, SweepResult, WorkTold } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import { enqueue, type Logger, type TypedQueue } from "@billferry/runtime";
import type { Job } from "bullmq";

import { withQueue } from "./with-queues.ts";

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
  /** How it stands meanwhile. */
  readonly onProgress?: (told: WorkTold) => void;
}

const POLL_MS = 200;
const QUEUED: WorkTold = { zh: "排队中", en: "waiting for its turn", step: "queued" };
const ACTIVE: WorkTold = { zh: "进行中", en: "under way", step: "active" };

type Asked<Outcome> = Promise<AskedOutcome<Outcome>>;

/** Asks for a reading now and waits for its outcome. */
export async function askForReading(redis: RedisConnection, log: Logger, ask: Ask): Asked<ExtractResult> {
  const { scheme } = ask;
  return withQueue({ stage: "extract", scheme }, { redis, log }, async (queue) => {
    const id = `extract-manual-${randomUUID()}`;
    await enqueue(queue, [{ id, payload: { scheme } }]);
    return untilEnded(queue, id, ask);
  });
}

/**
 * Has the extractor look bills up by their numbers and read them at once, before all others, whatever is known of them.
 * It needs no vendor's account here, and waits for nothing; how many processes there are to do it.
 */
export async function askForBills(
  redis: RedisConnection,
  log: Logger,
  { scheme, billNos }: { readonly scheme: string; readonly billNos: readonly string[] },
): Promise<{ readonly workers: number }> {
  return withQueue({ stage: "extract", scheme }, { redis, log }, async (queue) => {
    const id = `extract-named-${randomUUID()}`;
    await enqueue(queue, [{ id, payload: { scheme, billNos: [...billNos] } }], { isUrgent: true });
    return { workers: (await queue.getWorkers()).length };
  });
}

/** Asks for a sweep of the last `depthMs` and waits for its counts. */
export async function askForSweep(
  redis: RedisConnection,
  log: Logger,
  ask: Ask & { readonly depthMs: number },
): Asked<SweepResult> {
  const { scheme, depthMs } = ask;
  return withQueue({ stage: "sweep", scheme }, { redis, log }, async (queue) => {
    const id = `sweep-manual-${randomUUID()}`;
    await enqueue(queue, [{ id, payload: { scheme, name: "manual", depthMs } }]);
    return untilEnded(queue, id, ask);
  });
}

async function untilEnded<Outcome>(
  queue: TypedQueue<"extract"> | TypedQueue<"sweep">,
  id: string,
  { timeoutMs, signal, onProgress }: Ask,
): Asked<Outcome> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    // The state first: a job that was read before it ended has no outcome yet.
    const state = await queue.getJobState(id);
    const job = (await queue.getJob(id)) as Job | undefined;
    if (job !== undefined && state === "completed") return { kind: "done", outcome: job.returnvalue as Outcome };
    if (job !== undefined && state === "failed") return { kind: "failed", reason: job.failedReason };
    onProgress?.(job?.progress instanceof Object ? (job.progress as WorkTold) : state === "active" ? ACTIVE : QUEUED);
    if (performance.now() > deadline || signal.aborted)
      return { kind: "late", state, workers: (await queue.getWorkers()).length };
    await wait(POLL_MS);
  }
}
