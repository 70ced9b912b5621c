import { JOB_NOTES_KEPT, QUOTA_USED_UP, writeJobNote, type JobNote } from "@billferry/contracts";
import type { Job, Queue } from "bullmq";
import type { Logger } from "pino";

import type { QueueCall } from "./core/queue-call.ts";

interface Ended {
  readonly queue: Pick<Queue, "addJobLog">;
  readonly job: Pick<Job, "id">;
  /** 1 for the first. */
  readonly attempt: number;
  readonly log: Pick<Logger, "debug">;
}

/**
 * One line with the job, for its page, about an attempt that did not finish it. What finishes, and the ordinary wait
 * for the quota, cost no further command; that a line is not written never changes what becomes of the job.
 */
export async function noteEnd({ queue, job, attempt, log }: Ended, call: QueueCall, reason: string): Promise<void> {
  const end = endOf(call);
  if (end === undefined || reason === QUOTA_USED_UP || job.id === undefined) return;
  const line = writeJobNote({ atMs: Date.now(), attempt, text: reason, ...end });
  await queue.addJobLog(job.id, line, JOB_NOTES_KEPT).catch((error: unknown) => {
    log.debug({ event: "job.unnoted", jobId: job.id, error: String(error) }, "任务的经过未能记下");
  });
}

function endOf(call: QueueCall): Pick<JobNote, "kind" | "forMs"> | undefined {
  switch (call.kind) {
    case "finish":
    case "put-back":
      return undefined;
    case "delay":
      return { kind: "wait", forMs: call.forMs };
    case "rest":
      return { kind: "rest", forMs: call.forMs };
    case "retry":
      return { kind: "again" };
    case "fail":
      return { kind: "held" };
  }
}
