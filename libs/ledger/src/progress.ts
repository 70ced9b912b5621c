import { redisNowMs } from "@billferry/redis";

import { askedAtMs } from "./anew.ts";
import { toNumber } from "./core/codec.ts";
import type { Doubt, InventoryState } from "./core/records.ts";
import { Facet } from "./store.ts";

/** How far a scheme has come; times are epoch milliseconds of Kingdee's clock unless they say otherwise. */
export interface Progress {
  /** Everything approved before it is durably recorded. */
  readonly watermarkMs: number | null;
  /** Kingdee's time when the first window was begun. */
  readonly firstReadAtMs: number | null;
  readonly lastReadAtMs: number | null;
  /** Our own clock, for ages. */
  readonly lastReadWallMs: number | null;
  readonly lastError: string | null;
  /** The scheme rests until then (Redis' clock) because of `lastError`; null where it runs. */
  readonly stoppedUntilMs: number | null;
  /** What Kingdee has said of the password at the last sign-in; its end by Redis' clock, null where it told none. */
  readonly passwordNotice: { readonly endsAtMs: number | null } | null;
  readonly inventory: InventoryState;
  /** First pushes that were refused as duplicates though this ledger had never been lost: somebody else pushes too. */
  readonly foreignDuplicates: number;
  /** Why the inventory did not succeed the last time; null where it did. */
  readonly inventoryError: string | null;
  readonly doubts: Readonly<Record<Doubt, number>>;
  /** Documents that an inventory saw and that no bill asks for. */
  readonly unclaimed: number;
  readonly bills: number;
  readonly excluded: number;
  readonly withdrawn: number;
  readonly delivered: number;
  readonly open: number;
  readonly held: number;
  /** Bills that are to be made anew; they may be open or held as well. */
  readonly anew: number;
  /** Since when the oldest open bill or order is open, or the longest waiting bill is to be made anew, by Redis'
   *  clock. */
  readonly oldestOpenMs: number | null;
  readonly sweeps: readonly SweepRecord[];
}

export interface SweepRecord {
  readonly name: string;
  readonly atMs: number;
  readonly bills: number;
  readonly fresh: number;
  readonly changed: number;
  readonly withdrawn: number;
  readonly revived: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** What came and what went in one minute; kept for a day. */
export interface MinuteFlow {
  readonly minuteMs: number;
  readonly arrived: number;
  readonly delivered: number;
}

/** How far the scheme has come, and whether it rests. */
export class LedgerProgress extends Facet {
  async read(): Promise<Progress> {
    const [[progress = {}, count = {}, sweeps = {}], open, held, anew, oldest, oldestAnew, unclaimed] =
      await Promise.all([
        this.store.hashes([this.store.key("progress"), this.store.key("count"), this.store.key("sweeps")]),
        this.store.redis.zcard(this.store.key("open")),
        this.store.redis.zcard(this.store.key("held")),
        this.store.redis.zcard(this.store.key("again")),
        this.store.redis.zrange(this.store.key("open"), "0", "0", "WITHSCORES"),
        this.store.redis.zrange(this.store.key("again"), "0", "0", "WITHSCORES"),
        this.store.redis.hlen(this.store.key("unclaimed")),
      ]);
    return {
      watermarkMs: toNumber(progress["watermark"]),
      firstReadAtMs: toNumber(progress["firstReadAt"]),
      lastReadAtMs: toNumber(progress["lastReadAt"]),
      lastReadWallMs: toNumber(progress["lastReadWall"]),
      lastError: progress["lastError"] || null,
      stoppedUntilMs: toNumber(progress["stoppedUntil"]),
      passwordNotice: progress["passwordEnds"] ? { endsAtMs: toNumber(progress["passwordEnds"]) } : null,
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
      oldestOpenMs: earliest(toNumber(oldest[1]), askedAtMs(toNumber(oldestAnew[1]))),
      sweeps: Object.entries(sweeps).map(([name, text]) => ({
        name,
        ...(JSON.parse(text) as Omit<SweepRecord, "name">),
      })),
    };
  }

  /** Orders that came to be asked for, and that were delivered, by the minute, in a span of Redis' clock. */
  async flow(fromMs: number, toMs: number): Promise<readonly MinuteFlow[]> {
    const [first, last] = [Math.floor(fromMs / MINUTE_MS), Math.floor(toMs / MINUTE_MS)];
    const hours = spread(Math.floor(fromMs / HOUR_MS), Math.floor(toMs / HOUR_MS));
    const counts = Object.assign(
      {},
      ...(await this.store.hashes(hours.map((hour) => this.store.key(`f:${hour}`)))),
    ) as Readonly<Record<string, string>>;
    return spread(first, last).map((minute) => ({
      minuteMs: minute * MINUTE_MS,
      arrived: toNumber(counts[`a${minute}`]) ?? 0,
      delivered: toNumber(counts[`d${minute}`]) ?? 0,
    }));
  }

  /** What a reading goes by. `life`: which ledger this is; one that was wiped and begun again is another. */
  async position(): Promise<Pick<Progress, "watermarkMs" | "stoppedUntilMs"> & { readonly life: string }> {
    const [watermark, stoppedUntil, life] = await this.store.readable(
      this.store.redis.hmget(this.store.key("progress"), "watermark", "stoppedUntil", "life"),
    );
    return { watermarkMs: toNumber(watermark), stoppedUntilMs: toNumber(stoppedUntil), life: life ?? "" };
  }

  /** Moves the watermark (never back) and notes that a reading went well. Both in epoch ms of Kingdee's clock. False
   *  where the ledger that was read for is gone: what was handed over is gone with it, and is read again. */
  async advance(watermarkMs: number, readAtMs: number, life = ""): Promise<boolean> {
    return (await this.store.commands.advance(watermarkMs, readAtMs, life)) === 1;
  }

  /**
   * The primary that answers now, by its replication id, and the one that was noted last; '' where there is none. A
   * Redis that was started anew is another primary too: both may have lost what the one before acknowledged.
   */
  async primary(): Promise<{ readonly now: string; readonly noted: string }> {
    const [now, noted] = await this.store.commands.seePrimary();
    return { now, noted };
  }

  async notePrimary(id: string): Promise<void> {
    await this.store.redis.hset(this.store.key("progress"), "primary", id);
  }

  async noteReadError(text: string): Promise<void> {
    await this.store.redis.hset(this.store.key("progress"), "lastError", text);
  }

  /** At each sign-in: that Kingdee has warned, or that it no longer does. */
  async notePassword(notice: { readonly daysLeft: number | null } | null): Promise<void> {
    const [redis, key] = [this.store.redis, this.store.key("progress")];
    if (notice === null) return void (await redis.hdel(key, "passwordEnds"));
    const { daysLeft } = notice;
    const ends = daysLeft === null ? "unknown" : String((await redisNowMs(redis)) + daysLeft * DAY_MS);
    await redis.hset(key, "passwordEnds", ends);
  }

  /** Lets this scheme rest; others go on. */
  async stop(text: string, forMs: number): Promise<void> {
    await this.store.commands.stopScheme(text, forMs);
  }

  /** Its rest is over; what it was stopped for stays told until a reading goes well. */
  async resume(): Promise<void> {
    await this.store.redis.hdel(this.store.key("progress"), "stoppedUntil");
  }

  async recordSweep({ name, ...counts }: Omit<SweepRecord, "atMs">): Promise<void> {
    await this.store.redis.hset(
      this.store.key("sweeps"),
      name,
      JSON.stringify({ atMs: await redisNowMs(this.store.redis), ...counts }),
    );
  }
}

function spread(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function earliest(...times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}
