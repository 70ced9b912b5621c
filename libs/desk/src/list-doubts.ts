import { Ledger, type DoubtfulOrder } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";

/** An order of which something is still to be found out. */
export type DoubtItem = Pick<DoubtfulOrder, "doubt" | "outerNo" | "billId" | "stockoutNo" | "sinceMs" | "looks">;

/** A document in Wangdiantong that an inventory saw and no bill asks for. */
interface UnclaimedItem {
  readonly outerNo: string;
  readonly stockoutNo: string;
}

export interface DoubtList {
  readonly doubts: readonly DoubtItem[];
  readonly unclaimed: readonly UnclaimedItem[];
}

/** What is not known of a scheme's orders, those looked at next first, at most `limit` of each kind. */
export async function listDoubts(redis: RedisConnection, scheme: string, limit: number): Promise<DoubtList> {
  const ledger = new Ledger(redis, scheme);
  const [doubts, unclaimed] = [await ledger.doubts.list(limit), await ledger.inventory.unclaimed()];
  return {
    doubts: doubts.map(({ doubt, outerNo, billId, stockoutNo, sinceMs, looks }) => ({
      doubt,
      outerNo,
      billId,
      stockoutNo,
      sinceMs,
      looks,
    })),
    unclaimed: unclaimed.slice(0, limit).map(({ outerNo, stockoutNo }) => ({ outerNo, stockoutNo })),
  };
}
