import { redisNowMs } from "@billferry/redis";

import { parseCaseId } from "./core/keys.ts";
import { Facet, toPairs } from "./store.ts";

/** A bill that is read or an order that is on its way, and since when. */
export interface OpenItem {
  readonly caseId: string;
  readonly kind: "bill" | "order";
  readonly id: string;
  readonly billId: string;
  readonly sinceMs: number;
}

/** What is not finished and waits for work. */
export class LedgerOpenItems extends Facet {
  /** Bills that are read and orders that are not delivered, oldest first; `olderThanMs` by Redis' clock. */
  async list(wanted: { readonly olderThanMs: number; readonly limit: number }): Promise<readonly OpenItem[]> {
    const most = `${(await redisNowMs(this.store.redis)) - wanted.olderThanMs}`;
    const key = this.store.key("open");
    return this.#describe(
      toPairs(await this.store.redis.zrangebyscore(key, "-inf", most, "WITHSCORES", "LIMIT", 0, wanted.limit)),
    );
  }

  /** Every bill that is read and every order that is on its way, in no order, page by page. */
  async *walk(): AsyncGenerator<readonly OpenItem[]> {
    for await (const page of this.store.walk("open")) yield await this.#describe(page);
  }

  async #describe(pairs: readonly (readonly [string, number])[]): Promise<readonly OpenItem[]> {
    const items = pairs.flatMap(([caseId, sinceMs]) => {
      const parsed = parseCaseId(caseId);
      return parsed ? [{ caseId, sinceMs, ...parsed }] : [];
    });
    const hashes = await this.store.hashes(
      items.map(({ kind, id }) => (kind === "bill" ? "" : this.store.orderKey(id))),
    );
    return items.map((item, index) => ({
      ...item,
      billId: item.kind === "bill" ? item.id : (hashes[index]?.["b"] ?? ""),
    }));
  }
}
