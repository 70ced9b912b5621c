import { createHash } from "node:crypto";

import {
  packGap,
  summarizeGap,
  unpackGap,
  unpackGaps,
  unpackStake,
  type Gap,
  type GapMember,
  type GapSummary,
} from "./core/gap.ts";
import { parseCaseId } from "./core/keys.ts";
import { Facet } from "./store.ts";

/** Missing codes. They are written and taken away with the cases that they hold. */
export class LedgerGaps extends Facet {
  /** Every gap, the oldest first. */
  async list(): Promise<readonly GapSummary[]> {
    const flat = await this.store.readable(this.store.redis.zrange(this.store.key("gaps"), "0", "-1", "WITHSCORES"));
    const summaries: GapSummary[] = [];
    for (let index = 0; index < flat.length; index += 2) {
      const gap = unpackGap(flat[index] ?? "");
      if (gap === undefined) continue;
      summaries.push(summarizeGap(gap, await this.members(gap), Number(flat[index + 1])));
    }
    return summaries;
  }

  /** Who waits for it. */
  async members(gap: Gap): Promise<readonly GapMember[]> {
    const digest = createHash("sha1").update(packGap(gap)).digest("hex");
    const stakes = await this.store.readable(this.store.redis.hgetall(this.store.key(`g:${digest}`)));
    return Object.entries(stakes).flatMap(([caseId, stake]) => {
      const parsed = parseCaseId(caseId);
      return parsed === undefined ? [] : [{ ...parsed, ...unpackStake(stake) }];
    });
  }

  /** All gaps that one bill or order waits for. */
  async of({ kind, id }: Pick<GapMember, "kind" | "id">): Promise<readonly Gap[]> {
    const text = await this.store.readable(
      this.store.redis.hget(kind === "bill" ? this.store.billKey(id) : this.store.orderKey(id), "z"),
    );
    return unpackGaps(text);
  }

  /** The code is there by now, and the bill or order still waits for others. */
  async drop(gap: Gap, { kind, id }: Pick<GapMember, "kind" | "id">): Promise<void> {
    await this.store.commands.dropGap(packGap(gap), kind, id);
  }
}
