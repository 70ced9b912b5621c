import { packTime, readEvidence, writeEvidence } from "./core/codec.ts";
import type { BillRef, Evidence, FoundDocument, WithdrawalCause } from "./core/records.ts";
import { Facet } from "./store.ts";

/** How long a sighting is kept: longer than any trouble at Kingdee may delay the reading that asks for it. */
const EVIDENCE_SECONDS = 30 * 86_400;
const SCAN_COUNT = 500;

type InventoryTurn = "begun" | "busy" | "over";

/** The listing of what Wangdiantong already has, and the documents that it saw and nobody asks for. */
export class LedgerInventory extends Facet {
  /** Who lists what Wangdiantong has: this owner (`begun`), another (`busy`), or nobody any more (`over`). */
  async begin(owner: string, leaseMs: number): Promise<InventoryTurn> {
    return this.store.commands.beginInventory(owner, leaseMs, "");
  }

  /** The same for one that was found to be impossible, after a rest; pushes go on meanwhile. */
  async beginAgain(owner: string, leaseMs: number, restMs: number): Promise<InventoryTurn> {
    return this.store.commands.beginInventory(owner, leaseMs, restMs);
  }

  /** Nothing is listed any more: it was done, or was found to be impossible. */
  async isOver(): Promise<boolean> {
    const state = await this.store.readable(this.store.redis.hget(this.store.key("progress"), "inventory"));
    return state === "done" || state === "unavailable";
  }

  async renew(owner: string, leaseMs: number): Promise<boolean> {
    return (await this.store.commands.renewInventory(owner, leaseMs)) === 1;
  }

  /** With what went wrong where it could not be finished, for the status. */
  async finish(owner: string, result: "done" | "unavailable", error = ""): Promise<void> {
    await this.store.commands.finishInventory(owner, result, error);
  }

  /** It did not succeed for now, and is tried again. */
  async noteError(text: string): Promise<void> {
    await this.store.redis.hset(this.store.key("progress"), "inventoryError", text);
  }

  /** What was seen in Wangdiantong; handed out with the permit for the order's first push, and forgotten in a month. */
  async recordEvidence(entries: readonly ({ readonly outerNo: string } & Evidence)[]): Promise<void> {
    if (entries.length === 0) return;
    const pairs = entries.flatMap(({ outerNo, ...evidence }) => [outerNo, writeEvidence(evidence)]);
    await this.store.redis.hset(this.store.key("found"), ...pairs);
    await this.store.redis.expire(this.store.key("found"), EVIDENCE_SECONDS);
  }

  /** What an inventory saw and nobody has asked for yet, without corrections, which are counted with their orders. */
  async *found(): AsyncGenerator<readonly FoundDocument[]> {
    let cursor = "0";
    do {
      const [next, flat] = await this.store.readable(
        this.store.redis.hscan(this.store.key("found"), cursor, "COUNT", SCAN_COUNT),
      );
      cursor = next;
      yield toDocuments(flat).filter((found) => !found.isCorrection);
    } while (cursor !== "0");
  }

  /** Somebody else's: nothing of this ledger. */
  async forget(outerNos: readonly string[]): Promise<void> {
    if (outerNos.length > 0) await this.store.redis.hdel(this.store.key("found"), ...outerNos);
  }

  /** No bill is known that asks for them. */
  async recordUnclaimed(outerNos: readonly string[]): Promise<void> {
    if (outerNos.length > 0) await this.store.commands.recordUnclaimed(...outerNos);
  }

  async unclaimed(): Promise<readonly FoundDocument[]> {
    return toDocuments(
      Object.entries(await this.store.readable(this.store.redis.hgetall(this.store.key("unclaimed")))).flat(),
    );
  }

  /** A document of a bill that does not ask for it: a dispute, as if we had delivered it. Without `cause` it stands. */
  async recordStray(
    document: Pick<FoundDocument, "outerNo" | "stockoutNo">,
    bill: Pick<BillRef, "billId" | "billNo" | "approvedAt"> & { readonly cause?: WithdrawalCause },
  ): Promise<"recorded" | "claimed"> {
    const { outerNo, stockoutNo } = document;
    const { billId, billNo, approvedAt, cause = "" } = bill;
    return this.store.commands.recordStray(outerNo, stockoutNo, billId, billNo, packTime(approvedAt), cause);
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
