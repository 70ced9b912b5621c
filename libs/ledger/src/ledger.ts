import { Fault, REDIS_PREFIX, type DeliveryProof } from "@billferry/contracts";
import type { Cluster, Redis } from "ioredis";

import type {
  BillRecord,
  BillState,
  HeldRecord,
  OrderRecord,
  OrderState,
  PlannedOrder,
  Progress,
  PushPermit,
} from "./core/records.ts";
import * as scripts from "./scripts.ts";

type RedisConnection = Redis | Cluster;

/** The version of the stored state; a newer one is refused rather than misread. */
const STATE_VERSION = "1";

/** One bill as a stage speaks of it. */
export interface BillRef {
  readonly billId: string;
  readonly billNo: string;
  readonly contentHash: string;
  readonly approvedAt: string;
}

export interface OrderRef {
  readonly outerNo: string;
  readonly billId: string;
  readonly contentHash: string;
}

/**
 * The ledger of one scheme: what is known of every bill and order, and how it came to be known. It is knowledge, not
 * truth; the truth is in Kingdee and Wangdiantong, and whatever Redis loses the next reading brings back.
 *
 * The order of writing that makes a crash anywhere harmless is each stage's own and is told in its first comment; what
 * they share is that the stage's own job is acknowledged last, and that every step before it may be repeated.
 */
export class Ledger {
  readonly #redis: RedisConnection;
  readonly #prefix: string;

  constructor(redis: RedisConnection, scheme: string) {
    this.#redis = redis;
    this.#prefix = `${REDIS_PREFIX}:ledger:${scheme}`;
  }

  /** Claims the state for this version; a Fault `STATE_UNREADABLE` where another version wrote it. */
  async open(): Promise<void> {
    await this.#redis.hsetnx(this.#key("progress"), "version", STATE_VERSION);
    const found = await this.#redis.hget(this.#key("progress"), "version");
    if (found !== STATE_VERSION) throw new Fault("STATE_UNREADABLE", `台账版本 ${found},本程序支持 ${STATE_VERSION}`);
  }

  async progress(): Promise<Progress> {
    const [progress, count, open, held, oldest] = await Promise.all([
      this.#redis.hgetall(this.#key("progress")),
      this.#redis.hgetall(this.#key("count")),
      this.#redis.zcard(this.#key("open")),
      this.#redis.zcard(this.#key("held")),
      this.#redis.zrange(this.#key("open"), "0", "0", "WITHSCORES"),
    ]);
    return {
      watermarkMs: toNumber(progress["watermark"]),
      firstReadAtMs: toNumber(progress["firstReadAt"]),
      lastReadAtMs: toNumber(progress["lastReadAt"]),
      lastReadWallMs: toNumber(progress["lastReadWall"]),
      lastError: progress["lastError"] || null,
      bills: toNumber(count["bills"]) ?? 0,
      excluded: toNumber(count["excluded"]) ?? 0,
      delivered: toNumber(count["delivered"]) ?? 0,
      open,
      held,
      oldestOpenMs: toNumber(oldest[1]),
    };
  }

  /** Moves the watermark forward (never back) and notes the reading; times in Kingdee's epoch milliseconds. */
  async advance(watermarkMs: number, readAtMs: number): Promise<void> {
    await this.#run(scripts.ADVANCE, [this.#key("progress")], [watermarkMs, readAtMs]);
  }

  async noteReadError(reason: string): Promise<void> {
    await this.#redis.hset(this.#key("progress"), "lastError", reason);
  }

  /** The content hashes of the bills that are known, by id. A bill still in state `read` is given as unknown: its job
   *  may have been lost, and enqueueing it again is harmless. */
  async knownBills(billIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const known = new Map<string, string>();
    const pipeline = this.#redis.pipeline();
    for (const billId of billIds) pipeline.hmget(this.#billKey(billId), "h", "s");
    const replies = (await pipeline.exec()) ?? [];
    for (const [index, [error, reply]] of replies.entries()) {
      if (error) throw error;
      const [hash, state] = reply as [string | null, BillState | null];
      const billId = billIds[index];
      if (billId !== undefined && hash !== null && state !== "read") known.set(billId, hash);
    }
    return known;
  }

  async recordRead(bills: readonly BillRef[]): Promise<void> {
    await Promise.all(
      bills.map(async (bill) => this.#run(scripts.RECORD_READ, this.#billKeys(bill.billId), billArgs(bill))),
    );
  }

  /** Records the orders of a bill, or undefined where the bill has been read again with other content since. */
  async recordOrders(
    bill: BillRef,
    orders: readonly { readonly outerNo: string; readonly contentHash: string }[],
  ): Promise<readonly PlannedOrder[] | undefined> {
    const earlier = parseOrders(await this.#redis.hget(this.#billKey(bill.billId), "o"));
    const names = new Set(orders.map((order) => order.outerNo));
    const gone = earlier.filter((outerNo) => !names.has(outerNo));
    const reply = await this.#run(
      scripts.RECORD_ORDERS,
      [...this.#billKeys(bill.billId), ...[...names, ...gone].map((outerNo) => this.#orderKey(outerNo))],
      [...billArgs(bill), orders.length, ...orders.flatMap((order) => [order.outerNo, order.contentHash]), ...gone],
    );
    if (reply === "superseded") return undefined;
    const verdicts = reply as PlannedOrder["verdict"][];
    return orders.map((order, index) => ({ outerNo: order.outerNo, verdict: verdicts[index] ?? "enqueue" }));
  }

  async recordExcluded(bill: BillRef, rule: string): Promise<"excluded" | "superseded"> {
    return (await this.#run(scripts.RECORD_EXCLUDED, this.#billKeys(bill.billId), [...billArgs(bill), rule])) as
      | "excluded"
      | "superseded";
  }

  async recordHeldBill(bill: Pick<BillRef, "billId" | "contentHash">, reason: string): Promise<void> {
    await this.#hold(this.#billKey(bill.billId), `bill:${bill.billId}`, bill.contentHash, reason);
  }

  async recordHeldOrder(order: OrderRef, reason: string): Promise<void> {
    await this.#hold(this.#orderKey(order.outerNo), `order:${order.outerNo}`, order.contentHash, reason);
  }

  /**
   * Asks whether an order may be pushed. `go` gives this owner a lease: no other attempt gets a `go` before it is
   * released, delivered, or `leaseMs` have passed.
   */
  async beginPush(order: OrderRef, owner: string, leaseMs: number): Promise<PushPermit> {
    const reply = (await this.#run(
      scripts.BEGIN_PUSH,
      [this.#orderKey(order.outerNo), this.#key("open"), this.#key("held")],
      [order.outerNo, order.billId, order.contentHash, owner, leaseMs],
    )) as string[];
    const [kind = "", first, second] = reply;
    switch (kind) {
      case "go":
        return { kind, pushes: Number(first), firstPushAtMs: Number(second) };
      case "delivered":
        return { kind, stockoutNo: first || null };
      case "busy":
        return { kind, waitMs: Number(first) };
      case "changed":
      case "superseded":
        return { kind };
      default:
        throw new Error(`unexpected reply of the ledger: ${kind}`);
    }
  }

  /** Whether the owner still holds the order; asked last before every call, so that a replica that slept past its
   *  lease notices before it has an effect. */
  async renewPush(outerNo: string, owner: string, leaseMs: number): Promise<boolean> {
    return (await this.#run(scripts.RENEW_PUSH, [this.#orderKey(outerNo)], [owner, leaseMs])) === 1;
  }

  async releasePush(outerNo: string, owner: string): Promise<void> {
    await this.#run(scripts.RELEASE_PUSH, [this.#orderKey(outerNo)], [owner]);
  }

  async recordDelivered(order: OrderRef, delivery: { stockoutNo: string | null; proof: DeliveryProof }): Promise<void> {
    await this.#run(
      scripts.RECORD_DELIVERED,
      [this.#orderKey(order.outerNo), this.#key("open"), this.#key("held"), this.#key("count")],
      [order.outerNo, order.contentHash, delivery.stockoutNo ?? "", delivery.proof],
    );
  }

  async findBill(billId: string): Promise<BillRecord | undefined> {
    const record = await this.#redis.hgetall(this.#billKey(billId));
    if (!record["h"]) return undefined;
    return {
      billId,
      billNo: record["n"] ?? "",
      contentHash: record["h"],
      state: record["s"] as BillState,
      approvedAt: record["a"] ?? "",
      orders: parseOrders(record["o"]),
      reason: record["r"] ?? "",
    };
  }

  async findOrder(outerNo: string): Promise<OrderRecord | undefined> {
    const record = await this.#redis.hgetall(this.#orderKey(outerNo));
    if (!record["s"]) return undefined;
    return {
      outerNo,
      billId: record["b"] ?? "",
      state: record["s"] as OrderState,
      contentHash: record["h"] ?? "",
      deliveredHash: record["d"] ?? null,
      stockoutNo: record["k"] ?? null,
      proof: (record["p"] as DeliveryProof | undefined) ?? null,
      pushes: toNumber(record["c"]) ?? 0,
      firstPushAtMs: toNumber(record["f"]),
      reason: record["r"] ?? "",
    };
  }

  /** What waits for a person, oldest first. */
  async held(limit: number): Promise<readonly HeldRecord[]> {
    const members = await this.#redis.zrange(this.#key("held"), "0", String(limit - 1), "WITHSCORES");
    const held: HeldRecord[] = [];
    for (let index = 0; index < members.length; index += 2) {
      const [member = "", since = "0"] = [members[index], members[index + 1]];
      const kind = member.startsWith("bill:") ? "bill" : "order";
      const id = member.slice(kind.length + 1);
      const reason = await this.#redis.hget(kind === "bill" ? this.#billKey(id) : this.#orderKey(id), "r");
      held.push({ kind, id, reason: reason ?? "", sinceMs: Number(since) });
    }
    return held;
  }

  async #hold(key: string, member: string, contentHash: string, reason: string): Promise<void> {
    await this.#run(scripts.RECORD_HELD, [key, this.#key("open"), this.#key("held")], [member, contentHash, reason]);
  }

  async #run(script: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    return this.#redis.eval(script, keys.length, ...keys, ...args);
  }

  #billKeys(billId: string): string[] {
    return [this.#billKey(billId), this.#key("open"), this.#key("held"), this.#key("count")];
  }

  #billKey(billId: string): string {
    return this.#key(`bill:${billId}`);
  }

  #orderKey(outerNo: string): string {
    return this.#key(`order:${outerNo}`);
  }

  #key(name: string): string {
    return `${this.#prefix}:${name}`;
  }
}

function billArgs(bill: BillRef): string[] {
  return [bill.billId, bill.billNo, bill.contentHash, bill.approvedAt];
}

function parseOrders(text: string | null | undefined): readonly string[] {
  // Lua's cjson writes an empty table as an object.
  const parsed: unknown = text ? JSON.parse(text) : [];
  return Array.isArray(parsed) ? (parsed as string[]) : [];
}

function toNumber(text: string | undefined): number | null {
  return text === undefined || text === "" ? null : Number(text);
}
