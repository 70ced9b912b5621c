import {
  backoffMs,
  describeCauses,
  describeFault,
  Fault,
  isFault,
  QUEUES,
  stageOf,
  type CaseReason,
  type FaultFacts,
  type QueueName,
  type QueuePayloads,
} from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import { DelayedError, RateLimitError, UnrecoverableError, WaitingError, Worker, type Job } from "bullmq";
import type { Logger } from "pino";

import { QUOTA_USED_UP, settle, type Settlement } from "./core/settlement.ts";
import type { TypedQueue } from "./queue.ts";

import { isolateSuspects, type Isolation, type Turn } from "./suspects.ts";

/** One attempt at one job: the payload is proved, the log is bound, and `signal` fires when the service stops. */
export interface Attempt<Name extends QueueName> {
  readonly payload: QueuePayloads[Name];
  readonly jobId: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

export interface WorkerOptions<Name extends QueueName> {
  readonly queue: TypedQueue<Name>;
  readonly connection: RedisConnection;
  readonly concurrency: number;
  readonly log: Logger;
  perform(attempt: Attempt<Name>): Promise<object>;
  /** Called once when a job has become a case: it stays in the failed set until a person acts. */
  onCase?(payload: unknown, reason: CaseReason, facts: FaultFacts): Promise<void>;
}

export interface RunningWorker {
  isRunning(): boolean;
  /** Takes no more jobs and waits for the running ones; jobs that can be put back are put back. */
  stop(): Promise<void>;
}

// A killed worker's job is taken over by another within about five seconds: its lock dies after three, and the others
// look every second. BullMQ's own defaults mean half a minute [bullmq 2.1].
const LOCK_MS = 3_000;
const STALL_CHECK_MS = 1_000;
// A far backstop only: BullMQ counts whoever was active when a worker died, the innocent too. Poison is found by
// running suspects alone (`suspects.ts`).
const MAX_STALLS = 100;
const LONGEST_REST_MS = 1_000;

/**
 * Runs one stage. Each attempt is a straight pipe: wait for its turn, prove the payload, perform, and settle what was
 * thrown; the outcome of a good attempt is the job's return value. No attempt is burned by waiting or stopping.
 */
export function startWorker<Name extends QueueName>(options: WorkerOptions<Name>): RunningWorker {
  const { queue, log } = options;
  const { prefix = "" } = queue.opts;
  const stopping = new AbortController();
  const isolation = isolateSuspects({ ...options, prefix: `${prefix}:suspects:${queue.name}` });
  const worker = new Worker<unknown, object>(
    queue.name,
    async (job, token) => attemptJob({ ...options, isolation }, { job, token: token ?? "", signal: stopping.signal }),
    {
      connection: options.connection,
      prefix,
      concurrency: options.concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: STALL_CHECK_MS,
      maxStalledCount: MAX_STALLS,
      // Never reached; without any limiter a pause would be one worker's private memory [bullmq 0.4].
      limiter: { max: 1_000_000, duration: 1 },
      // A worker that begins to rest just as it is told to stop cannot be woken, so no single rest is long.
      maximumRateLimitDelay: LONGEST_REST_MS,
      settings: { backoffStrategy: (attemptsMade) => backoffMs(attemptsMade, Math.random()) },
    },
  );
  worker.on("error", (error) => log.debug({ event: "worker.error", error: error.message }, "工作进程错误"));
  worker.on("stalled", (jobId) => log.warn({ event: "job.stalled", jobId }, "任务中断,将重新执行"));
  worker.on("failed", (job, error) => {
    // A job that BullMQ itself fails (its worker died too often) has passed by none of our code.
    if (job && /stalled more than/.test(error.message)) {
      const reason: CaseReason = { code: "JOB_POISON", text: describeFault(new Fault("JOB_POISON", job.id ?? "")) };
      options
        .onCase?.(job.data, reason, {})
        .catch((cause: unknown) =>
          log.error({ event: "case.unrecorded", jobId: job.id, error: String(cause) }, "停放的任务未能记入台账"),
        );
    }
  });
  return {
    isRunning: () => worker.isRunning() && !stopping.signal.aborted,
    stop: async () => {
      stopping.abort();
      isolation.stop();
      await worker.close();
    },
  };
}

async function attemptJob<Name extends QueueName>(
  options: WorkerOptions<Name> & { readonly isolation: Isolation },
  current: { job: Job<unknown, object>; token: string; signal: AbortSignal },
): Promise<object> {
  const { job, signal } = current;
  const attempt = job.attemptsMade + 1;
  const log = options.log.child({ queue: job.queueName, jobId: job.id, attempt });
  const startedAt = performance.now();
  let turn: Turn | undefined;
  try {
    turn = await options.isolation.enter(job, signal);
    if (turn.suspicion === "proved") throw new Fault("JOB_POISON", job.id ?? "");
    const payload = parsePayload(stageOf(options.queue.name) as Name, job.data);
    const outcome = await options.perform({ payload, jobId: job.id ?? "", attempt, log, signal });
    log.info({ event: "job.stop", durationMs: Math.round(performance.now() - startedAt), outcome }, "任务完成");
    return outcome;
  } catch (error) {
    const settlement = settle(error, attempt, job.opts.attempts ?? 1);
    logSettlement(log, settlement, error);
    if (settlement.kind === "fail")
      await options.onCase?.(
        job.data,
        { code: settlement.code, text: settlement.reason },
        isFault(error) ? error.facts : {},
      );
    return await applySettlement(options.queue, { ...current, error }, settlement);
  } finally {
    await turn?.leave();
  }
}

function parsePayload<Name extends QueueName>(name: Name, data: unknown): QueuePayloads[Name] {
  const parsed = QUEUES[name].payload.safeParse(data);
  if (parsed.success) return parsed.data as QueuePayloads[Name];
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}:${issue.message}`);
  throw new Fault("JOB_INVALID", problems.slice(0, 10).join(";"));
}

function logSettlement(log: Logger, settlement: Settlement, error: unknown): void {
  const fields = {
    event: "job.exception",
    settlement: settlement.kind,
    ...(isFault(error) ? { code: error.code, details: error.details, facts: error.facts } : {}),
    causes: describeCauses(error),
  };
  const reason = "reason" in settlement ? settlement.reason : "";
  // Waiting for quota is everyday life; a queue that rests for any other reason is news.
  if (settlement.kind === "wait" || reason === QUOTA_USED_UP) log.debug(fields, "任务放回队列 %s", reason);
  else log.warn(fields, "任务未完成 %s", reason);
}

/** The one place where a settlement becomes queue calls. It always throws what BullMQ understands. */
async function applySettlement<Name extends QueueName>(
  queue: TypedQueue<Name>,
  current: { job: Job<unknown, object>; token: string; error: unknown },
  settlement: Settlement,
): Promise<never> {
  const { job, token, error } = current;
  switch (settlement.kind) {
    case "wait":
      await job.moveToWait(token);
      throw new WaitingError();
    case "delay":
      await job.moveToDelayed(Date.now() + settlement.delayMs, token);
      throw new DelayedError();
    case "pause":
      await queue.rateLimit(settlement.pauseMs);
      throw new RateLimitError();
    case "retry":
      throw withCauses(new Error(settlement.reason), error);
    case "fail":
      throw withCauses(new UnrecoverableError(settlement.reason), error);
  }
}

/** Redis keeps of an error only its message and stack, so the stack carries what a person needs: the chain of causes of
 *  a fault, or the place of a bug. */
function withCauses(shown: Error, error: unknown): Error {
  const isBug = error instanceof Error && !isFault(error);
  shown.stack =
    isBug && error.stack !== undefined ? error.stack : [shown.message, ...describeCauses(error)].join("\n  ← ");
  return shown;
}
