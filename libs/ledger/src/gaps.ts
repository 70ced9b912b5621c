import { createHash } from "node:crypto";

import { CaseLedger } from "./cases.ts";
import { parseCaseId } from "./core/keys.ts";
import {
  packGap,
  summarizeGap,
  unpackGap,
  unpackStake,
  type Gap,
  type GapMember,
  type GapSummary,
} from "./core/gap.ts";
import { DROP_GAP } from "./scripts/gap-scripts.ts";

/** The ledger's chapter on missing codes. They are written and taken away with the cases that they hold. */
export class GapLedger extends CaseLedger {
  /** Every gap, the oldest first. */
  async gaps(): Promise<readonly GapSummary[]> {
    const flat = await this.readable(this.redis.zrange(this.key("gaps"), "0", "-1", "WITHSCORES"));
    const summaries: GapSummary[] = [];
    for (let index = 0; index < flat.length; index += 2) {
      const gap = unpackGap(flat[index] ?? "");
      if (gap === undefined) continue;
      summaries.push(summarizeGap(gap, await this.gapMembers(gap), Number(flat[index + 1])));
    }
    return summaries;
  }

  /** Who waits for it. */
  async gapMembers(gap: Gap): Promise<readonly GapMember[]> {
    const digest = createHash("sha1").update(packGap(gap)).digest("hex");
    const stakes = await this.readable(this.redis.hgetall(this.key(`g:${digest}`)));
    return Object.entries(stakes).flatMap(([caseId, stake]) => {
      const parsed = parseCaseId(caseId);
      return parsed === undefined ? [] : [{ ...parsed, ...unpackStake(stake) }];
    });
  }

  /** The code is there by now, and the bill or order still waits for others. */
  async dropGap(gap: Gap, { kind, id }: Pick<GapMember, "kind" | "id">): Promise<void> {
    await this.run(DROP_GAP, packGap(gap), kind, id);
  }

  /** All gaps that one bill or order waits for. */
  async gapsOf({ kind, id }: Pick<GapMember, "kind" | "id">): Promise<readonly Gap[]> {
    const text = await this.readable(this.redis.hget(kind === "bill" ? this.billKey(id) : this.orderKey(id), "z"));
    return (text ?? "").split("\n").flatMap((each) => unpackGap(each) ?? []);
  }
}
