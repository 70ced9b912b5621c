import type { CaseReason } from "@billferry/contracts";

import { packHash, packTime, readBill, readHistory, toBillState, toOrderState, unpackHash } from "./core/codec.ts";
import type { BillArgs } from "./commands.ts";
import { waitsArgs, type CaseWaits } from "./core/gap.ts";
import { chunksOfDay, DAY_CHUNKS, dayOf, packDay } from "./core/keys.ts";
import type {
  BillRecord,
  BillRef,
  BillState,
  HistoryEntry,
  KnownBill,
  OrderState,
  RecordedOrder,
  WithdrawalCause,
} from "./core/records.ts";
import type { LedgerNumbers } from "./numbers.ts";
import { Facet, toPairs, unreadable, type LedgerStore } from "./store.ts";

/** Bills of a day that stand alike: their own state, and those of their orders, each once. */
export interface DayCount {
  readonly state: BillState;
  readonly orders: readonly OrderState[];
  readonly count: number;
}

interface OrderContent {
  readonly outerNo: string;
  readonly contentHash: string;
}

/** What is known of bills. */
export class LedgerBills extends Facet {
  readonly #numbers: LedgerNumbers;

  constructor(store: LedgerStore, numbers: LedgerNumbers) {
    super(store);
    this.#numbers = numbers;
  }

  /** What is known of these bills; those that are not known are left out. */
  async known(billIds: readonly string[]): Promise<ReadonlyMap<string, KnownBill>> {
    type Reply = readonly (string | null)[];
    const replies = await this.store.each<Reply>(billIds, (pipeline, billId) =>
      pipeline.hmget(this.store.billKey(billId), "h", "s", "v"),
    );
    const known = replies.flatMap(([contentHash, state, revision], index) => {
      if (!contentHash) return [];
      const content = { contentHash: unpackHash(contentHash), state: toBillState(state) ?? "read" };
      return [[billIds[index] ?? "", { ...content, revision: Number(revision) || 1 }] as const];
    });
    return new Map(known);
  }

  async find(billId: string): Promise<BillRecord | undefined> {
    const [bill] = await this.#read([billId]);
    return bill;
  }

  /** By the number a person knows; several where a number was used again. */
  async findByNumber(billNo: string): Promise<readonly BillRecord[]> {
    const bills = await this.findAlike(billNo);
    return bills.filter((bill) => bill.billNo === billNo || bill.earlierNumbers.includes(billNo));
  }

  /** The same in whatever case and width the number is given. */
  async findAlike(number: string): Promise<readonly BillRecord[]> {
    const [ids = []] = await this.#numbers.find("N", [number]);
    return this.#read(ids);
  }

  /** Those of these bills that are known, in one round trip. */
  async findMany(billIds: readonly string[]): Promise<readonly BillRecord[]> {
    return this.#read(billIds);
  }

  /** The bills approved on a day, "2026-11-23" as Kingdee writes it; in no order. */
  async listDay(day: string): Promise<readonly BillRecord[]> {
    const bills = await this.#read(await this.idsOfDay(day));
    return bills.filter((bill) => dayOf(bill.approvedAt) === day);
  }

  /** Bills approved on a day, "2026-11-23" as Kingdee writes it; in no order. */
  async idsOfDay(day: string): Promise<readonly string[]> {
    const [, ids] = await this.store.commands.idsOfDay(packDay(day), "");
    return ids ? ids.split(",") : [];
  }

  /** About how many bills were approved on these days, without reading them. */
  async countIds(days: readonly string[]): Promise<number> {
    const chunks = days.flatMap(chunksOfDay).map((chunk) => this.store.key(chunk));
    const counts = await this.store.each<number>(chunks, (pipeline, chunk) => pipeline.scard(chunk));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /**
   * How many bills approved on a day stand how, with the states of their orders; counted where they are stored, part by
   * part, so that nobody else waits for a long day.
   */
  async countDay(day: string): Promise<readonly DayCount[]> {
    const chunks = Array.from({ length: DAY_CHUNKS }, (_, chunk) => chunk);
    const parts = await Promise.all(chunks.map(async (chunk) => this.store.commands.countDay(packDay(day), chunk)));
    return parts.flatMap((part) =>
      toPairs(part).flatMap(([letters, count]) => {
        const [bill, orders = ""] = letters.split(":");
        const state = toBillState(bill);
        return state === undefined
          ? []
          : [{ state, orders: [...orders].flatMap((each) => toOrderState(each) ?? []), count }];
      }),
    );
  }

  /** What happened to a bill beyond the ordinary, oldest first. */
  async history(billId: string): Promise<readonly HistoryEntry[]> {
    const entries = await this.store.readable(this.store.redis.lrange(this.store.key(`x:${billId}`), 0, -1));
    return entries.map(readHistory);
  }

  /** Which of these bills have a number that another living bill has as well. */
  async sharingNumber(billIds: readonly string[]): Promise<ReadonlySet<string>> {
    const sharing = new Set<string>();
    const bills = await this.#read(billIds);
    const indexed = await this.#numbers.find(
      "N",
      bills.map(({ billNo }) => billNo),
    );
    for (const [index, { billId, billNo }] of bills.entries()) {
      const others = (indexed[index] ?? []).filter((each) => each !== billId);
      if (others.length === 0) continue;
      const known = await this.#read(others);
      if (known.some((other) => other.billNo === billNo && other.state !== "withdrawn")) sharing.add(billId);
    }
    return sharing;
  }

  /** The bills that have the keys which others wait for. */
  async ownersOfContestedKeys(): Promise<readonly string[]> {
    const outerNos = await this.store.readable(this.store.redis.hkeys(this.store.key("claims")));
    const orders = await this.store.hashes(outerNos.map((outerNo) => this.store.orderKey(outerNo)));
    return [...new Set(orders.flatMap((order) => order["b"] ?? []))];
  }

  /** Of which of these bills a person decided that (`giveOwnKeys`). */
  async withOwnKeys(billIds: readonly string[]): Promise<ReadonlySet<string>> {
    const replies = await this.store.each<number>(billIds, (pipeline, billId) =>
      pipeline.hexists(this.store.billKey(billId), "u"),
    );
    return new Set(billIds.filter((_, index) => replies[index] === 1));
  }

  async hasOwnKeys(billId: string): Promise<boolean> {
    return (await this.withOwnKeys([billId])).has(billId);
  }

  /** A person decides that a bill whose key is taken gets keys with its id in them; it is made anew with these. */
  async giveOwnKeys(
    billId: string,
    by: { readonly by: string; readonly note: string },
  ): Promise<"settled" | "not-a-case"> {
    return this.store.commands.giveOwnKeys(billId, by.by, by.note);
  }

  /** Recorded after the bills were enqueued, so that a crash between the two repeats work and loses none. */
  async recordRead(bills: readonly BillRef[]): Promise<{ readonly fresh: number; readonly changed: number }> {
    const verdicts = await Promise.all(bills.map(async (bill) => this.store.commands.recordRead(...billArgs(bill))));
    return {
      fresh: verdicts.filter((each) => each === "fresh").length,
      changed: verdicts.filter((each) => each === "changed").length,
    };
  }

  /** All or none. Undefined: other content by now. Contested ones come alone, and their keys are waited for. */
  async recordOrders(bill: BillRef, orders: readonly OrderContent[]): Promise<readonly RecordedOrder[] | undefined> {
    const recorded = await this.#recordOrders(bill, orders, "");
    return recorded === "own-keys" ? undefined : recorded;
  }

  /** The same under plain keys; "own-keys", and nothing is recorded, where the bill has keys of its own. */
  async recordPlainOrders(
    bill: BillRef,
    orders: readonly OrderContent[],
  ): Promise<readonly RecordedOrder[] | "own-keys" | undefined> {
    return this.#recordOrders(bill, orders, "1");
  }

  async #recordOrders(
    bill: BillRef,
    orders: readonly OrderContent[],
    arePlain: "1" | "",
  ): Promise<readonly RecordedOrder[] | "own-keys" | undefined> {
    const pairs = orders.flatMap((order) => [order.outerNo, packHash(order.contentHash)]);
    const reply = await this.store.commands.recordOrders(...billArgs(bill), "", arePlain, ...pairs);
    if (reply === "own-keys") return reply;
    if (reply === "superseded") return undefined;
    if (reply[0] === "contested") return toContested(reply.slice(1));
    return orders.map((order, index) => ({
      outerNo: order.outerNo,
      verdict: reply[2 * index] as RecordedOrder["verdict"],
      revision: Number(reply[2 * index + 1]),
    }));
  }

  /** A named rule says that the bill has nothing to move; orders that it once had are gone with it. */
  async recordExcluded(bill: BillRef, rule: string): Promise<"excluded" | "superseded"> {
    const reply = await this.store.commands.recordOrders(...billArgs(bill), rule, "");
    return reply === "superseded" ? reply : "excluded";
  }

  /** Waits for a person, or for the missing codes that are named. */
  async recordHeld(bill: BillRef, reason: CaseReason, waits?: CaseWaits): Promise<void> {
    await this.store.commands.recordHeldBill(...billArgs(bill), reason.code, reason.text, ...waitsArgs(waits));
  }

  /** Unapproved, voided or deleted; "superseded" where it was read again since, or was withdrawn already. */
  async recordWithdrawn(
    bill: Pick<BillRef, "billId" | "contentHash">,
    cause: WithdrawalCause,
  ): Promise<"withdrawn" | "superseded"> {
    return this.store.commands.recordWithdrawn(bill.billId, packHash(bill.contentHash), cause);
  }

  async noteRevived(billId: string): Promise<void> {
    await this.store.commands.noteRevived(billId);
  }

  async #read(billIds: readonly string[]): Promise<readonly BillRecord[]> {
    const hashes = await this.store.hashes(billIds.map((billId) => this.store.billKey(billId)));
    return hashes.flatMap((hash, index) => {
      const bill = readBill(billIds[index] ?? "", hash);
      if (bill === "unreadable") throw unreadable(billIds[index] ?? "");
      return bill ?? [];
    });
  }
}

function billArgs({ billId, billNo, contentHash, approvedAt, revision, isRemapped }: BillRef): BillArgs {
  return [billId, billNo, packHash(contentHash), packTime(approvedAt), revision, isRemapped ? 1 : ""];
}

function toContested(facts: readonly (string | null)[]): readonly RecordedOrder[] {
  const contested: RecordedOrder[] = [];
  for (let index = 0; index < facts.length; index += 3) {
    const [outerNo, billId, billNo] = facts.slice(index, index + 3);
    const owner = { billId: billId ?? "", billNo: billNo ?? "" };
    contested.push({ outerNo: outerNo ?? "", verdict: "contested", revision: 0, owner });
  }
  return contested;
}
