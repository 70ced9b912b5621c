import { toPairs } from "./cases.ts";
import type { BillAnew } from "./core/records.ts";
import { GapLedger } from "./gaps.ts";
import { ASK_ANEW, MADE_ANEW } from "./scripts/anew-scripts.ts";

/** So many ids are arguments of one script. */
const BATCH = 1_000;

/**
 * The ledger's chapter on bills that are to be made anew: read again whole, and transformed with the scheme and the tables
 * of now, whatever became of their jobs.
 */
export class AnewLedger extends GapLedger {
  /** Asking again while it waits is asking once, later. */
  async askAnew(billIds: readonly string[]): Promise<void> {
    for (let start = 0; start < billIds.length; start += BATCH)
      await this.run(ASK_ANEW, ...billIds.slice(start, start + BATCH));
  }

  /** What was asked for, the longest waiting first. */
  async billsToMakeAnew(limit: number): Promise<readonly BillAnew[]> {
    const flat = await this.readable(this.redis.zrange(this.key("again"), "0", `${limit - 1}`, "WITHSCORES"));
    return toPairs(flat).map(([billId, sinceMs]) => ({ billId, sinceMs }));
  }

  /** Its new work is set up; where it was asked for again since, it stays listed. */
  async madeAnew(billId: string, sinceMs: number): Promise<void> {
    await this.run(MADE_ANEW, billId, sinceMs);
  }
}
