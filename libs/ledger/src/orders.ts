import type { CaseReason, DeliveryProof, LoadJob, OrderDifference } from "@billferry/contracts";

import { BillLedger, unreadable } from "./bills.ts";
import { packDoubt, packHash, packProof, readEvidence, readOrder, toList, toMs, writeEvidence } from "./core/codec.ts";
import { waitsArgs, type CaseWaits } from "./core/gap.ts";
import type { Doubt, Evidence, InventoryState, OrderRecord, OrderRef, PushPermit } from "./core/records.ts";
import {
  BEGIN_PUSH,
  NOTE_FOREIGN,
  RECORD_DELIVERED,
  RECORD_HELD_ORDER,
  RELEASE_PUSH,
  RENEW_PUSH,
} from "./scripts/order-scripts.ts";
import { BEGIN_INVENTORY, FINISH_INVENTORY, RENEW_INVENTORY } from "./scripts/upkeep-scripts.ts";

/** Longer than any trouble at Kingdee may keep the reading from asking for it. */
const EVIDENCE_SECONDS = 30 * 86_400;

/** The ledger's chapter on orders. */
export class OrderLedger extends BillLedger {
  /**
   * Asks whether an order may be pushed. `go` gives this owner a lease: no other attempt gets a `go` before it is
   * released, delivered, or `leaseMs` have passed.
   */
  async beginPush(order: OrderRef, owner: string, leaseMs: number): Promise<PushPermit> {
    const { outerNo, billId } = order;
    const reply = (await this.run(BEGIN_PUSH, outerNo, billId, packHash(order.contentHash), owner, leaseMs)) as (
      | string
      | null
    )[];
    const [verdict, first = null, second, third, fourth, fifth] = reply;
    const kind = String(verdict);
    switch (kind) {
      case "go":
        return {
          kind,
          pushes: Number(first),
          firstPushAtMs: Number(second),
          revision: Number(third),
          evidence: fourth ? readEvidence(fourth) : null,
          inventory: fifth as InventoryState,
        };
      case "delivered":
        return { kind, stockoutNo: first };
      case "changed":
        return {
          kind,
          stockoutNo: first,
          deliveredAtMs: toMs(second),
          corrections: toList(third),
        };
      case "verify":
        return {
          kind,
          stockoutNo: first,
          deliveredAtMs: toMs(second),
          corrections: toList(third),
          isAccepted: fourth === "1",
        };
      case "busy":
        return { kind, waitMs: Number(first) };
      case "superseded":
      case "contested":
        return { kind };
      default:
        throw new Error(`unexpected reply of the ledger: ${kind}`);
    }
  }

  /** Whether the owner still holds the order; asked last before every call, so that a replica that slept past its
   *  lease notices before it has an effect. */
  async renewPush(outerNo: string, owner: string, leaseMs: number): Promise<boolean> {
    return (await this.run(RENEW_PUSH, outerNo, owner, leaseMs)) === 1;
  }

  /** `hadNoEffect`: this attempt surely left nothing behind. Without it the order counts as one that may be there. */
  async releasePush(outerNo: string, owner: string, hadNoEffect = false): Promise<void> {
    await this.run(RELEASE_PUSH, outerNo, owner, hadNoEffect ? "1" : "");
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
    const reason = [dispute?.code ?? "", dispute?.text ?? ""];
    await this.run(
      RECORD_DELIVERED,
      order.outerNo,
      order.billId,
      packHash(order.contentHash),
      stockoutNo ?? "",
      packProof(proof),
      ...reason,
      doubt === undefined ? "" : packDoubt(doubt),
      isKept ? JSON.stringify(job) : "",
    );
  }

  /** Waits for a person from now on: `disputed` where it is delivered, else `held`. */
  async recordHeldOrder(order: OrderRef, reason: CaseReason, waits?: CaseWaits): Promise<void> {
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
    await this.run(
      RECORD_HELD_ORDER,
      order.outerNo,
      order.billId,
      packHash(order.contentHash),
      reason.code,
      reason.text,
      ...waitsArgs(waits),
      job,
    );
  }

  /** Shown with the order's case; gone with it. */
  async noteDifferences(outerNo: string, differences: readonly OrderDifference[]): Promise<void> {
    await this.readable(this.redis.hset(this.orderKey(outerNo), "x", JSON.stringify(differences)));
  }

  async noteForeignDuplicate(outerNo: string): Promise<void> {
    await this.run(NOTE_FOREIGN, outerNo);
  }

  async findOrder(outerNo: string): Promise<OrderRecord | undefined> {
    const [hash = {}] = await this.hashes([this.orderKey(outerNo)]);
    const order = readOrder(outerNo, hash);
    if (order === "unreadable") throw unreadable(outerNo);
    return order;
  }

  /** Those of these orders that are known, in one round trip. */
  async findOrders(outerNos: readonly string[]): Promise<readonly OrderRecord[]> {
    const hashes = await this.hashes(outerNos.map((outerNo) => this.orderKey(outerNo)));
    return hashes.flatMap((hash, index) => {
      const order = readOrder(outerNos[index] ?? "", hash);
      if (order === "unreadable") throw unreadable(outerNos[index] ?? "");
      return order ?? [];
    });
  }

  async findOrderByStockoutNo(stockoutNo: string): Promise<OrderRecord | undefined> {
    const billId = await this.readable(this.redis.hget(this.bucketKey("k", stockoutNo), stockoutNo));
    const bill = billId === null ? undefined : await this.findBill(billId);
    const orders = await Promise.all((bill?.orders ?? []).map(async (outerNo) => this.findOrder(outerNo)));
    const corrections = await Promise.all(
      orders.flatMap((order) => order?.corrections ?? []).map(async (outerNo) => this.findOrder(outerNo)),
    );
    return [...orders, ...corrections].find((order) => order?.stockoutNo === stockoutNo);
  }

  /** Who lists what Wangdiantong has: `go` for this owner, `busy` while another does, `done` when nothing is to do. */
  async beginInventory(owner: string, leaseMs: number): Promise<"go" | "busy" | "done"> {
    return (await this.run(BEGIN_INVENTORY, owner, leaseMs, "")) as "go" | "busy" | "done";
  }

  /** The same for one that was found to be impossible, after a rest; pushes go on meanwhile. */
  async beginInventoryAgain(owner: string, leaseMs: number, restMs: number): Promise<"go" | "busy" | "done"> {
    return (await this.run(BEGIN_INVENTORY, owner, leaseMs, restMs)) as "go" | "busy" | "done";
  }

  async renewInventory(owner: string, leaseMs: number): Promise<boolean> {
    return (await this.run(RENEW_INVENTORY, owner, leaseMs)) === 1;
  }

  /** What was seen in Wangdiantong; handed out with the permit for the order's first push, and forgotten in a month. */
  async recordEvidence(entries: readonly ({ readonly outerNo: string } & Evidence)[]): Promise<void> {
    if (entries.length === 0) return;
    const pairs = entries.flatMap(({ outerNo, ...evidence }) => [outerNo, writeEvidence(evidence)]);
    await this.redis.hset(this.key("found"), ...pairs);
    await this.redis.expire(this.key("found"), EVIDENCE_SECONDS);
  }

  /** With what went wrong where it could not be finished, for the status. */
  async finishInventory(owner: string, result: "done" | "unavailable", error = ""): Promise<void> {
    await this.run(FINISH_INVENTORY, owner, result, error);
  }

  /** It did not succeed for now, and is tried again. */
  async noteInventoryError(text: string): Promise<void> {
    await this.redis.hset(this.key("progress"), "inventoryError", text);
  }
}
