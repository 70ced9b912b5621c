import { QUEUE_NAMES, type QueueName } from "@billferry/contracts";
import { openQueue, retryJob, type Logger, type RedisConnection, type TypedQueue } from "@billferry/runtime";
import type { Job } from "bullmq";

/** Which failed jobs: one by its id (in whatever queue it is), those of one queue, or all. */
export type RetrySelection =
  | { readonly kind: "job"; readonly id: string }
  | { readonly kind: "queue"; readonly name: QueueName }
  | { readonly kind: "all" };

export interface RetriedJob {
  readonly queue: QueueName;
  readonly id: string;
  /** Why it had failed, in Chinese. */
  readonly reason: string;
}

export interface RetryReport {
  readonly retried: readonly RetriedJob[];
  /** Jobs that were failed when looked at, and were taken by somebody else before we came. */
  readonly skipped: number;
}

/** A failed reading or sweep is not retried by itself: the next one reads it all again. */
export const RETRIABLE = QUEUE_NAMES.filter((name) => name !== "extract" && name !== "sweep");
const PAGE = 500;

/**
 * Puts failed jobs back to work with all their attempts before them again (BullMQ itself would leave them one:
 * vendor notes on BullMQ 0.5). Harmless when pressed twice: a job that is no longer failed is left alone, and what a job
 * does is safe to repeat. With `isDryRun` nothing is changed and the report says what would be.
 */
export async function retryJobs(
  redis: RedisConnection,
  log: Logger,
  options: { readonly scheme: string; readonly selection: RetrySelection; readonly isDryRun: boolean },
): Promise<RetryReport> {
  const { scheme, selection } = options;
  const names = selection.kind === "queue" ? [selection.name] : RETRIABLE;
  const retried: RetriedJob[] = [];
  let skipped = 0;
  for (const name of names) {
    const queue = openQueue({ stage: name, scheme }, redis, log);
    try {
      for (const job of await findFailed(queue, selection)) {
        const described = { queue: name, id: job.id ?? "", reason: job.failedReason ?? "" };
        if (options.isDryRun || (await retryJob(job))) retried.push(described);
        else skipped += 1;
      }
    } finally {
      await queue.close();
    }
  }
  return { retried, skipped };
}

async function findFailed<Name extends QueueName>(queue: TypedQueue<Name>, selection: RetrySelection): Promise<Job[]> {
  if (selection.kind === "job") {
    const job = await queue.getJob(selection.id);
    return job !== undefined && (await job.isFailed()) ? [job] : [];
  }
  // All are looked up before the first is retried: the set shrinks under a running page otherwise.
  const jobs: Job[] = [];
  for (let start = 0; ; start += PAGE) {
    const page = (await queue.getFailed(start, start + PAGE - 1)) as Job[];
    jobs.push(...page.filter(Boolean));
    if (page.length < PAGE) return jobs;
  }
}
