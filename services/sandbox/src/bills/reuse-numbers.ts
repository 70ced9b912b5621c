import type { Random } from "../random.ts";
import type { Bill } from "./bill.ts";
import { toServerTick } from "./server-tick.ts";

/** A bill that takes the place of another of its number at a moment. */
export interface Successor {
  readonly bill: Bill;
  readonly visibleAtMs: number;
}

export interface ReusePlan {
  /** How many bills are deleted and made again under their number. */
  readonly count: number;
  /** When the first of them is, by the true clock; the others follow one by one. */
  readonly fromMs: number;
  /** What the server's wall clock is ahead of the true one. */
  readonly wallOffsetMs: number;
}

const APART_MS = 2_000;

/** Numbers used again: an approved bill is deleted after a while and made again, the same goods with another id. */
export function reuseNumbers(bills: readonly Bill[], plan: ReusePlan, random: Random): readonly Successor[] {
  const approved = bills.filter(({ status, isVoid }) => status === "C" && !isVoid);
  random.shuffle(approved);
  let id = Math.max(0, ...bills.map((bill) => bill.id)) + 1;
  let entryId = Math.max(0, ...bills.flatMap(({ lines }) => lines.map((line) => line.entryId))) + 1;
  return approved.slice(0, plan.count).map((bill, index) => {
    const visibleAtMs = plan.fromMs + index * APART_MS;
    const approvedLocalMs = toServerTick(visibleAtMs + plan.wallOffsetMs);
    const lines = bill.lines.map((line, at) => ({ ...line, entryId: entryId + at }));
    entryId += lines.length;
    id += 1;
    const times = { createdLocalMs: approvedLocalMs, modifiedLocalMs: approvedLocalMs, approvedLocalMs };
    return { bill: { ...bill, ...times, id: id - 1, lines }, visibleAtMs };
  });
}
