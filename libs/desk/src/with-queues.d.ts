import type { QueueName, QueueRef } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import { type Logger, type TypedQueue } from "@billferry/runtime";
interface Connection {
  readonly redis: RedisConnection;
  readonly log: Logger;
}
/** A queue that is open for as long as `act` takes. */
export declare function withQueue<Name extends QueueName, Result>(
  ref: QueueRef<Name>,
  { redis, log }: Connection,
  act: (queue: TypedQueue<Name>) => Promise<Result>,
): Promise<Result>;
export interface QueueRefs {
  readonly scheme: string;
  readonly stages: readonly QueueName[];
}
/** Several; only operations without a payload are used of them. */
export declare function withQueues<Result>(
  { scheme, stages }: QueueRefs,
  { redis, log }: Connection,
  act: (queues: readonly TypedQueue<QueueName>[]) => Promise<Result>,
): Promise<Result>;
/** Waits until no job is under way; how many still are when the time is up. */
export declare function untilIdle(queues: readonly TypedQueue<QueueName>[], limitMs: number): Promise<number>;
export {};
