import type { Job } from "bullmq";

/** Removes a job that nobody is working on; false where somebody is, true as well where there is no such job. */
export async function dropUnlessActive(job: Pick<Job, "remove" | "isActive"> | undefined): Promise<boolean> {
  if (job === undefined) return true;
  if (await job.isActive()) return false;
  try {
    await job.remove();
    return true;
  } catch (error) {
    if (!(await job.isActive())) throw error;
    return false;
  }
}
