import { findCorrections, type Fault, type StockEffect } from "@billferry/contracts";

import { effectOfSeen, type SeenOrder } from "./comparison.ts";

/** An order that the listing showed, by its key. */
export interface ListedOrder extends SeenOrder {
  readonly outerNo: string;
}

/** What Wangdiantong has under one key, corrections included. */
export interface CountedOrder {
  readonly outerNo: string;
  readonly stockoutNo: string;
  readonly effect: StockEffect;
  readonly isAudited: boolean;
  /** It makes good another order that was listed. */
  readonly isCorrection: boolean;
}

/**
 * Adds up what was listed: one entry for each key, the quantities of its corrections added, cancelled orders left out.
 * A key whose orders are all cancelled, or show no lines, has no entry: absence means "unknown". Each correction has an
 * entry of its own besides, because it is an order of its own too.
 */
export function countOrders(listed: readonly ListedOrder[]): readonly CountedOrder[] {
  const byKey = Map.groupBy(listed, (order) => order.outerNo);
  const corrections = findCorrections(byKey.keys());
  const byCorrectedKey = Map.groupBy(listed, (order) => corrections.get(order.outerNo));
  return [...byKey].flatMap(([outerNo, own]) => {
    const living = [...own, ...(byCorrectedKey.get(outerNo) ?? [])].filter((order) => !order.isCancelled);
    const first = living.length === 0 ? undefined : (own.find((order) => !order.isCancelled) ?? own[0]);
    if (first === undefined || living.some((order) => order.lines.length === 0)) return [];
    const effect = effectOfSeen(living, "");
    const isAudited = living.every((order) => order.isAudited);
    return [{ outerNo, stockoutNo: first.stockoutNo, effect, isAudited, isCorrection: corrections.has(outerNo) }];
  });
}

const DAY_MS = 86_400_000;
const SECOND_MS = 1_000;
const MARGIN_MS = 10 * 60_000;

/** The span that an inventory lists, to the second: 30 days are one window of the vendor's, so an empty account
 *  costs one call for each status. */
export function inventorySpan(nowMs: number, days: number): { readonly fromMs: number; readonly toMs: number } {
  const toMs = Math.ceil(nowMs / SECOND_MS) * SECOND_MS + MARGIN_MS;
  return { fromMs: toMs - days * DAY_MS + SECOND_MS, toMs };
}

const FIRST_REST_MS = 5_000;
const LONGEST_REST_MS = 60_000;
const MOST_OUTAGES = 20;
const MOST_REFUSALS = 3;

/**
 * What follows from a failed inventory (`failures` counts them, this one included): try again after a rest, or give up
 * for now, which is safe (each repeat is then refused as duplicate, and what it holds is looked up later) and costs
 * calls. A refused permission will not mend itself; an answer that we do not understand gets a few tries; an outage
 * many, but not for ever, because the pushes may work while this query does not. Refused credentials or a wrong address
 * never end it: the pushes would fail as well.
 */
export function judgeInventoryFailure(
  fault: Fault | undefined,
  failures: number,
): { readonly restMs: number } | "give-up" {
  if (fault?.code === "WDT_PERMISSION_DENIED" || fault?.recovery === "hold") return "give-up";
  const isOutage =
    fault?.code.startsWith("HTTP_") === true || fault?.recovery === "snooze" || fault?.code === "WDT_BUSY";
  const most = fault?.recovery === "abort" ? Number.POSITIVE_INFINITY : isOutage ? MOST_OUTAGES : MOST_REFUSALS;
  if (failures >= most) return "give-up";
  return { restMs: Math.min(FIRST_REST_MS * 2 ** Math.min(failures - 1, 20), LONGEST_REST_MS) };
}
