import type { z } from "zod";

import { extractJob, loadJob, sweepJob, transformJob } from "./jobs.ts";

export { SHIPPED_SCHEME, toQueueName } from "./queue-name.ts";

/** The queues, their workers and Bull Board follow from it; a wrong payload neither compiles nor passes at run time. */
export const QUEUES = {
  extract: {
    payload: extractJob,
    label: "读取 · Extract",
    description: "从金蝶读取时间窗内的已审核单据",
    // A failed window is simply read again by the next one: the watermark has not moved.
    attempts: 1,
    keepCompleted: 200,
    keepFailed: 200,
    maxPayloadBytes: 4_096,
  },
  sweep: {
    payload: sweepJob,
    label: "补漏 · Sweep",
    description: "重读一段时间,找出迟到、变更、撤回和遗漏的单据",
    // As of a window: the next sweep reads it all again.
    attempts: 1,
    keepCompleted: 200,
    keepFailed: 200,
    maxPayloadBytes: 4_096,
  },
  transform: {
    payload: transformJob,
    label: "转换 · Transform",
    description: "把一张单据的各行汇总为旺店通单据",
    attempts: 5,
    // Each has its raw rows; what became of a bill is in the ledger.
    keepCompleted: 50,
    keepFailed: Number.POSITIVE_INFINITY,
    maxPayloadBytes: 16_777_216,
  },
  load: {
    payload: loadJob,
    label: "写入 · Load",
    description: "把单据推送到旺店通",
    attempts: 12,
    keepCompleted: 200,
    keepFailed: Number.POSITIVE_INFINITY,
    maxPayloadBytes: 8_388_608,
  },
} as const;

export type QueueName = keyof typeof QUEUES;

export type QueuePayloads = { [Name in QueueName]: z.infer<(typeof QUEUES)[Name]["payload"]> };

export const QUEUE_NAMES = Object.keys(QUEUES) as QueueName[];

/** One queue of one scheme: schemes do not wait for each other, whatever befalls one of them. */
export interface QueueRef<Name extends QueueName = QueueName> {
  readonly stage: Name;
  readonly scheme: string;
}

/** What is read by the clock, as the extractor keeps it in its queues; the ids are those of BullMQ's job schedulers. */
export function schedulesOf(scheme: string): readonly {
  readonly name: "readings" | "hourly" | "nightly";
  readonly stage: "extract" | "sweep";
  readonly id: string;
  readonly label: string;
}[] {
  return [
    { name: "readings", stage: "extract", id: `extract-${scheme}`, label: "定时读取" },
    { name: "hourly", stage: "sweep", id: `sweep-hourly-${scheme}`, label: "每小时补漏" },
    { name: "nightly", stage: "sweep", id: `sweep-nightly-${scheme}`, label: "每晚补漏" },
  ];
}

/** The stage of a queue's name. */
export function stageOf(queueName: string): QueueName {
  const [stage = ""] = queueName.split("-");
  if (!(stage in QUEUES)) throw new Error(`no stage has a queue ${queueName}`);
  return stage as QueueName;
}

/** All keys of ours, as a pattern. */
export const OWN_KEYS = "{billferry*";

/** What belongs to the installation and to no scheme. */
export const INSTALLATION_PREFIX = "{billferry}";

/** One hash tag for all of a scheme, queues and ledger: it lives on one node of a cluster, and rolls back together. */
export function schemePrefix(scheme: string): string {
  return `{billferry:${scheme}}`;
}

/** Backoff of failed attempts: doubles from `firstDelayMs`, never above `maxDelayMs`, the upper half at random. */
export const BACKOFF = { firstDelayMs: 1_000, maxDelayMs: 300_000 } as const;

/** The wait in ms after `attemptsMade` failed attempts (1 or more); `random` in [0, 1) brings replicas back apart. */
export function backoffMs(attemptsMade: number, random: number): number {
  const ceiling = Math.min(BACKOFF.firstDelayMs * 2 ** Math.min(Math.max(attemptsMade, 1) - 1, 30), BACKOFF.maxDelayMs);
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}

/**
 * Job ids are business keys, because a job's id is the only thing Bull Board can open it by. BullMQ refuses ":" and
 * ids of digits only [bullmq 1.2]. Changed content is new work and has another hash; content that comes
 * back after a change is new work too, which the revision tells; the same reading is the same job.
 */
export function transformJobId(bill: {
  readonly scheme: string;
  readonly billNo: string;
  readonly billId: string;
  readonly contentHash: string;
  readonly revision: number;
}): string {
  return safeJobId(
    `transform-${bill.scheme}-${bill.billNo}-${bill.billId}-${bill.contentHash.slice(0, 8)}-${bill.revision}`,
  );
}

export function loadJobId(order: {
  readonly scheme: string;
  readonly outerNo: string;
  readonly contentHash: string;
  readonly revision: number;
}): string {
  return safeJobId(`load-${order.scheme}-${order.outerNo}-${order.contentHash.slice(0, 8)}-${order.revision}`);
}

function safeJobId(id: string): string {
  // Bull Board puts the id into its address; a slash or a blank there would cut it off.
  return id.replace(/[:/\\?#%\s]/g, "_");
}
