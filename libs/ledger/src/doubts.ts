import { redisNowMs } from "@billferry/redis";

import { DOUBT_LETTERS, packHash, readDoubtful } from "./core/codec.ts";
import type { DoubtfulOrder, Look } from "./core/records.ts";
import { Facet, orderOf } from "./store.ts";

/** Orders of which something is still to be found out. */
export class LedgerDoubts extends Facet {
  /** Orders in doubt whose next look is due, the longest due first. */
  async due(limit: number): Promise<readonly DoubtfulOrder[]> {
    const nowMs = await redisNowMs(this.store.redis);
    const key = this.store.key("doubts");
    return this.#read(
      await this.store.readable(this.store.redis.zrangebyscore(key, "-inf", `${nowMs}`, "LIMIT", 0, limit)),
    );
  }

  /** All orders in doubt, those looked at next first. */
  async list(limit: number): Promise<readonly DoubtfulOrder[]> {
    return this.#read(
      await this.store.readable(this.store.redis.zrange(this.store.key("doubts"), "0", `${limit - 1}`)),
    );
  }

  /** What a look came to; "superseded" where the order is not in this doubt any more. */
  async recordLook(
    order: Pick<DoubtfulOrder, "outerNo" | "doubt" | "contentHash">,
    look: Look,
  ): Promise<"recorded" | "superseded"> {
    const reason = "reason" in look ? look.reason : undefined;
    return this.store.commands.recordLook(
      order.outerNo,
      DOUBT_LETTERS[order.doubt],
      packHash(order.contentHash),
      look.kind,
      ("restMs" in look ? look.restMs : null) ?? 0,
      reason?.code ?? "",
      reason?.text ?? "",
      "differences" in look && look.differences.length > 0 ? JSON.stringify(look.differences) : "",
      ("stockoutNo" in look ? look.stockoutNo : null) ?? "",
    );
  }

  async postpone(outerNos: readonly string[], forMs: number): Promise<void> {
    if (outerNos.length > 0) await this.store.commands.postponeDoubts(forMs, ...outerNos);
  }

  async #read(outerNos: readonly string[]): Promise<readonly DoubtfulOrder[]> {
    const hashes = await this.store.hashes(outerNos.map((outerNo) => this.store.orderKey(outerNo)));
    const gone = outerNos.filter((_, index) => !hashes[index]?.["q"]);
    // A record that was lost takes its doubt with it.
    if (gone.length > 0) await this.store.redis.zrem(this.store.key("doubts"), ...gone);
    return outerNos.flatMap((outerNo, index) => {
      const hash = hashes[index] ?? {};
      const order = orderOf(outerNo, hash);
      return (order && readDoubtful(order, hash)) ?? [];
    });
  }
}
