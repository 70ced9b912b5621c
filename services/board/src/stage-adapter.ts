import { JOB_NOTES_KEPT, QUEUES, stageOf, writeJobNote, type QueueName } from "@billferry/contracts";
import { EVENT_WORDS, traceJob } from "@billferry/desk";
import type { RedisConnection } from "@billferry/redis";
import { hurry, retryJob, type TypedQueue } from "@billferry/runtime";
import type { ExternalJobUrl } from "@bull-board/api/typings/app";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import type { Job, JobType, Queue } from "bullmq";

import { tellCourse, type JobCourse } from "./core/job-course.ts";
import type { JobSubject } from "./core/job-subject.ts";
import { queueTitle } from "./core/queue-title.ts";
import { shorten } from "./core/shorten.ts";
import { JobPresenter, type PresenterOptions } from "./job-presenter.ts";
import { createShownJobs } from "./shown-jobs.ts";

export interface StageOptions extends PresenterOptions {
  readonly redis: RedisConnection;
}

/**
 * One stage on the board, labelled from the queue catalogue: a job is titled by its bill and warehouse, its content is
 * readable, with personal data covered and long lists cut, and its log tells what happened to it. The retry button
 * gives a failed job all its attempts back; the board's own would leave it one [bullmq 0.5].
 */
export class StageAdapter extends BullMQAdapter {
  readonly #queue: Queue;
  readonly #options: StageOptions;
  readonly #presenter: JobPresenter;
  readonly #jobs: ReturnType<typeof createShownJobs>;
  /** Jobs as they were asked for one by one: a large one is given again as it is. */
  readonly #named = new WeakSet<Job>();

  constructor(queue: TypedQueue<QueueName>, options: StageOptions) {
    const stage = stageOf(queue.name);
    const presenter = new JobPresenter(options);
    super(queue as Queue, {
      displayName: queueTitle(queue.name, stage),
      description: QUEUES[stage].description,
      allowRetries: true,
      externalJobUrl: ({ data }) => linkToBill(presenter.find(data)?.subject) as ExternalJobUrl,
    });
    this.#queue = queue as Queue;
    this.#options = options;
    this.#presenter = presenter;
    const { redis } = options;
    this.#jobs = createShownJobs({ queue: this.#queue, redis, present: (job) => this.#present(job) });
    this.setFormatter("data", (data) => presenter.show(data));
    this.setFormatter("name", ({ name, data }: { name: string; data: unknown }) => presenter.find(data)?.title ?? name);
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

  /** What happened to it: mostly worked out anew from the job and the ledger, so that a job that goes well costs no
   *  further line in Redis. */
  override async getJobLogs(id: string): Promise<string[]> {
    const [job, { logs }] = await Promise.all([this.getJob(id), this.#queue.getJobLogs(id)]);
    if (job === undefined) return logs;
    const [state, score, events] = await Promise.all([
      job.getState(),
      this.#options.redis.zscore(this.#queue.toKey("delayed"), id),
      this.#eventsOf(job),
    ]);
    const course = { ...timesOf(job), state, nextAtMs: score === null ? null : toMs(score), notes: logs, events };
    return [...tellCourse(course, this.#options.language)];
  }

  /** What a job as this adapter gives it is about. */
  subjectOf(job: Pick<Job, "data"> | undefined): JobSubject | undefined {
    return this.#presenter.find(job?.data)?.subject;
  }

  async #eventsOf(job: Job): Promise<JobCourse["events"]> {
    const subject = this.subjectOf(job);
    if (subject === undefined) return [];
    const { redis, scheme, language } = this.#options;
    const history = await traceJob(redis, scheme, subject);
    return history.map(({ atMs, event, text, by }) => {
      const word = EVENT_WORDS[event][language === "en" ? "en" : "zh"];
      return { atMs, text: [word, text, by === undefined ? "" : `(${by})`].filter(Boolean).join(" ") };
    });
  }

  #present(job: Job): Job {
    this.#presenter.present(job);
    const retry = job.retry.bind(job);
    job.retry = async (state = "failed", options) => {
      if (state !== "failed") return retry(state, options);
      if (await retryJob({ retry, isFailed: async () => job.isFailed() })) await this.#noteRetry(job);
    };
    return job;
  }

  /** Who it was stands on the record of people's acts. */
  async #noteRetry({ id = "", attemptsMade: attempt }: Job): Promise<void> {
    const line = writeJobNote({ atMs: Date.now(), attempt, kind: "retried", text: "" });
    await this.#queue.addJobLog(id, line, JOB_NOTES_KEPT).catch(() => undefined);
  }
}

/** To its bill's own page; undefined for what is about no single bill. */
function linkToBill(subject: JobSubject | undefined): ExternalJobUrl | undefined {
  return subject && { displayText: subject.billNo, href: `/bills/${encodeURIComponent(subject.billNo)}` };
}

/** The moment in the score of a delayed job, whose low bits are its place among those of the same moment. */
function toMs(score: string): number {
  return Math.floor(Number(score) / 4_096);
}

function timesOf(job: Job): Omit<JobCourse, "state" | "nextAtMs" | "notes" | "events"> {
  const { timestamp, attemptsMade, processedOn = null, finishedOn = null, failedReason, returnvalue } = job;
  return {
    addedAtMs: timestamp,
    attempts: attemptsMade,
    startedAtMs: processedOn,
    finishedAtMs: finishedOn,
    failedReason,
    result: returnvalue as unknown,
  };
}
