import type { Doubt } from "@billferry/ledger";
import { Ledger } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";

/** An order of which something is still to be found out. */
export interface DoubtItem {
  readonly doubt: Doubt;
  readonly outerNo: string;
  readonly billId: string;
  readonly stockoutNo: string | null;
  readonly sinceMs: number;
  /** Looks that taught nothing. */
  readonly looks: number;
}

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
