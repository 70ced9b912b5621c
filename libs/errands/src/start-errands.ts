import { setTimeout as wait } from "node:timers/promises";

import {
  describeFault,
  ERRAND_LANES,
  ErrandRefused,
  errand as errandSchema,
  isFault,
  type Errand,
  type ErrandEnd,
  type ErrandLane,
  type Told,
} from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import { joinWaitingRoom, putBack, sharedBackend, type Logger, type RunningService } from "@billferry/runtime";
import { Worker } from "bullmq";

import {
  MOST_TAKE_OVERS,
  openErrandQueue,
  stopKey,
  type ErrandData,
  type ErrandJob,
  type ErrandQueue,
} from "./errand-queue.ts";

/** One errand under way. */
export interface ErrandWork {
  readonly errand: Errand;
  readonly by: string;
  /** Fires when somebody ends it, or the clerk stops. */
  readonly signal: AbortSignal;
  readonly onProgress: (line: Told) => void;
}

interface ErrandOptions {
  readonly redis: RedisConnection;
  readonly log: Logger;
  readonly schemes: readonly string[];
  readonly perform: (work: ErrandWork) => Promise<unknown>;
}

/** A killed clerk's errand is taken over within about ten seconds. */
const LOCK_MS = 8_000;
const STALL_CHECK_MS = 4_000;
const PROGRESS_EVERY_MS = 500;
const STOP_LOOK_MS = 500;
const LONGEST_WAIT_S = 30;

/**
 * Does the errands of these schemes, one at a time in each lane of each. All of them only look, or are safe to repeat:
 * what a clerk that stops has begun goes back, and another begins it anew.
 */
export function startErrands({ schemes, ...options }: ErrandOptions): RunningService {
  const workers = schemes.flatMap((scheme) => ERRAND_LANES.map((lane) => startLane(options, { scheme, lane })));
  return {
    readiness: () => (workers.every(({ isRunning }) => isRunning()) ? [] : ["办事进程未运行"]),
    stop: async () => void (await Promise.all(workers.map(async ({ stop }) => stop()))),
  };
}

type LaneOptions = Omit<ErrandOptions, "schemes">;

function startLane(options: LaneOptions, of: { readonly scheme: string; readonly lane: ErrandLane }) {
  const { redis, log } = options;
  const queue = openErrandQueue(of, options);
  const stopping = new AbortController();
  const worker = new Worker<ErrandData, ErrandEnd>(
    queue.name,
    async (job, token = "") => {
      const end = await carryOut({ ...options, queue, stopping: stopping.signal }, job);
      return end ?? putBack(job, token);
    },
    {
      connection: redis,
      prefix: queue.opts.prefix ?? "",
      concurrency: 1,
      lockDuration: LOCK_MS,
      stalledInterval: STALL_CHECK_MS,
      maxStalledCount: MOST_TAKE_OVERS,
      drainDelay: LONGEST_WAIT_S,
    },
    sharedBackend,
  );
  worker.on("error", (error) => log.debug({ event: "worker.error", error: error.message }, "工作进程错误"));
  const leave = joinWaitingRoom(redis, queue.name);
  return {
    isRunning: () => worker.isRunning() && !stopping.signal.aborted,
    stop: async () => {
      stopping.abort();
      await worker.close();
      leave();
      await queue.close();
    },
  };
}

type Lane = LaneOptions & { readonly queue: ErrandQueue; readonly stopping: AbortSignal };

/** How it ended; undefined where the clerk stops meanwhile. */
async function carryOut(lane: Lane, job: ErrandJob): Promise<ErrandEnd | undefined> {
  const { log, stopping } = lane;
  const proved = errandSchema.safeParse(job.data.errand);
  if (!proved.success) return failed("JOB_INVALID", proved.error.message);
  const errand = proved.data;
  const ended = new AbortController();
  const cancelled = new AbortController();
  const signal = AbortSignal.any([stopping, cancelled.signal]);
  const looking = lookForStop(lane, job, { ended: ended.signal, cancelled });
  const progress = createProgress(job);
  const facts = { event: "errand.stop", kind: errand.kind, scheme: errand.scheme, by: job.data.by };
  const startedAt = performance.now();
  try {
    const value = await lane.perform({ errand, by: job.data.by, signal, onProgress: progress });
    log.info({ ...facts, durationMs: Math.round(performance.now() - startedAt) }, "交办完成");
    return { kind: "done", value };
  } catch (error) {
    if (cancelled.signal.aborted) return { kind: "cancelled" };
    if (stopping.aborted) return undefined;
    log.warn({ ...facts, err: error }, "交办未完成");
    return explain(error);
  } finally {
    ended.abort();
    await looking;
  }
}

function explain(error: unknown): ErrandEnd {
  if (error instanceof ErrandRefused) return { kind: "failed", problem: { code: error.code, ...error.told } };
  if (isFault(error)) return failed(error.code, describeFault(error));
  return failed("PROGRAM_BUG", error instanceof Error ? error.message : String(error));
}

function failed(code: string, text: string): ErrandEnd {
  return { kind: "failed", problem: { code, zh: text, en: text } };
}

/** Until it has ended: whether somebody wants it to. */
async function lookForStop(
  { redis, queue }: Lane,
  job: ErrandJob,
  { ended, cancelled }: { readonly ended: AbortSignal; readonly cancelled: AbortController },
): Promise<void> {
  const key = stopKey(queue, job.id ?? "");
  while (!ended.aborted && !cancelled.signal.aborted) {
    if ((await redis.exists(key).catch(() => 0)) > 0) cancelled.abort();
    else await wait(STOP_LOOK_MS, undefined, { signal: ended }).catch(() => undefined);
  }
}

/** The newest line, no more often than somebody reads it. */
function createProgress(job: ErrandJob): (line: Told) => void {
  let lastAt = Number.NEGATIVE_INFINITY;
  return (line) => {
    if (performance.now() - lastAt < PROGRESS_EVERY_MS) return;
    lastAt = performance.now();
    job.updateProgress({ ...line }).catch(() => undefined);
  };
}
