import { Fault } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";

import { bindCommands, type LedgerCommands } from "./commands.ts";
import { readOrder } from "./core/codec.ts";
import { ledgerPrefix } from "./core/keys.ts";
import type { OrderRecord } from "./core/records.ts";

const SCAN_COUNT = 200;

type Pipeline = ReturnType<RedisConnection["pipeline"]>;

/** What the facets of the ledger stand on: the connection, the keys, and the commands. */
export class LedgerStore {
  readonly redis: RedisConnection;
  readonly scheme: string;
  readonly prefix: string;
  /** Each throws a Fault `STATE_UNREADABLE`, with nothing changed, where a record is not what this program writes. */
  readonly commands: LedgerCommands;

  constructor(redis: RedisConnection, scheme: string) {
    this.redis = redis;
    this.scheme = scheme;
    this.prefix = ledgerPrefix(scheme);
    this.commands = bindCommands(redis, this.key("progress"), async (answer) => this.readable(answer));
  }

  /** A plain read; the wrong type under one of our keys is a Fault. */
  async readable<T>(reply: Promise<T>): Promise<T> {
    try {
      return await reply;
    } catch (error) {
      throw asFault(error);
    }
  }

  /** A read of each of these in one round trip. */
  async each<T>(names: readonly string[], ask: (pipeline: Pipeline, name: string) => unknown): Promise<readonly T[]> {
    if (names.length === 0) return [];
    const pipeline = this.redis.pipeline();
    for (const name of names) ask(pipeline, name);
    return ((await pipeline.exec()) ?? []).map(([error, reply]) => {
      if (error) throw asFault(error);
      return reply as T;
    });
  }

  async hashes(keys: readonly string[]): Promise<readonly Readonly<Record<string, string>>[]> {
    return this.each(keys, (pipeline, key) => pipeline.hgetall(key));
  }

  /** All of a sorted set, in no order, page by page; what is there all the while is told at least once. */
  async *walk(name: "open" | "held"): AsyncGenerator<readonly (readonly [string, number])[]> {
    let cursor = "0";
    do {
      const [next, flat] = await this.readable(this.redis.zscan(this.key(name), cursor, "COUNT", SCAN_COUNT));
      cursor = next;
      if (flat.length > 0) yield toPairs(flat);
    } while (cursor !== "0");
  }

  key(name: string): string {
    return `${this.prefix}:${name}`;
  }

  billKey(billId: string): string {
    return this.key(`b:${billId}`);
  }

  orderKey(outerNo: string): string {
    return this.key(`o:${outerNo}`);
  }
}

function asFault(error: unknown): unknown {
  if (!(error instanceof Error) || !/WRONGTYPE|not an integer|not a valid float|attempt to/.test(error.message))
    return error;
  return new Fault("STATE_UNREADABLE", "台账中有不是本程序写入的内容", { cause: error });
}

/** A facet of the ledger: some of its acts, over the store that all of them share. */
export abstract class Facet {
  protected readonly store: LedgerStore;

  constructor(store: LedgerStore) {
    this.store = store;
  }
}

export function unreadable(name: string): Fault {
  return new Fault("STATE_UNREADABLE", `台账记录 ${name} 无法识别`);
}

/** An order as it is stored; undefined where there is none. */
export function orderOf(outerNo: string, hash: Readonly<Record<string, string>>): OrderRecord | undefined {
  const order = readOrder(outerNo, hash);
  if (order === "unreadable") throw unreadable(outerNo);
  return order;
}

export function toPairs(flat: readonly string[]): (readonly [string, number])[] {
  const pairs: (readonly [string, number])[] = [];
  for (let index = 0; index < flat.length; index += 2) pairs.push([flat[index] ?? "", Number(flat[index + 1])]);
  return pairs;
}
