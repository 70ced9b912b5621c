import { AnewLedger } from "./anew.ts";
import { unreadable } from "./bills.ts";
import { packDoubt, packHash, packTime, readDoubtful, readEvidence, readOrder, UNKNOWN } from "./core/codec.ts";
import { parseCaseId } from "./core/keys.ts";
import type { BillRef, DoubtfulOrder, FoundDocument, Look, OrderRef, WithdrawalCause } from "./core/records.ts";
import { POSTPONE_DOUBTS, RECORD_LOOK, RECORD_STRAY, RECORD_UNCLAIMED } from "./scripts/doubt-scripts.ts";
import { RECORD_DELIVERED } from "./scripts/order-scripts.ts";

const SCAN_COUNT = 500;

/**
 * The ledger's chapter on what is not known: orders in doubt, and documents that an inventory saw and nobody asks for.
 */
export class DoubtLedger extends AnewLedger {
  /** Orders in doubt whose next look is due, the longest due first. */
  async dueDoubts(limit: number): Promise<readonly DoubtfulOrder[]> {
    const nowMs = await this.redisNowMs();
    const key = this.key("doubts");
    return this.readDoubts(await this.readable(this.redis.zrangebyscore(key, "-inf", `${nowMs}`, "LIMIT", 0, limit)));
  }

  /** All orders in doubt, those looked at next first. */
  async doubts(limit: number): Promise<readonly DoubtfulOrder[]> {
    return this.readDoubts(await this.readable(this.redis.zrange(this.key("doubts"), "0", `${limit - 1}`)));
  }

  /** What a look came to; "superseded" where the order is not in this doubt any more. */
  async recordLook(
    order: Pick<DoubtfulOrder, "outerNo" | "doubt" | "contentHash">,
    look: Look,
  ): Promise<"recorded" | "superseded"> {
    const reason = "reason" in look ? look.reason : undefined;
    return (await this.run(
      RECORD_LOOK,
      order.outerNo,
      packDoubt(order.doubt),
      packHash(order.contentHash),
      look.kind,
      ("restMs" in look ? look.restMs : null) ?? 0,
      reason?.code ?? "",
      reason?.text ?? "",
      "differences" in look && look.differences.length > 0 ? JSON.stringify(look.differences) : "",
      ("stockoutNo" in look ? look.stockoutNo : null) ?? "",
    )) as "recorded" | "superseded";
  }

  /** It is there after all, though nobody asks for it (any more), with whatever content: a dispute from now on. */
  async recordPresent(order: Pick<OrderRef, "outerNo" | "billId">, stockoutNo: string): Promise<void> {
    await this.run(RECORD_DELIVERED, order.outerNo, order.billId, UNKNOWN, stockoutNo, "l", "", "", "", "");
  }

  /** The load job of an order in doubt or dispute, as JSON; null where none is kept. */
  async keptJob(outerNo: string): Promise<string | null> {
    return this.readable(this.redis.hget(this.orderKey(outerNo), "g"));
  }

  /** Whether a person's word can end something here: a case, a doubt, or a document that no bill asks for. */
  async canBeSettled(caseId: string): Promise<boolean> {
    if ((await this.findCase(caseId)) !== undefined) return true;
    const parsed = parseCaseId(caseId);
    if (parsed?.kind !== "order") return false;
    const isUnclaimed = await this.readable(this.redis.hexists(this.key("unclaimed"), parsed.id));
    return isUnclaimed === 1 || (await this.readDoubts([parsed.id])).length > 0;
  }

  async postponeDoubts(outerNos: readonly string[], forMs: number): Promise<void> {
    if (outerNos.length > 0) await this.run(POSTPONE_DOUBTS, forMs, ...outerNos);
  }

  /** What an inventory saw and nobody has asked for yet, without corrections, which are counted with their orders. */
  async *foundDocuments(): AsyncGenerator<readonly FoundDocument[]> {
    let cursor = "0";
    do {
      const [next, flat] = await this.readable(this.redis.hscan(this.key("found"), cursor, "COUNT", SCAN_COUNT));
      cursor = next;
      yield toDocuments(flat).filter((found) => !found.isCorrection);
    } while (cursor !== "0");
  }

  /** No bill is known that asks for them. */
  async recordUnclaimed(outerNos: readonly string[]): Promise<void> {
    if (outerNos.length > 0) await this.run(RECORD_UNCLAIMED, ...outerNos);
  }

  /** Somebody else's: nothing of this ledger. */
  async forgetFound(outerNos: readonly string[]): Promise<void> {
    if (outerNos.length > 0) await this.redis.hdel(this.key("found"), ...outerNos);
  }

  async unclaimed(): Promise<readonly FoundDocument[]> {
    return toDocuments(Object.entries(await this.readable(this.redis.hgetall(this.key("unclaimed")))).flat());
  }

  /**
   * A document that an inventory saw is of a bill that does not ask for it: a dispute, as if this ledger had delivered
   * it. Without a `cause` the bill stands.
   */
  async recordStray(
    document: Pick<FoundDocument, "outerNo" | "stockoutNo">,
    bill: Pick<BillRef, "billId" | "billNo" | "approvedAt"> & { readonly cause?: WithdrawalCause },
  ): Promise<"recorded" | "claimed"> {
    const { billId, billNo, approvedAt, cause } = bill;
    const args = [document.outerNo, document.stockoutNo, billId, billNo, packTime(approvedAt), cause ?? ""];
    return (await this.run(RECORD_STRAY, ...args)) as "recorded" | "claimed";
  }

  private async readDoubts(outerNos: readonly string[]): Promise<readonly DoubtfulOrder[]> {
    const hashes = await this.hashes(outerNos.map((outerNo) => this.orderKey(outerNo)));
    const gone = outerNos.filter((_, index) => !hashes[index]?.["q"]);
    // A record that was lost takes its doubt with it.
    if (gone.length > 0) await this.redis.zrem(this.key("doubts"), ...gone);
    return outerNos.flatMap((outerNo, index) => {
      const hash = hashes[index] ?? {};
      const order = readOrder(outerNo, hash);
      if (order === "unreadable") throw unreadable(outerNo);
      return (order && readDoubtful(order, hash)) ?? [];
    });
  }
}

function toDocuments(flat: readonly string[]): FoundDocument[] {
  const documents: FoundDocument[] = [];
  for (let index = 0; index < flat.length; index += 2) {
    const evidence = readEvidence(flat[index + 1] ?? "");
    if (evidence !== null) documents.push({ outerNo: flat[index] ?? "", ...evidence });
  }
  return documents;
}
