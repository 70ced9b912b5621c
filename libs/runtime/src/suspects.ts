import { Fault, REDIS_PREFIX } from "@billferry/contracts";
import { Semaphore } from "async-mutex";

import { suspicionOf } from "./core/suspicion.ts";
import type { RedisConnection } from "./redis.ts";

/** What is known of a job that is about to run; BullMQ's `Job` is one. */
export interface RunnableJob {
  readonly id?: string | undefined;
  /** When it was added, in epoch milliseconds: tells it from an earlier job under the same business key. */
  readonly timestamp: number;
  readonly stalledCounter: number;
}

export interface Isolation {
  /**
   * Runs `work` beside others or, where the job is a suspect, alone in this worker. Throws a Fault `JOB_POISON` without
   * running it where the job has proved to be the one that kills, and `SHUTDOWN` where the service stops before its turn.
   */
  run<Result>(job: RunnableJob, signal: AbortSignal, work: () => Promise<Result>): Promise<Result>;
  /** Sends away who still waits for a turn; who is running goes on. */
  stop(): void;
}

// Long enough for any outage; then the count of a job that is gone for good goes too.
const COUNT_KEPT_MS = 7 * 24 * 3_600_000;

/**
 * Keeps a job that kills its process from taking others with it into the failed set (fault 21). The count of deaths is
 * raised before a suspect starts and removed when its attempt ends in whatever way, so it only grows by deaths; and
 * since a suspect has its worker for itself, they are its own.
 */
export function isolateSuspects(options: {
  readonly connection: RedisConnection;
  readonly queueName: string;
  readonly concurrency: number;
}): Isolation {
  const { connection, queueName, concurrency } = options;
  const interrupted = new Fault("SHUTDOWN", "服务正在停止,任务放回队列");
  // Turns come in the order of asking, so neither a suspect nor the others wait for ever.
  const room = new Semaphore(concurrency, interrupted);

  const runCounted = async <Result>(job: RunnableJob, work: () => Promise<Result>): Promise<Result> => {
    const key = `${REDIS_PREFIX}:suspects:${queueName}:${job.id ?? ""}:${job.timestamp}`;
    const starts = await countStart(connection, key);
    try {
      if (suspicionOf({ stalls: job.stalledCounter, deathsAlone: starts - 1 }) === "proved")
        throw new Fault("JOB_POISON", `任务 ${job.id ?? ""} 单独执行时进程仍异常退出`, {
          details: { stalls: job.stalledCounter, deathsAlone: starts - 1 },
        });
      return await work();
    } finally {
      await connection.del(key);
    }
  };

  return {
    run: async (job, signal, work) => {
      if (signal.aborted) throw interrupted;
      const isSuspect = suspicionOf({ stalls: job.stalledCounter, deathsAlone: 0 }) !== "none";
      return room.runExclusive(async () => (isSuspect ? runCounted(job, work) : work()), isSuspect ? concurrency : 1);
    },
    stop: () => room.cancel(),
  };
}

/** How often the job has now been started alone, this time included. */
async function countStart(connection: RedisConnection, key: string): Promise<number> {
  const replies = await connection.multi().incr(key).pexpire(key, COUNT_KEPT_MS).exec();
  const [error, starts] = replies?.[0] ?? [new Error("no reply to the count of starts"), undefined];
  if (error) throw error;
  return Number(starts);
}
