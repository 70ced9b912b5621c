import { setTimeout as wait } from "node:timers/promises";

import { backoffMs, type QueueName } from "@billferry/contracts";
import type { Job } from "bullmq";

import type { TypedQueue } from "./queue.ts";

/** So many attempts of an urgent job wait for the next one where they are; later ones as any other job's. */
const PATIENT_ATTEMPTS = 3;
const LONGEST_IN_PLACE_MS = 5_000;

/** Whether a person waits for what this job does. It was put before all that wait, which BullMQ remembers. */
export function isUrgent({ opts }: Pick<Job, "opts">): boolean {
  return opts.lifo === true;
}

/** Puts jobs that wait before all others, and ends a rest of the queue: whether they may go on, the gate knows. */
export async function hurry<Name extends QueueName>(queue: TypedQueue<Name>, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const job = (await queue.getJob(id)) as Job | undefined;
    // Not delayed, or gone meanwhile: then there is nothing to promote.
    await job?.promote().catch(() => undefined);
    await job?.changePriority({ lifo: true }).catch(() => undefined);
  }
  if (ids.length > 0) await queue.removeRateLimitKey();
}

/** The backoff of the queue: none for an urgent job that has waited in place (`waitInPlace`). */
export function queueBackoffMs(attemptsMade: number, job: Pick<Job, "opts"> | undefined): number {
  const hasWaited = job !== undefined && isUrgent(job) && attemptsMade <= PATIENT_ATTEMPTS;
  return hasWaited ? 0 : backoffMs(attemptsMade, Math.random());
}

/**
 * A job that the queue delays comes back behind the whole backlog; an urgent one therefore waits in its slot, for a few
 * seconds and a few attempts. False where the queue is to delay it.
 */
export async function waitInPlace(
  { job, attempt, signal }: { readonly job: Pick<Job, "opts">; readonly attempt: number; readonly signal: AbortSignal },
  forMs: number = backoffMs(attempt, Math.random()),
): Promise<boolean> {
  if (!isUrgent(job) || attempt > PATIENT_ATTEMPTS || forMs > LONGEST_IN_PLACE_MS) return false;
  await wait(forMs, undefined, { signal }).catch(() => undefined);
  return true;
}
