import { WaitingError, type Job } from "bullmq";

/** Gives a job that was begun back to its queue at once, without an attempt less: for a worker that stops. */
export async function putBack(job: Pick<Job, "moveToWait">, token: string): Promise<never> {
  await job.moveToWait(token);
  throw new WaitingError();
}
