import { correctionNo, effectOf, isFault, loadJob, MustWait, schemePrefix, type LoadJob } from "@billferry/contracts";
import type { FoundOrder } from "@billferry/found-order";
import type { DoubtfulOrder, Ledger } from "@billferry/ledger";
import { takeLock, type RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";
import type { OrderSearch } from "@billferry/wangdiantong";

import { judgeDoubt, restAfter, type DoubtRules, type DoubtVerdict, type Sighting } from "./core/doubt.ts";

/** At most so many orders are looked at in one turn; the rest are next time's. */
const MOST_ORDERS = 200;
const DAY_MS = 86_400_000;
const MOST_DAYS = 730;
/** A correction has one of its own at most so often. */
const MOST_CORRECTIONS = 9;

export interface DoubtCheckDependencies {
  readonly redis: RedisConnection;
  readonly orders: OrderSearch;
  readonly ledger: Pick<Ledger, "orders" | "doubts" | "anew">;
  readonly log: Logger;
}

export interface DoubtTurn {
  readonly scheme: string;
  readonly rules: DoubtRules;
  /** How far back the first look at an order reaches whose time is not known; each later one twice as far. */
  readonly days: number;
  readonly signal: AbortSignal;
}

/**
 * Looks at orders in doubt (`doubts.due`) through the gate, in the shadow of pushes: by their numbers where those
 * are known, else all together by one listing. One replica in each `everyMs`. An account that cannot be asked just now
 * costs no look. Gives how many doubts ended.
 */
export async function checkDoubts(deps: DoubtCheckDependencies, turn: DoubtTurn): Promise<number> {
  const { redis, ledger, log } = deps;
  const ref = { redis, key: `${schemePrefix(turn.scheme)}:doubt-check`, lifeMs: Math.max(1, turn.rules.everyMs - 100) };
  if ((await takeLock(ref)) === undefined) return 0;
  const due = await ledger.doubts.due(MOST_ORDERS);
  const left = new Set(due.map(({ outerNo }) => outerNo));
  let ended = 0;
  try {
    for await (const [order, sighting] of lookAt(deps, turn, due)) {
      left.delete(order.outerNo);
      if (await settle(deps, turn, { order, sighting })) ended += 1;
    }
  } catch (error) {
    if (!isFault(error) && !(error instanceof MustWait)) throw error;
    log.info({ event: "doubts.postponed", left: left.size, error: error.message }, "暂时无法查询旺店通,疑单稍后再查");
    await ledger.doubts.postpone([...left], turn.rules.everyMs);
  }
  if (ended > 0) log.info({ event: "doubts.ended", scheme: turn.scheme, ended }, "疑单已查实");
  return ended;
}

async function* lookAt(
  deps: DoubtCheckDependencies,
  turn: DoubtTurn,
  due: readonly DoubtfulOrder[],
): AsyncGenerator<readonly [DoubtfulOrder, Sighting]> {
  for (const order of due.filter(({ stockoutNo }) => stockoutNo !== null))
    yield [order, await orUnavailable(async () => findNumbered(deps, turn, order))];
  const unnumbered = due.filter(({ stockoutNo }) => stockoutNo === null);
  if (unnumbered.length === 0) return;
  const listed = await orUnavailable(async () => listFor(deps, turn, unnumbered));
  for (const order of unnumbered) {
    if ("kind" in listed) yield [order, listed];
    else {
      const orders = keysOf(order.outerNo).flatMap((key) => listed.get(key) ?? []);
      yield [order, toSighting(orders, orders.length === 0)];
    }
  }
}

function toSighting(orders: readonly FoundOrder[], isMissing: boolean): Sighting {
  return isMissing ? { kind: "not-found" } : { kind: "seen", orders };
}

/** An error that waiting does not mend makes the look one without a result; any other is thrown. */
async function orUnavailable<T>(act: () => Promise<T>): Promise<T | { readonly kind: "unavailable" }> {
  try {
    return await act();
  } catch (error) {
    const isRefused = isFault(error) && (error.code === "WDT_PERMISSION_DENIED" || error.recovery === "hold");
    if (!isRefused) throw error;
    return { kind: "unavailable" };
  }
}

async function findNumbered(
  { orders, ledger }: DoubtCheckDependencies,
  { signal }: DoubtTurn,
  order: DoubtfulOrder,
): Promise<Sighting> {
  const corrections = await Promise.all(order.corrections.map(async (outerNo) => ledger.orders.find(outerNo)));
  const numbered = corrections.flatMap((each) => (each && each.stockoutNo !== null ? each : []));
  if (numbered.length < corrections.length) return { kind: "not-found" };
  const wheres = [order, ...numbered].map(({ outerNo, stockoutNo }) => ({
    outerNo,
    stockoutNo,
    sinceMs: order.sinceMs,
  }));
  const { found, missing } = await orders.findAll(wheres, { signal, purpose: "background" });
  return toSighting(found, missing.length > 0);
}

/** Everything under the keys of these orders and their corrections. */
async function listFor(
  { orders }: DoubtCheckDependencies,
  { days, signal }: DoubtTurn,
  doubtful: readonly DoubtfulOrder[],
): Promise<ReadonlyMap<string, readonly FoundOrder[]>> {
  const nowMs = Date.now();
  const sinceMs = Math.min(...doubtful.map((order) => reachOf(order, { days, nowMs })));
  const keys = new Set(doubtful.flatMap(({ outerNo }) => keysOf(outerNo)));
  const listed = await orders.list({ sinceMs, keys, signal, purpose: "background" });
  return Map.groupBy(listed, (order) => order.outerNo);
}

/** Whose push is known to this ledger was made then; else nobody knows when, and each look reaches further. */
function reachOf(order: DoubtfulOrder, { days, nowMs }: { days: number; nowMs: number }): number {
  if (order.doubt === "presence" && order.firstPushAtMs !== null) return order.firstPushAtMs;
  return nowMs - Math.min(days * 2 ** Math.min(order.looks, 10), Math.max(days, MOST_DAYS)) * DAY_MS;
}

function keysOf(outerNo: string): readonly string[] {
  return [outerNo, ...Array.from({ length: MOST_CORRECTIONS }, (_, index) => correctionNo(outerNo, index + 1))];
}

async function settle(
  { ledger }: DoubtCheckDependencies,
  { rules }: DoubtTurn,
  { order, sighting }: { readonly order: DoubtfulOrder; readonly sighting: Sighting },
): Promise<boolean> {
  const job = readJob(order);
  const { contentHash, deliveredHash, doubt: kind, looks } = order;
  const facts = {
    kind,
    wanted: contentHash === "" ? null : wantedOf(order, job),
    isContentKnown: kind === "life" && job === null && deliveredHash === contentHash,
    looks,
    ageMs: Date.now() - order.sinceMs,
  };
  const verdict = judgeDoubt(facts, sighting, rules);
  if (verdict.kind === "present") {
    await ledger.orders.recordPresent(order, verdict.stockoutNo);
    return true;
  }
  if (verdict.kind === "ask-anew") {
    await ledger.anew.ask([order.billId]);
    await ledger.doubts.recordLook(order, { kind: "vain", restMs: verdict.restMs });
    return false;
  }
  if (kind === "presence" && (verdict.kind === "same" || verdict.kind === "wrong"))
    return deliver(ledger, { order, job, verdict });
  await ledger.doubts.recordLook(
    order,
    verdict.kind === "wrong"
      ? { ...verdict, restMs: verdict.isCancelled ? restAfter(looks + 1, rules.everyMs) : null }
      : verdict,
  );
  return verdict.kind !== "vain";
}

/** It is a case, and the document is there all the same. */
async function deliver(
  ledger: Pick<Ledger, "orders" | "doubts" | "anew">,
  found: {
    readonly order: DoubtfulOrder;
    readonly job: LoadJob | null;
    readonly verdict: DoubtVerdict & { readonly kind: "same" | "wrong" };
  },
): Promise<boolean> {
  const { order, job, verdict } = found;
  await ledger.orders.recordDelivered(order, {
    stockoutNo: verdict.stockoutNo,
    proof: "looked-up",
    ...(verdict.reason === undefined ? {} : { dispute: verdict.reason }),
    ...(job === null ? {} : { job }),
    ...(verdict.kind === "wrong" && verdict.isCancelled ? { doubt: "life" } : {}),
  });
  if (verdict.kind === "wrong") await ledger.orders.noteDifferences(order.outerNo, verdict.differences);
  return true;
}

function wantedOf({ outerNo }: DoubtfulOrder, job: LoadJob | null) {
  return {
    outerNo,
    effect: job && effectOf(job.target, job.order),
    asksForAudit: job?.order.is_check === 1,
  };
}

/** The job that was kept, unless it asked for other content. */
function readJob({ job, contentHash }: DoubtfulOrder): LoadJob | null {
  const parsed = job === null ? undefined : loadJob.safeParse(JSON.parse(job));
  return parsed?.success && parsed.data.contentHash === contentHash ? parsed.data : null;
}
