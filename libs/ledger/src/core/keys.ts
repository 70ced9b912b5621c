import { schemePrefix, toQueueName } from "@billferry/contracts";

/**
 * The keys of one scheme's ledger, all under one hash tag. Names are short because there is a key for each bill and
 * each order for half a year:
 *
 * - `progress`: hash: version, watermark, inventory, accounts, what the reader last met
 * - `count`: hash: bills, excluded, withdrawn, delivered, foreign
 * - `b:ID`: hash, a bill: n number, h content hash, v revision, s state, a approved at, t read at, o orders, r reason,
 *   e code, w earlier numbers, c keys it waits for, u its keys bear its id, m only the mapping has changed,
 *   p who holds it back
 * - `o:NO`: hash, an order: b bill, h wanted hash, d delivered hash, y accepted hash, v revision, s state, k stockout
 *   number, p proof, c pushes, f first push, t delivered at, l u lease, r reason, e code, x differences, m corrections,
 *   q doubt, a since when, i vain looks, g the job (while in doubt or disputed), j the job of one that is a correction,
 *   w its bill is held back, n what a person has changed of it;
 *   both: z missing codes
 * - `x:ID`: list: what happened to a bill beyond the ordinary
 * - `open`, `held`: sorted sets of "bill:ID" and "order:NO" by since when
 * - `N:BEGINNING`: hash: the last two bytes of a bill's number, folded → ids; `N`: sorted set of the beginnings, and
 *   another, with an R behind the letter, of the beginnings backwards
 * - `K:BEGINNING`, `K`: the same of stockout numbers → bill ids; `n:BUCKET`, `k:BUCKET`: as the program before wrote
 *   them, by whole numbers
 * - `d:DAY:CHUNK`: set of bill ids by approve day (20261123); `days` lists the days
 * - `again`: sorted set of ids of bills to be made anew, by when that was last asked for
 * - `claims`: hash: key of an order → ids of the bills that wait for it
 * - `again:retry`: set of those of them that are tried again even where their content is the same
 * - `found`: hash, for a month: what an inventory saw and nobody has asked for yet
 * - `unclaimed`: hash: what an inventory saw and no bill asks for
 * - `doubts`: sorted set of outer numbers by when to look next
 * - `gaps`, `g:SHA1`: sorted set of missing codes by since when; hash, of one of them: who waits, and what with it
 * - `f:HOUR`: hash, for a day: by minute since 1970, orders asked for (`a`) and delivered (`d`)
 * - `answers:DAY`: hash, for a term: what pushes of that day were answered, by attempt and order; for people
 * - `sweeps`, `lease`: hashes
 */
export function ledgerPrefix(scheme: string): string {
  return `${schemePrefix(scheme)}L`;
}

/** BullMQ's own key of the load queue's state: its field `paused` is there while a person has paused it. */
export function loadQueueKey(scheme: string): string {
  return `${schemePrefix(scheme)}:${toQueueName({ stage: "load", scheme })}:meta`;
}

/** Sets of whole numbers are stored in eight bytes each while they stay small. */
export const DAY_CHUNKS = 32;

/** The day of a bill, "2026-11-23": the first ten characters of its approve time as Kingdee writes it. */
export function dayOf(approvedAt: string): string {
  return approvedAt.slice(0, 10);
}

export function caseIdOf(kind: "bill" | "order", id: string): string {
  return `${kind}:${id}`;
}

export function parseCaseId(caseId: string): { readonly kind: "bill" | "order"; readonly id: string } | undefined {
  const [kind, ...rest] = caseId.split(":");
  const id = rest.join(":");
  return (kind === "bill" || kind === "order") && id !== "" ? { kind, id } : undefined;
}

/** "2026-11-23" as it stands in keys. */
export function packDay(day: string): string {
  return day.replaceAll("-", "");
}

/** The names of a day's sets of bills. */
export function chunksOfDay(day: string): readonly string[] {
  return Array.from({ length: DAY_CHUNKS }, (_, chunk) => `d:${packDay(day)}:${chunk}`);
}
