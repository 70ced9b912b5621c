import { QUEUE_NAMES, stageOf, type QueueName } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";
import type { Logger, TypedQueue } from "@billferry/runtime";

import type { JobType } from "bullmq";

import { untilIdle, withQueues } from "./with-queues.ts";

/** The stored state of a scheme, looked through. */
export interface StateReport {
  readonly bills: number;
  readonly orders: number;
  /** Records that this program cannot read. */
  readonly unreadable: readonly string[];
}

export type RebuildOutcome =
  | { readonly kind: "rebuilt"; readonly removedJobs: number }
  /** Work that was under way did not end in time; nothing was removed. */
  | { readonly kind: "busy"; readonly active: number };

const PAGE = 500;
const QUIET_LIMIT_MS = 60_000;
/** What is active once nothing is under way has lost its worker, and may be put back to the others meanwhile. Finished
 *  jobs too: their ids would keep the same work from being set up again. */
const STATES: readonly JobType[] = ["active", "wait", "prioritized", "delayed", "failed", "completed"];
const WITH_WORK: readonly QueueName[] = ["transform", "load"];

/** Reads every record of a scheme's ledger once; changes nothing. */
export async function inspectState(redis: RedisConnection, scheme: string): Promise<StateReport> {
  return new Ledger(redis, scheme).keeping.inspect();
}

/**
 * Forgets a scheme's ledger and its jobs, so that the next reading rebuilds all of it from both ends; nothing is sent
 * twice, because what Wangdiantong has is listed before the first push. The queues rest meanwhile; a queue that a
 * person had paused stays paused. Repeating it after a crash is harmless.
 */
export async function rebuildState(
  redis: RedisConnection,
  log: Logger,
  options: {
    readonly scheme: string;
    readonly quietLimitMs?: number;
  },
): Promise<RebuildOutcome> {
  const { scheme } = options;
  return withQueues({ scheme, stages: QUEUE_NAMES }, { redis, log }, async (queues) => {
    const rested: TypedQueue<QueueName>[] = [];
    for (const queue of queues) {
      if (await queue.isPaused()) continue;
      await queue.pause();
      rested.push(queue);
    }
    try {
      const active = await untilIdle(redis, queues, options.quietLimitMs ?? QUIET_LIMIT_MS);
      if (active > 0) return { kind: "busy", active };
      let removedJobs = 0;
      for (const queue of queues.filter((each) => WITH_WORK.includes(stageOf(each.name))))
        removedJobs += await removeJobs(queue, scheme);
      await new Ledger(redis, scheme).keeping.rebuild();
      return { kind: "rebuilt", removedJobs };
    } finally {
      for (const queue of rested) await queue.resume();
    }
  });
}

async function removeJobs(queue: TypedQueue<QueueName>, scheme: string): Promise<number> {
  let removed = 0;
  for (const state of STATES) {
    // Jobs of other schemes stay in the list: the next page begins behind them.
    for (let kept = 0; ;) {
      const jobs = (await queue.getJobs([state], kept, kept + PAGE - 1, true)).filter(Boolean);
      const own = jobs.filter((job) => (job.data as { scheme?: unknown }).scheme === scheme);
      await Promise.all(own.map(async (job) => job.remove()));
      removed += own.length;
      kept += jobs.length - own.length;
      if (jobs.length < PAGE) break;
    }
  }
  return removed;
}
