import type { Fault } from "@billferry/contracts";

const DAY_MS = 86_400_000;
const SECOND_MS = 1_000;

/**
 * The span that an inventory lists, to the second; a search widens it by `marginMs` at both ends, and 30 days with that
 * are one window of the vendor's, so that an empty account costs one call for each status.
 */
export function inventorySpan(
  nowMs: number,
  days: number,
  marginMs: number,
): { readonly sinceMs: number; readonly untilMs: number } {
  const untilMs = Math.ceil(nowMs / SECOND_MS) * SECOND_MS;
  return { sinceMs: untilMs + 2 * marginMs - days * DAY_MS + SECOND_MS, untilMs };
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
