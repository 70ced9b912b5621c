import { Fault } from "@billferry/contracts";

import { DoubtLedger } from "./doubts.ts";
import { readBill, readOrder, toNumber } from "./core/codec.ts";
import { DAY_CHUNKS, packDay } from "./core/keys.ts";
import type { InventoryState, Progress, SweepRecord } from "./core/records.ts";
import { ADVANCE, OPEN_LEDGER, PRUNE_BILL, STOP_SCHEME, TAKE_LEASE } from "./scripts/upkeep-scripts.ts";

export type AccountSide = "kingdee" | "wangdiantong";

/** Who asks for a ledger: the account's own name, and how to tell an earlier version's mark of it. */
export interface AccountClaim {
  readonly id: string;
  readonly isFormer: (mark: string) => boolean;
}

/** `known` is null where only an earlier version's mark is there, which names nobody. */
export type AccountBinding = { readonly isOurs: true } | { readonly isOurs: false; readonly known: string | null };

export type AccountStanding =
  /** `former`: an earlier version says that it is ours. */
  { readonly kind: "ours" | "former" | "free" } | { readonly kind: "other"; readonly known: string | null };

/** The version of the stored state; another one is refused rather than misread. */
const STATE_VERSION = "2";
const SCAN_COUNT = 1_000;

/**
 * The ledger of one scheme: what is known of every bill and order, and how it came to be known. It is knowledge, not
 * truth; the truth is in Kingdee and Wangdiantong, and whatever Redis loses the next reading brings back.
 *
 * One class in chapters, each a file: bills, orders, cases, missing codes, what is made anew, doubts, and here the
 * scheme as a whole.
 *
 * The order of writing that makes a crash anywhere harmless is each stage's own and is told in its first comment; what
 * they share is that the stage's own job is acknowledged last, and that every step before it may be repeated.
 */
export class Ledger extends DoubtLedger {
  /** Claims an empty ledger for this version; a Fault `STATE_UNREADABLE` where another version wrote it. */
  async open(): Promise<void> {
    const found = await this.run(OPEN_LEDGER, STATE_VERSION);
    if (found !== STATE_VERSION)
      throw new Fault("STATE_UNREADABLE", `台账版本 ${String(found)},本程序支持 ${STATE_VERSION}`);
  }

  async progress(): Promise<Progress> {
    const [[progress = {}, count = {}, sweeps = {}], open, held, anew, oldest, oldestAnew, unclaimed] =
      await Promise.all([
        this.hashes([this.key("progress"), this.key("count"), this.key("sweeps")]),
        this.redis.zcard(this.key("open")),
        this.redis.zcard(this.key("held")),
        this.redis.zcard(this.key("again")),
        this.redis.zrange(this.key("open"), "0", "0", "WITHSCORES"),
        this.redis.zrange(this.key("again"), "0", "0", "WITHSCORES"),
        this.redis.hlen(this.key("unclaimed")),
      ]);
    return {
      watermarkMs: toNumber(progress["watermark"]),
      firstReadAtMs: toNumber(progress["firstReadAt"]),
      lastReadAtMs: toNumber(progress["lastReadAt"]),
      lastReadWallMs: toNumber(progress["lastReadWall"]),
      lastError: progress["lastError"] || null,
      stoppedUntilMs: toNumber(progress["stoppedUntil"]),
      inventory: (progress["inventory"] as InventoryState | undefined) ?? "needed",
      foreignDuplicates: toNumber(count["foreign"]) ?? 0,
      inventoryError: progress["inventoryError"] || null,
      doubts: {
        content: toNumber(count["doubt-c"]) ?? 0,
        life: toNumber(count["doubt-l"]) ?? 0,
        presence: toNumber(count["doubt-p"]) ?? 0,
      },
      unclaimed,
      bills: toNumber(count["bills"]) ?? 0,
      excluded: toNumber(count["excluded"]) ?? 0,
      withdrawn: toNumber(count["withdrawn"]) ?? 0,
      delivered: toNumber(count["delivered"]) ?? 0,
      open,
      held,
      anew,
      oldestOpenMs: earliest(toNumber(oldest[1]), toNumber(oldestAnew[1])),
      sweeps: Object.entries(sweeps).map(([name, text]) => ({
        name,
        ...(JSON.parse(text) as Omit<SweepRecord, "name">),
      })),
    };
  }

  /** Moves the watermark (never back) and notes that a reading went well. Both in epoch ms of Kingdee's clock. */
  async advance(watermarkMs: number, readAtMs: number): Promise<void> {
    await this.run(ADVANCE, watermarkMs, readAtMs);
  }

  async noteReadError(text: string): Promise<void> {
    await this.redis.hset(this.key("progress"), "lastError", text);
  }

  /** This scheme rests, others go on. */
  async stopScheme(text: string, forMs: number): Promise<void> {
    await this.run(STOP_SCHEME, text, forMs);
  }

  /** Its rest is over; what it was stopped for stays told until a reading goes well. */
  async resumeScheme(): Promise<void> {
    await this.redis.hdel(this.key("progress"), "stoppedUntil");
  }

  async recordSweep({ name, ...counts }: Omit<SweepRecord, "atMs">): Promise<void> {
    await this.redis.hset(this.key("sweeps"), name, JSON.stringify({ atMs: await this.redisNowMs(), ...counts }));
  }

  /** Which installation works on this scheme; a lease that nobody renews ends by itself. */
  async takeLease(claim: {
    readonly installation: string;
    readonly holder: string;
    readonly ttlMs: number;
  }): Promise<{ readonly isOurs: boolean; readonly installation: string; readonly holder: string }> {
    const reply = await this.run(TAKE_LEASE, claim.installation, claim.holder, claim.ttlMs);
    const [installation, holder] = reply as [string, string];
    return { isOurs: installation === claim.installation, installation, holder };
  }

  /**
   * Binds the ledger to an account, as its vendor calls it. An earlier version left but a mark of account and address:
   * where the account is the same it is taken over, and the mark stays for that version's sake.
   */
  async bindAccount(side: AccountSide, account: AccountClaim): Promise<AccountBinding> {
    const standing = await this.judgeAccount(side, account);
    if (standing.kind === "other") return { isOurs: false, known: standing.known };
    if (standing.kind === "ours") return { isOurs: true };
    // Of two that come at once the first one has it.
    await this.redis.hsetnx(this.key("progress"), `account-${side}-id`, account.id);
    const known = (await this.redis.hget(this.key("progress"), `account-${side}-id`)) ?? account.id;
    return known === account.id ? { isOurs: true } : { isOurs: false, known };
  }

  /** Whose the ledger is, seen from an account; nothing is written. */
  async judgeAccount(side: AccountSide, account: AccountClaim): Promise<AccountStanding> {
    const fields = [`account-${side}-id`, `account-${side}`] as const;
    const [known, mark] = await this.redis.hmget(this.key("progress"), ...fields);
    if (known !== null && known !== undefined)
      return known === account.id ? { kind: "ours" } : { kind: "other", known };
    if (mark === null || mark === undefined) return { kind: "free" };
    return account.isFormer(mark) ? { kind: "former" } : { kind: "other", known: null };
  }

  /** The ledger goes over to another account, and keeps all that it knows. */
  async rebindAccount(side: AccountSide, id: string): Promise<void> {
    await this.redis.hset(this.key("progress"), `account-${side}-id`, id);
    await this.redis.hdel(this.key("progress"), `account-${side}`);
  }

  /** The account that the ledger is bound to; undefined where it is to none yet. */
  async boundAccount(side: AccountSide): Promise<string | undefined> {
    return (await this.redis.hget(this.key("progress"), `account-${side}-id`)) ?? undefined;
  }

  /** Removes finished bills approved before a day ("2026-05-01"), oldest first, at most about `limit`; how many it
   *  were. */
  async prune(beforeDay: string, limit: number): Promise<number> {
    let pruned = 0;
    for (const day of await this.redis.zrange(this.key("days"), "0", "-1")) {
      if (day >= packDay(beforeDay) || pruned >= limit) break;
      let left = 0;
      for (let chunk = 0; chunk < DAY_CHUNKS && pruned < limit; chunk += 1) {
        const key = this.key(`d:${day}:${chunk}`);
        for (const billId of await this.redis.smembers(key))
          pruned += Number(await this.run(PRUNE_BILL, billId, day, chunk));
        left += await this.redis.scard(key);
      }
      if (left === 0 && pruned < limit) await this.redis.zrem(this.key("days"), day);
    }
    return pruned;
  }

  /** Reads every record once; `unreadable` names those that this program did not write. */
  async inspect(): Promise<{
    readonly bills: number;
    readonly orders: number;
    readonly unreadable: readonly string[];
  }> {
    const [counts, bad] = [{ bills: 0, orders: 0 }, new Set<string>()];
    for await (const keys of this.scan()) {
      const records = keys.filter((key) => /^(b|o):/.test(this.nameOf(key)));
      for (const key of records) {
        const name = this.nameOf(key);
        const hash = await this.redis.hgetall(key).catch(() => ({ broken: "" }));
        const [kind, id] = [name.slice(0, 1), name.slice(2)];
        const record = kind === "b" ? readBill(id, hash) : readOrder(id, hash);
        if (record === "unreadable") bad.add(name);
        else if (kind === "b") counts.bills += 1;
        else counts.orders += 1;
      }
    }
    const version = await this.redis.hget(this.key("progress"), "version").catch(() => "?");
    if (version !== null && version !== STATE_VERSION) bad.add(`version ${version}`);
    return { ...counts, unreadable: [...bad] };
  }

  /** Forgets everything of this scheme; the next reading rebuilds it from both ends. */
  async rebuild(): Promise<void> {
    for await (const keys of this.scan()) if (keys.length > 0) await this.redis.unlink(...keys);
  }

  private nameOf(key: string): string {
    return key.slice(this.prefix.length + 1);
  }

  private async *scan(): AsyncGenerator<readonly string[]> {
    const pattern = `${this.prefix.replace(/[*?[\]\\]/g, "\\$&")}:*`;
    // A cluster keeps all keys of one hash tag on one of its masters; the others find nothing.
    const nodes = "nodes" in this.redis ? this.redis.nodes("master") : [this.redis];
    for (const node of nodes) {
      let cursor = "0";
      do {
        const [next, keys] = await node.scan(cursor, "MATCH", pattern, "COUNT", SCAN_COUNT);
        cursor = next;
        yield keys;
      } while (cursor !== "0");
    }
  }
}

function earliest(...times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}
