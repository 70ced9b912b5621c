import { heldBy, stageOf, type QueueName } from "@billferry/contracts";
import { watchKeys, type RedisConnection } from "@billferry/redis";
import { Worker } from "bullmq";
import type { Logger } from "@billferry/redis";

import { execute, poison, prove, record } from "./executor.ts";
import { telemetryOf, type TypedQueue } from "./queue.ts";
import { LONGEST_WAIT_S, sharedBackend } from "./shared-backend.ts";
import type { Stage } from "./stage.ts";
import { isolateSuspects } from "./suspects.ts";
import { queueBackoffMs } from "./urgency.ts";
import { waitingRoomOf } from "./waiting-room.ts";

export interface WorkerOptions<Name extends QueueName> extends Stage<Name> {
  readonly queue: TypedQueue<Name>;
  readonly connection: RedisConnection;
  readonly concurrency: number;
  readonly log: Logger;
}

export interface RunningWorker {
  isRunning(): boolean;
  /** Takes no more jobs and waits for the running ones; jobs that can be put back are put back. */
  stop(): Promise<void>;
}

// A killed worker's job is taken over within about five seconds; BullMQ's defaults mean half a minute [bullmq 2.1].
const LOCK_MS = 3_000;
/** Of all replicas that look once a second one checks. */
const STALL_CHECK_MS = 900;
// A far backstop only: BullMQ counts the innocent too. Poison is found by running suspects alone (`suspects.ts`).
const MAX_STALLS = 100;
const LONGEST_REST_MS = 1_000;

/** Runs one stage: a BullMQ worker on its queue whose every job goes through the executor. */
export function startWorker<Name extends QueueName>(options: WorkerOptions<Name>): RunningWorker {
  const { queue, log } = options;
  const { prefix = "" } = queue.opts;
  const stopping = new AbortController();
  const isolation = isolateSuspects({ ...options, prefix: `${prefix}:suspects:${queue.name}` });
  const worker = new Worker<unknown, object>(
    queue.name,
    async (job, token = "") =>
      execute({
        stage: options,
        queue,
        isolation,
        job,
        token,
        attempt: job.attemptsMade + 1,
        log,
        signal: stopping.signal,
        startedAtMs: performance.now(),
      }),
    {
      connection: options.connection,
      ...telemetryOf(stageOf(queue.name)),
      prefix,
      concurrency: options.concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: STALL_CHECK_MS,
      // By the round that all queues of a process share.
      skipStalledCheck: true,
      drainDelay: LONGEST_WAIT_S,
      maxStalledCount: MAX_STALLS,
      // No limit in itself: without any limiter a pause would be known to one worker alone [bullmq 0.4].
      limiter: { max: 1_000_000, duration: 1 },
      // A worker that begins to rest just as it is told to stop cannot be woken: so each single rest is short.
      maximumRateLimitDelay: LONGEST_REST_MS,
      settings: { backoffStrategy: (attemptsMade, _type, _error, job) => queueBackoffMs(attemptsMade, job) },
    },
    sharedBackend,
  );
  const room = waitingRoomOf(options.connection, queue.name);
  room.enter(queue.name);
  const unwatch = lookAfter(worker, options);
  worker.on("error", (error) => log.debug({ event: "worker.error", error: error.message }, "工作进程错误"));
  worker.on("failed", (job, error) => {
    // A job that BullMQ fails by itself (its worker died too often) never reached our code.
    if (job && /stalled more than/.test(error.message))
      record(options, prove<Name>(job), heldBy(poison(job))).catch((cause: unknown) =>
        log.error({ event: "case.unrecorded", jobId: job.id, error: String(cause) }, "停放的任务未能记入台账"),
      );
  });
  return {
    isRunning: () => worker.isRunning() && !stopping.signal.aborted,
    stop: async () => {
      stopping.abort();
      isolation.stop();
      unwatch();
      await worker.close();
      room.leave(queue.name);
    },
  };
}

/**
 * Once a second, with all other queues of the process: where jobs are active, whether they have lost their worker; and
 * where jobs wait, the worker looks, in case its wake was lost on the way.
 */
function lookAfter<Name extends QueueName>(
  worker: Worker<unknown, object>,
  { connection, log }: WorkerOptions<Name>,
): () => void {
  const backend = worker.getBackend();
  const checkStalled = async (): Promise<void> => {
    for (const jobId of await backend.moveStalledJobsToWait())
      log.warn({ event: "job.stalled", jobId }, "任务中断,将重新执行");
  };
  // Who died before this process started is not waited for.
  checkStalled().catch(() => undefined);
  const waiting = ["wait", "prioritized"].map((list) => worker.toKey(list));
  const unwatch = [
    watchKeys(connection, { keys: [worker.toKey("active")], expected: "none", act: checkStalled }),
    watchKeys(connection, { keys: waiting, expected: "none", act: async () => backend.disconnectBlocking() }),
  ];
  return () => unwatch.forEach((end) => end());
}
