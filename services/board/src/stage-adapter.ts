import { QUEUES, stageOf, type QueueName } from "@billferry/contracts";
import { retryJob } from "@billferry/runtime";
import type { TypedQueue } from "@billferry/runtime";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import type { Job, Queue } from "bullmq";

import { maskPersonal } from "./core/mask-personal.ts";

/**
 * One stage on the board, labelled from the queue catalogue and with personal data covered. The retry button gives a
 * failed job all its attempts back; the board's own would leave it one (vendor notes on BullMQ 0.5).
 */
export class StageAdapter extends BullMQAdapter {
  constructor(queue: TypedQueue<QueueName>) {
    const stage = stageOf(queue.name);
    const { label, description } = QUEUES[stage];
    // The shipped scheme's queues bear the names of their stages alone.
    const of = queue.name === stage ? "" : ` · ${queue.name.slice(stage.length + 1)}`;
    super(queue as Queue, { displayName: `${label}${of}`, description, allowRetries: true });
    this.setFormatter("data", maskPersonal);
  }

  override async getJob(id: string): Promise<Job | undefined> {
    const job = await super.getJob(id);
    return job && withFullRetry(job);
  }

  override async getJobs(...args: Parameters<BullMQAdapter["getJobs"]>): Promise<Job[]> {
    return (await super.getJobs(...args)).map((job) => job && withFullRetry(job));
  }
}

function withFullRetry(job: Job): Job {
  const retry = job.retry.bind(job);
  job.retry = async (state = "failed", options) => {
    if (state !== "failed") return retry(state, options);
    job.retry = retry;
    await retryJob(job);
  };
  return job;
}
