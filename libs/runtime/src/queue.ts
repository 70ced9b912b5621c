import {
  QUEUES,
  schemePrefix,
  stageOf,
  toQueueName,
  type QueueName,
  type QueuePayloads,
  type QueueRef,
} from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import { Queue, type JobsOptions, type Telemetry } from "bullmq";
import type { Logger } from "@billferry/redis";

import { joinAdds } from "./join-adds.ts";
import { sharedBackend } from "./shared-backend.ts";
import { currentTracing } from "./tracing.ts";

export type TypedQueue<Name extends QueueName> = Queue<QueuePayloads[Name], unknown>;

/** Opens a scheme's queue of one stage; its options come from the catalogue and nowhere else. */
export function openQueue<Name extends QueueName>(
  ref: QueueRef<Name>,
  connection: RedisConnection,
  log: Logger,
): TypedQueue<Name> {
  const name = toQueueName(ref);
  joinAdds(connection);
  const queue: TypedQueue<Name> = new Queue(
    name,
    {
      connection,
      ...telemetryOf(ref.stage),
      prefix: schemePrefix(ref.scheme),
      defaultJobOptions: jobOptions(ref.stage),
      // Nobody of ours listens.
      streams: { events: { maxLen: 100 } },
    },
    sharedBackend,
  );
  // The connection's own listener logs the outage; this one keeps it from being unhandled.
  queue.on("error", (error) => log.debug({ event: "queue.error", queue: name, error: error.message }, "队列错误"));
  return queue;
}

/** Adds jobs under their business keys. A key that is already there is left alone, so repeating a call is harmless. */
export async function enqueue<Name extends QueueName>(
  queue: TypedQueue<Name>,
  jobs: readonly { readonly id: string; readonly payload: QueuePayloads[Name] }[],
  /** Held back for so long, or until somebody promotes them; urgent ones stand before all that wait. */
  options: { readonly delayMs?: number; readonly isUrgent?: boolean; readonly approvedAtMs?: number } = {},
): Promise<void> {
  // Whoever takes a job proves its payload; here the types do.
  const name = stageOf(queue.name);
  const delay = options.delayMs === undefined ? {} : { delay: options.delayMs };
  const urgency = options.isUrgent ? { lifo: true } : {};
  const age = options.approvedAtMs === undefined ? {} : { approvedAtMs: options.approvedAtMs };
  await Promise.all(
    // The types of BullMQ's form do not follow a generic payload.
    jobs.map(async ({ id, payload }) =>
      beginTrace(name, payload, async () =>
        queue.add(name as never, payload as never, { jobId: id, ...delay, ...urgency, ...age }),
      ),
    ),
  );
  // Whether they may go on though the queue rests, the gate knows.
  if (options.isUrgent) await queue.removeRateLimitKey();
}

/**
 * When the job's bill was approved in Kingdee, where whoever added it knew. Among the options, which BullMQ keeps as
 * they are: the payload is a contract, and a loader of the version before would refuse a field that it does not know.
 */
export function approvedAtOf(job: { readonly opts: object }): number | undefined {
  const { approvedAtMs } = job.opts as { readonly approvedAtMs?: unknown };
  return typeof approvedAtMs === "number" ? approvedAtMs : undefined;
}

/** A bill's trace begins where its rows are handed over; what is made of them goes on with it. */
async function beginTrace(name: QueueName, payload: object, add: () => Promise<unknown>): Promise<void> {
  const tracing = name === "transform" ? currentTracing() : undefined;
  await (tracing === undefined ? add() : tracing.beginBill(payload, add));
}

export function telemetryOf(stage: QueueName): { readonly telemetry?: Telemetry } {
  const telemetry = currentTracing()?.telemetryOf(stage);
  return telemetry === undefined ? {} : { telemetry };
}

function jobOptions(name: QueueName): JobsOptions {
  const { attempts, keepCompleted, keepFailed, maxPayloadBytes } = QUEUES[name];
  return {
    attempts,
    backoff: { type: "capped" },
    removeOnComplete: { count: keepCompleted },
    removeOnFail: Number.isFinite(keepFailed) ? { count: keepFailed } : false,
    sizeLimit: maxPayloadBytes,
  };
}
