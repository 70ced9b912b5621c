import { Fault } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import { Semaphore } from "async-mutex";

import { suspicionOf, type Suspicion } from "./core/suspicion.ts";

/** What is known of a job that is about to run; BullMQ's `Job` is one. */
interface RunnableJob {
  readonly id?: string | undefined;
  /** When it was added, in epoch milliseconds: tells it from an earlier job under the same business key. */
  readonly timestamp: number;
  readonly stalledCounter: number;
}

/** An attempt's slot in its worker. */
export interface Slot {
  /** `none`: runs beside others. `suspect`: alone in this worker. `proved`: not again, it only becomes a case. */
  readonly suspicion: Suspicion;
  /** The attempt has ended, in whatever way, its case recorded where it is one. */
  leave(): Promise<void>;
}

export interface Isolation {
  /** Waits for a slot; throws a Fault `SHUTDOWN` where the service stops before there is one. */
  enter(job: RunnableJob, signal: AbortSignal): Promise<Slot>;
  /** Sends away who still waits for a slot; who is running goes on. */
  stop(): void;
}

// Longer than any outage; after it the count of a job that is gone for good is forgotten.
const COUNT_KEPT_MS = 7 * 24 * 3_600_000;

/**
 * Keeps a job that kills its process from taking others with it into the failed set (fault 21). The count of deaths is
 * raised before a suspect starts and removed when its attempt ends in whatever way, so it only grows by deaths; and
 * since a suspect has its worker for itself, they are its own.
 */
export function isolateSuspects(options: {
  readonly connection: RedisConnection;
  /** Of the counts of deaths of one queue's jobs. */
  readonly prefix: string;
  readonly concurrency: number;
}): Isolation {
  const { connection, prefix, concurrency } = options;
  const interrupted = new Fault("SHUTDOWN", "服务正在停止,任务放回队列");
  // Slots are given in the order of asking, so neither a suspect nor the others wait for ever.
  const room = new Semaphore(concurrency, interrupted);

  return {
    enter: async (job, signal) => {
      if (signal.aborted) throw interrupted;
      const stalls = job.stalledCounter;
      if (suspicionOf({ stalls, deathsAlone: 0 }) === "none") {
        const [, release] = await room.acquire();
        return { suspicion: "none", leave: async () => release() };
      }
      const [, release] = await room.acquire(concurrency);
      try {
        const key = `${prefix}:${job.id ?? ""}:${job.timestamp}`;
        const deathsAlone = (await countStart(connection, key)) - 1;
        const leave = async (): Promise<void> => void (await connection.del(key).finally(release));
        return { suspicion: suspicionOf({ stalls, deathsAlone }), leave };
      } catch (error) {
        release();
        throw error;
      }
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
