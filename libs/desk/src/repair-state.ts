import { QUEUE_NAMES, stageOf, type QueueName, type WorkTold } from "@billferry/contracts";
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

/** Told as it goes on, for whoever waits. */
type OnProgress = (told: WorkTold) => void;

const NOBODY_WAITS: OnProgress = () => undefined;

/** Reads every record of a scheme's ledger once; changes nothing. */
export async function inspectState(
  redis: RedisConnection,
  scheme: string,
  onProgress = NOBODY_WAITS,
): Promise<StateReport> {
  const { keeping, progress } = new Ledger(redis, scheme);
  // What is broken is told by the look itself.
  const all = await progress.read().then(
    ({ bills }) => bills,
    () => 0,
  );
  return keeping.inspect(({ bills, orders }) =>
    onProgress({
      zh: `台账:已检查 ${bills} 张单据、${orders} 个订单`,
      en: `Ledger: ${bills} bills and ${orders} orders checked`,
      step: "inspect",
      done: bills,
      share: all === 0 ? undefined : Math.min(1, bills / all),
    }),
  );
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
    readonly onProgress?: OnProgress | undefined;
  },
): Promise<RebuildOutcome> {
  const { scheme, quietLimitMs: limitMs = QUIET_LIMIT_MS, onProgress = NOBODY_WAITS } = options;
  return withQueues({ scheme, stages: QUEUE_NAMES }, { redis, log }, async (queues) => {
    const rested: TypedQueue<QueueName>[] = [];
    for (const queue of queues) {
      if (await queue.isPaused()) continue;
      await queue.pause();
      rested.push(queue);
    }
    try {
      const active = await untilIdle(redis, queues, { limitMs, onWait: (count) => onProgress(waitingFor(count)) });
      if (active > 0) return { kind: "busy", active };
      let removedJobs = 0;
      for (const queue of queues.filter((each) => WITH_WORK.includes(stageOf(each.name))))
        removedJobs += await removeJobs(queue, scheme, (count) => onProgress(removed(removedJobs + count)));
      await new Ledger(redis, scheme).keeping.rebuild((count) => onProgress(forgotten(count)));
      return { kind: "rebuilt", removedJobs };
    } finally {
      for (const queue of rested) await queue.resume();
    }
  });
}

function waitingFor(jobs: number): WorkTold {
  return { zh: `等待 ${jobs} 个任务结束`, en: `Waiting for ${jobs} jobs to end`, step: "wait" };
}

function removed(jobs: number): WorkTold {
  return { zh: `任务:已移除 ${jobs} 个`, en: `Jobs: ${jobs} removed`, step: "jobs", done: jobs };
}

function forgotten(entries: number): WorkTold {
  return { zh: `台账:已清除 ${entries} 条`, en: `Ledger: ${entries} entries removed`, step: "forget", done: entries };
}

async function removeJobs(
  queue: TypedQueue<QueueName>,
  scheme: string,
  onCount: (removed: number) => void,
): Promise<number> {
  let count = 0;
  for (const state of STATES) {
    // Jobs of other schemes stay in the list: the next page begins behind them.
    for (let kept = 0; ;) {
      const jobs = (await queue.getJobs([state], kept, kept + PAGE - 1, true)).filter(Boolean);
      const own = jobs.filter((job) => (job.data as { scheme?: unknown }).scheme === scheme);
      await Promise.all(own.map(async (job) => job.remove()));
      count += own.length;
      onCount(count);
      kept += jobs.length - own.length;
      if (jobs.length < PAGE) break;
    }
  }
  return count;
}
