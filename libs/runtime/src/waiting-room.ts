import { randomUUID } from "node:crypto";

import { INSTALLATION_PREFIX } from "@billferry/contracts";
import { openBeside, renameConnection, type RedisConnection } from "@billferry/redis";

import { toWorkersName } from "./core/workers-name.ts";

/** What a worker is woken by: an entry of its queue's marker, which tells when there is something to do. */
export interface Wake {
  readonly member: string;
  readonly score: number;
}

interface Guest {
  readonly wake: (wake: Wake | undefined) => void;
  readonly timer: NodeJS.Timeout;
}

/** The bell is looked at again after this even if nothing came; a server that is silent for longer is left. */
const ASK_SECONDS = 5;
const SILENT_MS = 10_000;
const BELL_LIFE_MS = 60_000;
const REST_MS = 1_000;
const CLOCK_SET_MS = 500;

/** The room where a queue's worker waits: one for all queues of a connection; in a cluster, where one command cannot
 *  wait for several nodes, one for each. */
const rooms = new WeakMap<RedisConnection, Map<string, WaitingRoom>>();

export function waitingRoomOf(redis: RedisConnection, queue: string): WaitingRoom {
  const all = rooms.get(redis) ?? new Map<string, WaitingRoom>();
  rooms.set(redis, all);
  const key = redis.isCluster ? queue : "";
  const room = all.get(key) ?? new WaitingRoom(redis);
  all.set(key, room);
  return room;
}

/** For a worker that waits in the room: the connection bears its queue's name until it leaves. */
export function joinWaitingRoom(redis: RedisConnection, queue: string): () => void {
  const room = waitingRoomOf(redis, queue);
  room.enter(queue);
  return () => room.leave(queue);
}

/**
 * Where workers with nothing to do wait together, over one connection: whatever the number of queues, one command
 * waits for the markers of all. A worker that joins rings a bell, which is among them, so that the command is given
 * anew. A marker is taken out of Redis only for who waits for it; one that comes just after he left is put back.
 */
export class WaitingRoom {
  readonly #redis: RedisConnection;
  readonly #guests = new Map<string, Guest>();
  readonly #queues = new Set<string>();
  readonly #bell: string | undefined;
  #client: RedisConnection | undefined;
  #shownName = "";
  /** The markers of the command that waits right now. */
  #asked: ReadonlySet<string> | undefined;
  #isRung = false;
  #clockAheadMs = clockAheadMs();

  constructor(redis: RedisConnection) {
    this.#redis = redis;
    this.#bell = redis.isCluster ? undefined : `${INSTALLATION_PREFIX}:bell:${randomUUID()}`;
  }

  /** From now on the connection bears the queue's name among others, so that others see who works. */
  enter(queue: string): void {
    this.#queues.add(queue);
    this.#showName();
  }

  /** The connection ends with the last queue's leaving. */
  leave(queue: string): void {
    this.#queues.delete(queue);
    if (this.#queues.size > 0) return this.#showName();
    this.#client?.disconnect();
    this.#client = undefined;
  }

  /** One worker for each marker. Undefined after so long, or when he is sent away. */
  async wait(marker: string, longestMs: number): Promise<Wake | undefined> {
    const { promise, resolve: wake } = Promise.withResolvers<Wake | undefined>();
    this.#guests.set(marker, { wake, timer: setTimeout(() => this.sendAway(marker), longestMs) });
    if (this.#asked === undefined) void this.#ask();
    else if (!this.#asked.has(marker)) this.#ring();
    return promise;
  }

  /** He looks for himself whether there is something to do. */
  sendAway(marker: string): void {
    this.#wake(marker, undefined);
  }

  #wake(marker: string, wake: Wake | undefined): boolean {
    const guest = this.#guests.get(marker);
    if (guest === undefined) return false;
    this.#guests.delete(marker);
    clearTimeout(guest.timer);
    guest.wake(wake);
    return true;
  }

  async #ask(): Promise<void> {
    while (this.#guests.size > 0 && this.#queues.size > 0) {
      const markers = [...this.#guests.keys()];
      this.#isRung = false;
      this.#asked = new Set(markers);
      try {
        const answer = await this.#pop(this.#bell === undefined ? markers : [this.#bell, ...markers]);
        if (answer !== null) await this.#pass(answer);
        this.#noticeClock();
      } catch {
        // A fresh connection finds its way by itself; who waits looks for himself meanwhile.
        this.#client?.disconnect();
        this.#client = undefined;
        for (const marker of markers) this.sendAway(marker);
        await new Promise((done) => setTimeout(done, REST_MS).unref());
      }
    }
    this.#asked = undefined;
  }

  /** Delayed jobs are waited for by this machine's clock: when that was set, all look anew. */
  #noticeClock(): void {
    const aheadMs = clockAheadMs();
    if (Math.abs(aheadMs - this.#clockAheadMs) > CLOCK_SET_MS)
      for (const marker of [...this.#guests.keys()]) this.sendAway(marker);
    this.#clockAheadMs = aheadMs;
  }

  async #pass([marker, member, score]: readonly [string, string, string]): Promise<void> {
    if (marker === this.#bell) this.#isRung = false;
    else if (!this.#wake(marker, { member, score: Number(score) })) await this.#redis.zadd(marker, score, member);
  }

  async #pop(keys: readonly string[]): Promise<readonly [string, string, string] | null> {
    const client = this.#open();
    const { promise: silence, reject } = Promise.withResolvers<never>();
    const watchdog = setTimeout(() => reject(new Error("Redis is silent")), SILENT_MS);
    const answer = client.bzpopmin(...(keys as [string, ...string[]]), ASK_SECONDS);
    // One that is given up may still fail.
    answer.catch(() => undefined);
    try {
      return await Promise.race([answer, silence]);
    } finally {
      clearTimeout(watchdog);
    }
  }

  #open(): RedisConnection {
    const name = toWorkersName([...this.#queues]);
    const client = this.#client ?? openBeside(this.#redis, name);
    if (this.#client !== undefined && name !== this.#shownName) renameConnection(client, name);
    this.#shownName = name;
    return (this.#client = client);
  }

  #showName(): void {
    if (this.#asked === undefined) this.#open();
    else this.#ring();
  }

  #ring(): void {
    if (this.#isRung || this.#bell === undefined) return;
    this.#isRung = true;
    const bell = this.#bell;
    const rung = this.#redis.multi().zadd(bell, 0, "ring").pexpire(bell, BELL_LIFE_MS).exec();
    rung.catch(() => (this.#isRung = false));
  }
}

function clockAheadMs(): number {
  return Date.now() - performance.now();
}
