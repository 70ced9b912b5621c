import { setTimeout as pause } from "node:timers/promises";

import { loadJobId, REDIS_PREFIX } from "@billferry/contracts";
import type { Gap, GapMember, Ledger } from "@billferry/ledger";
import { retryJob, type Logger, type RedisConnection, type TypedQueue } from "@billferry/runtime";

/** At most so many orders are risked at one time; the rest are next time's. */
const MOST_PROBES = 10;
const PROBE_LIMIT_MS = 60_000;
const POLL_MS = 500;

export interface ProbeDependencies {
  readonly redis: RedisConnection;
  readonly ledger: Ledger;
  readonly queue: TypedQueue<"load">;
  readonly log: Logger;
}

/**
 * Orders that were refused for a code that Wangdiantong did not know: one order of each code is tried again now and then,
 * and when it goes through all others follow. One replica in each `everyMs`. Gives how many orders it set going.
 */
export async function probeGaps(
  deps: ProbeDependencies,
  turn: { readonly scheme: string; readonly everyMs: number; readonly signal: AbortSignal },
): Promise<number> {
  const turnKey = `${REDIS_PREFIX}:gap-check:${turn.scheme}`;
  if ((await deps.redis.set(turnKey, "1", "PX", Math.max(1, turn.everyMs - 1_000), "NX")) === null) return 0;
  const gaps = (await deps.ledger.gaps()).filter(({ kind }) => kind === "target").slice(0, MOST_PROBES);
  const counts = await Promise.all(gaps.map(async (gap) => probe(deps, turn, gap)));
  return counts.reduce((sum, each) => sum + each, 0);
}

async function probe(
  deps: ProbeDependencies,
  { scheme, signal }: { readonly scheme: string; readonly signal: AbortSignal },
  gap: Gap,
): Promise<number> {
  const [first] = (await deps.ledger.gapMembers(gap)).toSorted(byId);
  if (first === undefined || !(await retry(deps, scheme, first))) return 0;
  const deadlineMs = performance.now() + PROBE_LIMIT_MS;
  for (;;) {
    await pause(POLL_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted || performance.now() > deadlineMs) return 1;
    const waiting = await deps.ledger.gapMembers(gap);
    if (!waiting.some(({ id }) => id === first.id)) {
      let released = 1;
      for (const member of waiting) if (await retry(deps, scheme, member)) released += 1;
      deps.log.info({ event: "gap.closed", ...gap, released }, "编码已补齐,自动放行");
      return released;
    }
    // Refused again: the code is still missing.
    if (await (await findJob(deps, scheme, first))?.isFailed()) return 1;
  }
}

async function retry(deps: ProbeDependencies, scheme: string, member: GapMember): Promise<boolean> {
  const job = await findJob(deps, scheme, member);
  return job !== undefined && (await job.isFailed()) && (await retryJob(job));
}

async function findJob({ ledger, queue }: ProbeDependencies, scheme: string, { id }: GapMember) {
  const order = await ledger.findOrder(id);
  return order === undefined ? undefined : await queue.getJob(loadJobId({ scheme, ...order }));
}

function byId(a: GapMember, b: GapMember): number {
  return a.id < b.id ? -1 : 1;
}
