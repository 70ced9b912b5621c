import type { RedisConnection } from "@billferry/redis";

import type { BulkAct, BulkItem, BulkOutcome } from "../core/bulk-act.ts";
import { BulkStore } from "./bulk-store.ts";

/** The acts of these schemes that were begun, the newest first. */
export async function listBulk(
  redis: RedisConnection,
  schemes: readonly string[],
  limit: number,
): Promise<readonly BulkAct[]> {
  const found = await Promise.all(schemes.map(async (scheme) => new BulkStore(redis, scheme).list(limit)));
  return found
    .flat()
    .toSorted((a, b) => (b.begun?.atMs ?? 0) - (a.begun?.atMs ?? 0))
    .slice(0, limit);
}

/** In whichever of these schemes it is. */
export async function findBulk(
  redis: RedisConnection,
  schemes: readonly string[],
  id: string,
): Promise<BulkAct | undefined> {
  const found = await Promise.all(schemes.map(async (scheme) => new BulkStore(redis, scheme).find(id)));
  return found.find((act) => act !== undefined);
}

export interface BulkItems {
  readonly items: readonly BulkItem[];
  /** `after` of the next page; null where this was the last. */
  readonly next: string | null;
}

/** What became of each case, the oldest first, page by page. */
export async function listBulkItems(
  redis: RedisConnection,
  { scheme, id }: Pick<BulkAct, "scheme" | "id">,
  wanted: { readonly outcome?: BulkOutcome | undefined; readonly after?: string | undefined; readonly limit: number },
): Promise<BulkItems> {
  const all = await new BulkStore(redis, scheme).items(id);
  const fitting = all.filter(({ outcome }) => wanted.outcome === undefined || outcome === wanted.outcome);
  // Those that have moved on meanwhile are not among them any more; the rest keeps its order.
  const rank = new Map(all.map(({ caseId }, index) => [caseId, index]));
  const from = wanted.after === undefined ? -1 : (rank.get(wanted.after) ?? -1);
  const left = fitting.filter(({ caseId }) => (rank.get(caseId) ?? 0) > from);
  const page = left.slice(0, wanted.limit);
  return { items: page, next: left.length > page.length ? (page.at(-1)?.caseId ?? null) : null };
}
