import type { Job } from "bullmq";

/** Retries one failed job with its attempts reset; false where it was no longer failed. */
export async function retryJob(job: Pick<Job, "retry" | "isFailed">): Promise<boolean> {
  try {
    await job.retry("failed", { resetAttemptsMade: true, resetAttemptsStarted: true });
    return true;
  } catch (error) {
    if (await job.isFailed()) throw error;
    return false;
  }
}
