import { errandQueue, type Errand, type ErrandEnd, type ErrandLane } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import { sharedBackend, type Logger } from "@billferry/runtime";
import { Queue, type Job } from "bullmq";

/** What is put into the queue. */
export interface ErrandData {
  readonly errand: Errand;
  /** Who asked. */
  readonly by: string;
}

export type ErrandJob = Job<ErrandData, ErrandEnd>;
export type ErrandQueue = Queue<ErrandData, ErrandEnd>;

const KEPT_S = 86_400;
const MOST_KEPT = 30;
/** One that is repeated for ever because its clerk dies of it would stand before all others. */
export const MOST_TAKE_OVERS = 3;

/** One lane of a scheme. What came of an errand is kept for a day, of the newest thirty. */
export function openErrandQueue(
  of: { readonly scheme: string; readonly lane: ErrandLane },
  { redis, log }: { readonly redis: RedisConnection; readonly log: Logger },
): ErrandQueue {
  const { name, prefix } = errandQueue(of);
  const kept = { age: KEPT_S, count: MOST_KEPT };
  const queue: ErrandQueue = new Queue(
    name,
    {
      connection: redis,
      prefix,
      defaultJobOptions: { attempts: 1, removeOnComplete: kept, removeOnFail: kept },
      streams: { events: { maxLen: 100 } },
    },
    sharedBackend,
  );
  queue.on("error", (error) => log.debug({ event: "queue.error", queue: name, error: error.message }, "队列错误"));
  return queue;
}

/** Set by whoever wants an errand to end; looked at by the clerk that does it. */
export function stopKey(queue: Pick<ErrandQueue, "toKey">, id: string): string {
  return queue.toKey(`stop:${id}`);
}
