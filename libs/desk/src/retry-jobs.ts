import { QUEUE_NAMES, stageOf, type QueueName } from "@billferry/contracts";
import { hurry, retryJob, type TypedQueue } from "@billferry/runtime";
import type { Job } from "bullmq";

import { isNextUrgent, type ItemVerdict, type RetryContext } from "./retry-item.ts";

/** A failed reading or sweep is not retried by itself: the next one reads it all again. */
export const RETRIABLE = QUEUE_NAMES.filter((name) => name !== "extract" && name !== "sweep");

const PAGE = 500;
/** A job may carry a bill of thousands of rows. */
const TOGETHER = 10;

type JobRun = Pick<RetryContext, "isDryRun" | "urgency">;

interface FailedJobOptions extends JobRun {
  readonly skipIds: ReadonlySet<string>;
  readonly signal?: AbortSignal;
}

/**
 * Puts the jobs that are failed now back to work, with all their attempts before them again (BullMQ itself would leave
 * them one: [bullmq 0.5]), page by page, the oldest first. What fails again meanwhile stands behind them and is not
 * met. Harmless when pressed twice: a job that is no longer failed is left alone, and what a job does is safe to
 * repeat.
 */
export async function* retryFailedJobs<Name extends QueueName>(
  queue: TypedQueue<Name>,
  options: FailedJobOptions,
): AsyncGenerator<readonly ItemVerdict[]> {
  const { isDryRun, skipIds, signal } = options;
  let left = await queue.getFailedCount();
  let offset = 0;
  while (left > 0) {
    const ids = (await queue.getRanges(["failed"], offset, offset + Math.min(PAGE, left) - 1, true)).filter(Boolean);
    if (ids.length === 0) return;
    left -= ids.length;
    for (let start = 0; start < ids.length; start += TOGETHER) {
      if (signal?.aborted) return;
      const batch = ids.slice(start, start + TOGETHER);
      const verdicts = await Promise.all(
        batch.map(async (id) => (skipIds.has(id) ? NONE : retryOneJob(queue, id, options))),
      );
      // Jobs that are no longer failed have left the list, and the later ones have moved up.
      offset += batch.filter((id) => isDryRun || skipIds.has(id)).length;
      yield verdicts;
    }
  }
}

const NONE = { kind: "none" } as const;

/** One job by its id; nothing where there is none that has failed. */
export async function retryOneJob<Name extends QueueName>(
  queue: TypedQueue<Name>,
  id: string,
  run: JobRun,
): Promise<ItemVerdict> {
  const job = (await queue.getJob(id)) as Job | undefined;
  if (job === undefined || !(await job.isFailed())) return NONE;
  const described = { queue: stageOf(queue.name), id, reason: job.failedReason ?? "" };
  if (run.isDryRun) return { kind: "retried", job: described };
  if (!(await retryJob(job))) return { kind: "skipped" };
  if (isNextUrgent(run)) await hurry(queue, [id]);
  return { kind: "retried", job: described };
}
