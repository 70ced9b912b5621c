import { setTimeout as pause } from "node:timers/promises";

import { loadJobId, schemePrefix } from "@billferry/contracts";
import type { Gap, GapMember, Ledger, OrderRecord } from "@billferry/ledger";
import { takeLock, type RedisConnection } from "@billferry/redis";
import { retryJob, type Logger, type TypedQueue } from "@billferry/runtime";

/** At most so many orders are risked at one time; the rest are next time's. */
const MOST_PROBES = 10;
const PROBE_LIMIT_MS = 60_000;
const POLL_MS = 500;

export interface ProbeDependencies {
  readonly redis: RedisConnection;
  readonly ledger: Pick<Ledger, "orders" | "gaps" | "anew">;
  readonly queue: TypedQueue<"load">;
  readonly log: Logger;
}

interface ProbeTurn {
  readonly scheme: string;
  readonly everyMs: number;
  readonly signal: AbortSignal;
}

/**
 * Orders that were refused for a code that Wangdiantong did not know: one order of each code is tried again now and
 * then, and when it goes through all others follow. One replica in each `everyMs`. Gives how many orders it set going.
 */
export async function probeGaps(deps: ProbeDependencies, turn: ProbeTurn): Promise<number> {
  const ref = {
    redis: deps.redis,
    key: `${schemePrefix(turn.scheme)}:gap-check`,
    lifeMs: Math.max(1, turn.everyMs - 1_000),
  };
  if ((await takeLock(ref)) === undefined) return 0;
  const gaps = (await deps.ledger.gaps.list()).filter(({ kind }) => kind === "target").slice(0, MOST_PROBES);
  const counts = await Promise.all(gaps.map(async (gap) => probe(deps, turn, gap)));
  return counts.reduce((sum, each) => sum + each, 0);
}

async function probe(deps: ProbeDependencies, turn: ProbeTurn, gap: Gap): Promise<number> {
  const { ledger, log } = deps;
  const deadlineMs = performance.now() + PROBE_LIMIT_MS;
  let released = 0;
  for (const first of (await ledger.gaps.members(gap)).toSorted(byId)) {
    const before = await ledger.orders.find(first.id);
    if (before === undefined || !(await setGoing(deps, turn.scheme, before))) continue;
    released += 1;
    const end = await untilEnded(deps, turn, { gap, before, deadlineMs });
    if (end !== "delivered" && end !== "held-otherwise") return released;
    // Held for another reason, it proves nothing about the code: the next order is tried.
    if (end === "held-otherwise") continue;
    for (const member of await ledger.gaps.members(gap)) {
      const order = await ledger.orders.find(member.id);
      if (order !== undefined && (await setGoing(deps, turn.scheme, order))) released += 1;
    }
    log.info({ event: "gap.closed", ...gap, released }, "编码已补齐,自动放行");
    return released;
  }
  return released;
}

type ProbeEnd = "delivered" | "held-otherwise" | "still-missing" | "unknown";

/** Delivered as it was refused, it proves that the code is there now; made anew with another code, nothing. */
async function untilEnded(
  { ledger, queue }: ProbeDependencies,
  { scheme, signal }: ProbeTurn,
  probed: { readonly gap: Gap; readonly before: OrderRecord; readonly deadlineMs: number },
): Promise<ProbeEnd> {
  const { gap, before, deadlineMs } = probed;
  for (;;) {
    await pause(POLL_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted || performance.now() > deadlineMs) return "unknown";
    const now = await ledger.orders.find(before.outerNo);
    if (now === undefined || now.contentHash !== before.contentHash) return "held-otherwise";
    if (now.deliveredHash === before.contentHash) return "delivered";
    const state = await queue.getJobState(loadJobId({ scheme, ...before }));
    if (now.state !== "held" || state !== "failed") continue;
    const isMember = (await ledger.gaps.members(gap)).some(({ id }: GapMember) => id === before.outerNo);
    return isMember ? "still-missing" : "held-otherwise";
  }
}

/** Its failed job is retried; where that is gone, the bill is made anew. False where it is on its way already. */
async function setGoing({ ledger, queue }: ProbeDependencies, scheme: string, order: OrderRecord): Promise<boolean> {
  if (order.state !== "held" || (await ledger.anew.waiting([order.billId])).size > 0) return false;
  const job = await queue.getJob(loadJobId({ scheme, ...order }));
  if (job !== undefined) return (await job.isFailed()) && retryJob(job);
  return (await ledger.anew.ask([order.billId], { retry: true })).length > 0;
}

function byId(a: GapMember, b: GapMember): number {
  return a.id < b.id ? -1 : 1;
}
