import { formatKingdeeTime, parseKingdeeTime, type Zone } from "@billferry/contracts";

import type { Window } from "./window.ts";

const DAY_MS = 86_400_000;

/** One Kingdee day of a sweep: the part of it that is read again, and its name as Kingdee writes it ("2026-11-23"). */
export interface SweepDay {
  readonly day: string;
  readonly window: Window;
}

/** Not before go-live, and nothing that the regular reading has not been at yet; undefined where that is nothing. */
export function reachOf(at: {
  readonly nowMs: number;
  readonly watermarkMs: number | null;
  readonly startFromMs: number;
  readonly depthMs: number;
}): Window | undefined {
  const fromMs = Math.max(at.startFromMs, Math.floor((at.nowMs - at.depthMs) / 1_000) * 1_000);
  const toMs = at.watermarkMs ?? 0;
  return fromMs < toMs ? { fromMs, toMs } : undefined;
}

/** Cuts a reach at Kingdee's midnights, oldest first: memory is bounded by a day, and a crash repeats one. */
export function daysOf(reach: Window, zone: Zone): readonly SweepDay[] {
  const days: SweepDay[] = [];
  for (let fromMs = reach.fromMs; fromMs < reach.toMs;) {
    const day = kingdeeDayOf(fromMs, zone);
    const midnightMs = (parseKingdeeTime(day, zone) ?? fromMs) + DAY_MS;
    const toMs = Math.min(midnightMs, reach.toMs);
    days.push({ day, window: { fromMs, toMs } });
    fromMs = toMs;
  }
  return days;
}

export function kingdeeDayOf(epochMs: number, zone: Zone): string {
  return formatKingdeeTime(epochMs, zone).slice(0, 10);
}

/** Items in order, at most `size` together. */
export function inBatches<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const batches: (readonly Item[])[] = [];
  for (let start = 0; start < items.length; start += size) batches.push(items.slice(start, start + size));
  return batches;
}
