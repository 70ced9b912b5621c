import { QUEUES, stageOf, type QueueName } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import { hurry, retryJob, type TypedQueue } from "@billferry/runtime";
import type { ExternalJobUrl } from "@bull-board/api/typings/app";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import type { Job, JobType, Queue } from "bullmq";

import { subjectOf } from "./core/job-subject.ts";
import { maskPersonal } from "./core/mask-personal.ts";
import { shorten } from "./core/shorten.ts";
import { createShownJobs } from "./shown-jobs.ts";

/**
 * One stage on the board, labelled from the queue catalogue, with personal data covered and long lists cut. The retry
 * button gives a failed job all its attempts back; the board's own would leave it one [bullmq 0.5].
 */
export class StageAdapter extends BullMQAdapter {
  readonly #queue: Queue;
  readonly #jobs: ReturnType<typeof createShownJobs>;
  /** Jobs as they were asked for one by one: a large one is given again as it is. */
  readonly #named = new WeakSet<Job>();

  constructor(queue: TypedQueue<QueueName>, redis: RedisConnection) {
    const stage = stageOf(queue.name);
    const { label, description } = QUEUES[stage];
    // The shipped scheme's queues bear the names of their stages alone.
    const of = queue.name === stage ? "" : ` · ${queue.name.slice(stage.length + 1)}`;
    super(queue as Queue, {
      displayName: `${label}${of}`,
      description,
      allowRetries: true,
      externalJobUrl: ({ data }) => linkToBill(data) as ExternalJobUrl,
    });
    this.#queue = queue as Queue;
    this.#jobs = createShownJobs({ queue: this.#queue, redis, present: toShown });
    this.setFormatter("data", present);
    this.setFormatter("name", ({ name, data }: { name: string; data: unknown }) => subjectOf(data)?.title ?? name);
    this.setFormatter("returnValue", shorten);
  }

  override async getJob(id: string): Promise<Job | undefined> {
    const job = await this.#jobs.read(id);
    if (job === undefined || this.#named.has(job)) return job;
    this.#named.add(job);
    // One that a person names overtakes a backlog; all at once are retried as they come out of `getJobs`.
    const retry = job.retry.bind(job);
    job.retry = async (...how) => {
      await retry(...how);
      await hurry(this.#queue, [id]);
    };
    return job;
  }

  /** One after the other, and each cut at once: a page of very large jobs is never in memory whole. */
  override async getJobs(...[statuses, start, end]: Parameters<BullMQAdapter["getJobs"]>): Promise<Job[]> {
    const jobs: Job[] = [];
    for (const id of await this.#queue.getRanges(statuses as JobType[], start, end)) {
      const job = await this.#jobs.read(id);
      if (job) jobs.push(job);
    }
    return jobs;
  }
}

/** To its bill's own page; undefined for what is about no single bill. */
function linkToBill(content: unknown): ExternalJobUrl | undefined {
  const subject = subjectOf(content);
  return subject && { displayText: subject.billNo, href: `/bills/${encodeURIComponent(subject.billNo)}` };
}

function present(content: unknown): unknown {
  return shorten(maskPersonal(content));
}

/** What is written back is refused, so only what is shown is kept of the content. */
function toShown(job: Job): Job {
  job.data = present(job.data);
  const retry = job.retry.bind(job);
  job.retry = async (state = "failed", options) => {
    if (state !== "failed") return retry(state, options);
    await retryJob({ retry, isFailed: async () => job.isFailed() });
  };
  return job;
}
