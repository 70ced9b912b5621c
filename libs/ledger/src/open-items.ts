import { redisNowMs } from "@billferry/redis";

import { toOrderState } from "./core/codec.ts";
import { parseCaseId } from "./core/keys.ts";
import { Facet, toPairs } from "./store.ts";

const PAGE = 200;

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

  /** A page of what is open or waits for a person, the oldest first; `after`: when and who ended the page before. */
  async page(
    name: "open" | "held",
    { after, limit }: { readonly after: string | null; readonly limit: number },
  ): Promise<readonly OpenItem[]> {
    const { redis } = this.store;
    const key = this.store.key(name);
    const [sinceMs = "", ...member] = (after ?? "").split(" ");
    const rank = after === null ? -1 : await redis.zrank(key, member.join(" "));
    // Where that one is done by now, those of its moment are told again rather than left out.
    const start = rank === null ? await redis.zcount(key, "-inf", `(${sinceMs}`) : rank + 1;
    return this.#describe(await this.#first(name, start, start + limit - 1));
  }

  /** How many are in the list. */
  async count(name: "open" | "held"): Promise<number> {
    return this.store.readable(this.store.redis.zcard(this.store.key(name)));
  }

  /** Of all that is not delivered, held ones included, the bill that has waited longest. */
  async oldest(): Promise<Pick<OpenItem, "billId" | "sinceMs"> | undefined> {
    const [open] = await this.#describe(await this.#first("open", 0, 0));
    const held = await this.#oldestHeld();
    return [held, open].filter((item) => item !== undefined).toSorted((a, b) => a.sinceMs - b.sinceMs)[0];
  }

  /** What is disputed is delivered, and is passed by. */
  async #oldestHeld(): Promise<OpenItem | undefined> {
    for (let start = 0; ; start += PAGE) {
      const page = await this.#first("held", start, start + PAGE - 1);
      const items = await this.#describe(page);
      const states = await this.store.each<string | null>(
        items.map(({ kind, id }) => (kind === "bill" ? this.store.billKey(id) : this.store.orderKey(id))),
        (pipeline, key) => pipeline.hget(key, "s"),
      );
      const found = items.find(({ kind }, index) => kind === "bill" || toOrderState(states[index]) === "held");
      if (found !== undefined || page.length < PAGE) return found;
    }
  }

  async #first(name: "open" | "held", from: number, to: number): Promise<readonly (readonly [string, number])[]> {
    return toPairs(await this.store.redis.zrange(this.store.key(name), `${from}`, `${to}`, "WITHSCORES"));
  }

  async #describe(pairs: readonly (readonly [string, number])[]): Promise<readonly OpenItem[]> {
    const items = pairs.flatMap(([caseId, sinceMs]) => {
      const parsed = parseCaseId(caseId);
      return parsed ? [{ caseId, sinceMs, ...parsed }] : [];
    });
    const orders = items.filter(({ kind }) => kind === "order");
    const owners = await this.store.each<string | null>(
      orders.map(({ id }) => this.store.orderKey(id)),
      (pipeline, key) => pipeline.hget(key, "b"),
    );
    const ownerOf = new Map(orders.map(({ id }, index) => [id, owners[index] ?? ""]));
    return items.map((item) => ({ ...item, billId: item.kind === "bill" ? item.id : (ownerOf.get(item.id) ?? "") }));
  }
}
