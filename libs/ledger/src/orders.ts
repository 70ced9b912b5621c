import type { CaseReason, DeliveryProof, LoadJob, OrderDifference, OrderEdit } from "@billferry/contracts";

import type { LedgerBills } from "./bills.ts";
import type { LedgerNumbers } from "./numbers.ts";
import {
  DOUBT_LETTERS,
  packHash,
  PROOF_LETTERS,
  readEdit,
  readEvidence,
  toList,
  toMs,
  UNKNOWN,
  writeEdit,
} from "./core/codec.ts";
import type { EditVerdict, OrderArgs, Unsure } from "./commands.ts";
import { waitsArgs, type CaseWaits } from "./core/gap.ts";
import { loadQueueKey } from "./core/keys.ts";
import type { Doubt, InventoryState, OrderRecord, OrderRef, PushPermit } from "./core/records.ts";
import { Facet, orderOf, type LedgerStore } from "./store.ts";

interface FoundBy {
  readonly bills: Pick<LedgerBills, "findMany">;
  readonly numbers: Pick<LedgerNumbers, "find">;
}

/** What is known of orders, and who may push one. */
export class LedgerOrders extends Facet {
  readonly #parts: FoundBy;

  constructor(store: LedgerStore, parts: FoundBy) {
    super(store);
    this.#parts = parts;
  }

  /** `go` is a lease: no other attempt gets one before release or delivery, or before `leaseMs` have passed. */
  async beginPush(order: OrderRef, owner: string, leaseMs: number): Promise<PushPermit> {
    const { commands, scheme } = this.store;
    const answer = await commands.beginPush(...orderArgs(order), owner, leaseMs, loadQueueKey(scheme));
    switch (answer[0]) {
      case "go": {
        const [kind, pushes, firstPushAtMs, revision, evidence, inventory, edited] = answer;
        const edit = readEdit(edited);
        return {
          kind,
          pushes: Number(pushes),
          firstPushAtMs: Number(firstPushAtMs),
          revision: Number(revision),
          evidence: evidence === null ? null : readEvidence(evidence),
          inventory: inventory as InventoryState,
          ...(edit?.contentHash === order.contentHash ? { edit } : {}),
        };
      }
      case "delivered":
        return { kind: "delivered", stockoutNo: answer[1] };
      case "changed":
        return { kind: "changed", ...toUnsure(answer) };
      case "verify":
        return { kind: "verify", ...toUnsure(answer), isAccepted: answer[4] === "1" };
      case "busy":
        return { kind: "busy", waitMs: Number(answer[1]) };
      case "on-hold":
        return { kind: "on-hold", by: answer[1], note: answer[2] };
      case "superseded":
      case "paused":
      case "contested":
        return { kind: answer[0] };
    }
  }

  /** Whether the owner still holds the order; asked last before every call, so that a replica that slept past its
   *  lease notices before it has an effect. */
  async renewPush(outerNo: string, owner: string, leaseMs: number): Promise<boolean> {
    return (await this.store.commands.renewPush(outerNo, owner, leaseMs)) === 1;
  }

  /** `hadNoEffect`: this attempt surely left nothing behind. Without it the order counts as one that may be there. */
  async releasePush(outerNo: string, owner: string, hadNoEffect = false): Promise<void> {
    await this.store.commands.releasePush(outerNo, owner, hadNoEffect ? "1" : "");
  }

  /** With a `dispute` the order is there, and a person has to look at it all the same; with a `doubt` something of
   *  it is still to be found out. The job is kept with either. */
  async recordDelivered(
    order: OrderRef,
    delivery: {
      readonly stockoutNo: string | null;
      readonly proof: DeliveryProof;
      readonly dispute?: CaseReason;
      readonly doubt?: Doubt;
      readonly job?: LoadJob;
    },
  ): Promise<void> {
    const { stockoutNo, proof, dispute, doubt, job } = delivery;
    const isKept = job !== undefined && (dispute !== undefined || doubt !== undefined);
    await this.store.commands.recordDelivered(
      ...orderArgs(order),
      stockoutNo ?? "",
      PROOF_LETTERS[proof],
      dispute?.code ?? "",
      dispute?.text ?? "",
      doubt === undefined ? "" : DOUBT_LETTERS[doubt],
      isKept ? JSON.stringify(job) : "",
    );
  }

  /** It is there after all although no bill asks for it (any more): a dispute from now on, whatever its content. */
  async recordPresent(order: Pick<OrderRef, "outerNo" | "billId">, stockoutNo: string): Promise<void> {
    await this.store.commands.recordDelivered(order.outerNo, order.billId, UNKNOWN, stockoutNo, "l", "", "", "", "");
  }

  /** Waits for a person from now on: `disputed` where it is delivered, else `held`. */
  async recordHeld(order: OrderRef, reason: CaseReason, waits?: CaseWaits): Promise<void> {
    await this.#hold({ order, reason, waits, job: "" });
  }

  /** The same; the job is kept where its order is delivered or may be. */
  async recordHeldJob(job: LoadJob, reason: CaseReason, waits?: CaseWaits): Promise<void> {
    const order = { outerNo: job.order.outer_no, billId: job.billId, contentHash: job.contentHash };
    await this.#hold({ order, reason, waits, job: JSON.stringify(job) });
  }

  async #hold(held: {
    readonly order: OrderRef;
    readonly reason: CaseReason;
    readonly waits: CaseWaits | undefined;
    readonly job: string;
  }): Promise<void> {
    const { order, reason, waits, job } = held;
    const why = [reason.code, reason.text] as const;
    await this.store.commands.recordHeldOrder(...orderArgs(order), ...why, ...waitsArgs(waits), job);
  }

  /** Shown with the order's case; gone with it. */
  async noteDifferences(outerNo: string, differences: readonly OrderDifference[]): Promise<void> {
    await this.store.readable(this.store.redis.hset(this.store.orderKey(outerNo), "x", JSON.stringify(differences)));
  }

  /** A person changes what the order says beside what it moves; no changes take an edit back. */
  async edit(outerNo: string, edit: OrderEdit): Promise<EditVerdict> {
    const { contentHash, changes, by, note } = edit;
    const text = changes.length === 0 ? "" : writeEdit(edit);
    return this.store.commands.editOrder(outerNo, packHash(contentHash), text, by, note);
  }

  /** By outer number, those of these orders that a person has changed. */
  async findEdits(outerNos: readonly string[]): Promise<ReadonlyMap<string, OrderEdit>> {
    const texts = await this.store.each<string | null>(outerNos, (pipeline, outerNo) =>
      pipeline.hget(this.store.orderKey(outerNo), "n"),
    );
    return new Map(
      outerNos.flatMap((outerNo, at) => {
        const edit = readEdit(texts[at]);
        return edit === undefined ? [] : [[outerNo, edit] as const];
      }),
    );
  }

  async noteForeignDuplicate(outerNo: string): Promise<void> {
    await this.store.commands.noteForeign(outerNo);
  }

  /** The load job of an order in doubt or dispute, as JSON; null where none is kept. */
  async keptJob(outerNo: string): Promise<string | null> {
    return this.store.readable(this.store.redis.hget(this.store.orderKey(outerNo), "g"));
  }

  async find(outerNo: string): Promise<OrderRecord | undefined> {
    return (await this.findMany([outerNo]))[0];
  }

  /** Those of these orders that are known, in one round trip. */
  async findMany(outerNos: readonly string[]): Promise<readonly OrderRecord[]> {
    const hashes = await this.store.hashes(outerNos.map((outerNo) => this.store.orderKey(outerNo)));
    return hashes.flatMap((hash, index) => orderOf(outerNos[index] ?? "", hash) ?? []);
  }

  async findByStockoutNo(stockoutNo: string): Promise<OrderRecord | undefined> {
    const [ids = []] = await this.#parts.numbers.find("K", [stockoutNo]);
    const bills = await this.#parts.bills.findMany(ids);
    const orders = await this.findMany(bills.flatMap((bill) => bill.orders));
    const corrections = await this.findMany(orders.flatMap((order) => order.corrections));
    return [...orders, ...corrections].find((order) => order.stockoutNo === stockoutNo);
  }
}

function orderArgs({ outerNo, billId, contentHash }: OrderRef): OrderArgs {
  return [outerNo, billId, packHash(contentHash)];
}

function toUnsure([, stockoutNo, deliveredAt, corrections]: readonly [string, ...Unsure, ...unknown[]]) {
  return { stockoutNo, deliveredAtMs: toMs(deliveredAt), corrections: toList(corrections) };
}
