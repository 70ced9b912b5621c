import type { RedisConnection } from "@billferry/redis";
import {
  RedisConnection as BullConnection,
  QueueKeys,
  RedisQueueBackend,
  type BackendFactory,
  type KeyPrefixOptions,
  type QueueBaseOptions,
} from "bullmq";

import { showWorkersOf } from "./core/workers-name.ts";
import { waitingRoomOf } from "./waiting-room.ts";

/** BullMQ's own view of a connection: one for all queues and workers, which else ask the server who it is, each. */
const views = new WeakMap<RedisConnection, BullConnection>();

/** As BullMQ's, but for the waiting: without a connection of its own, in the waiting room. */
class SharedBackend extends RedisQueueBackend {
  readonly #redis: RedisConnection;

  constructor(redis: RedisConnection, name: string, opts: QueueBaseOptions & KeyPrefixOptions) {
    const keys = new QueueKeys(opts.prefix);
    super(viewOf(redis), name, keys.getKeys(name), (type) => keys.toKey(name, type), opts, undefined, false);
    this.#redis = redis;
  }

  /** No longer than a lost wake may cost; delayed jobs are waited for as long as they say. */
  override get maximumBlockTimeout(): number {
    return LONGEST_WAIT_S;
  }

  override async waitForJob(seconds: number): Promise<{ member: string; score: number } | null> {
    return (await waitingRoomOf(this.#redis, this.name).wait(this.keys["marker"] ?? "", seconds * 1_000)) ?? null;
  }

  override async disconnectBlocking(): Promise<void> {
    waitingRoomOf(this.#redis, this.name).sendAway(this.keys["marker"] ?? "");
  }

  override async getClientList(): Promise<string[]> {
    const lists = await super.getClientList();
    return lists.map((list) => showWorkersOf(this.name, this.clientName(), list));
  }
}

/** How long an idle worker waits before it looks for itself, in seconds. */
export const LONGEST_WAIT_S = 30;

export const sharedBackend: BackendFactory<RedisQueueBackend> = (name, opts) =>
  new SharedBackend(opts.connection as RedisConnection, name, opts);

function viewOf(redis: RedisConnection): BullConnection {
  const known = views.get(redis);
  if (known !== undefined) return known;
  const view = new BullConnection(redis, { shared: true, blocking: false });
  view.on("error", () => undefined);
  view.client.catch(() => views.delete(redis));
  views.set(redis, view);
  return view;
}
