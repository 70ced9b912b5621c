import { randomUUID } from "node:crypto";

import { Fault } from "@billferry/contracts";
import { scanKeys } from "@billferry/redis";

import { readBill, readOrder } from "./core/codec.ts";
import { DAY_CHUNKS, packDay } from "./core/keys.ts";
import { refuseFormerState, STATE_VERSION } from "./former-state.ts";
import { Facet } from "./store.ts";

/** The ledger as a whole: its version, who works on it, and what is removed, checked or forgotten. */
export class LedgerKeeping extends Facet {
  /** Claims an empty ledger for this version; a Fault `STATE_UNREADABLE` where another version wrote it. */
  async open(): Promise<void> {
    await refuseFormerState(this.store.redis, [this.store.scheme]);
    const found = await this.store.commands.openLedger(STATE_VERSION, randomUUID());
    if (found !== STATE_VERSION) throw new Fault("STATE_UNREADABLE", `台账版本 ${found},本程序支持 ${STATE_VERSION}`);
  }

  /** Which installation works on this scheme; a lease that nobody renews ends by itself. */
  async takeLease(claim: {
    readonly installation: string;
    readonly holder: string;
    readonly ttlMs: number;
  }): Promise<{ readonly isOurs: boolean; readonly installation: string; readonly holder: string }> {
    const { commands } = this.store;
    const [installation, holder] = await commands.takeLease(claim.installation, claim.holder, claim.ttlMs);
    return { isOurs: installation === claim.installation, installation, holder };
  }

  /** Removes finished bills approved before a day ("2026-05-01"), oldest first, about `limit` at most; how many. */
  async prune(beforeDay: string, limit: number): Promise<number> {
    let pruned = 0;
    for (const day of await this.store.redis.zrange(this.store.key("days"), "0", "-1")) {
      if (day >= packDay(beforeDay) || pruned >= limit) break;
      let left = 0;
      for (let chunk = 0; chunk < DAY_CHUNKS && pruned < limit; chunk += 1) {
        const key = this.store.key(`d:${day}:${chunk}`);
        for (const billId of await this.store.redis.smembers(key))
          pruned += await this.store.commands.pruneBill(billId, day, chunk);
        left += await this.store.redis.scard(key);
      }
      if (left === 0 && pruned < limit) await this.store.redis.zrem(this.store.key("days"), day);
    }
    return pruned;
  }

  /** Reads every record once; `unreadable` names those that this program did not write. `onCount`: as it goes on. */
  async inspect(
    onCount: (seen: { readonly bills: number; readonly orders: number }) => void = () => undefined,
  ): Promise<{
    readonly bills: number;
    readonly orders: number;
    readonly unreadable: readonly string[];
  }> {
    const [counts, bad] = [{ bills: 0, orders: 0 }, new Set<string>()];
    for await (const keys of this.#scan()) {
      const records = keys.filter((key) => /^(b|o):/.test(this.#nameOf(key)));
      for (const key of records) {
        const name = this.#nameOf(key);
        const hash = await this.store.redis.hgetall(key).catch(() => ({ broken: "" }));
        const [kind, id] = [name.slice(0, 1), name.slice(2)];
        const record = kind === "b" ? readBill(id, hash) : readOrder(id, hash);
        if (record === "unreadable") bad.add(name);
        else if (kind === "b") counts.bills += 1;
        else counts.orders += 1;
      }
      onCount(counts);
    }
    const version = await this.store.redis.hget(this.store.key("progress"), "version").catch(() => "?");
    if (version !== null && version !== STATE_VERSION) bad.add(`version ${version}`);
    return { ...counts, unreadable: [...bad] };
  }

  /** Forgets everything of this scheme; the next reading rebuilds it from both ends. `onCount`: as it goes on. */
  async rebuild(onCount: (forgotten: number) => void = () => undefined): Promise<void> {
    let forgotten = 0;
    for await (const keys of this.#scan()) {
      if (keys.length > 0) await this.store.redis.unlink(...keys);
      onCount((forgotten += keys.length));
    }
  }

  #nameOf(key: string): string {
    return key.slice(this.store.prefix.length + 1);
  }

  #scan(): AsyncGenerator<readonly string[]> {
    return scanKeys(this.store.redis, `${this.store.prefix.replace(/[*?[\]\\]/g, "\\$&")}:*`);
  }
}
