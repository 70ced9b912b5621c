import { readGate } from "@billferry/call-gate";
import {
  FAULT_CODES,
  loadJobId,
  transformJobId,
  type DecimalText,
  type FaultCode,
  type QueueName,
} from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { redisNowMs, type RedisConnection } from "@billferry/redis";
import { openQueue, type Logger } from "@billferry/runtime";
import { wangdiantongGate } from "@billferry/wangdiantong";

import type { BulkAct, BulkFilter, BulkItem, BulkMapping, LeftOut } from "../core/bulk-act.ts";
import { countedRun } from "../core/bulk-run.ts";
import { countCases, isOfCause, type StakedCase } from "../core/case-groups.ts";
import { readCases } from "../list-case-groups.ts";
import { caseVersion } from "../list-cases.ts";
import { BulkStore } from "./bulk-store.ts";

/** More are left for the next act: the oldest go first. */
const MOST_CASES = 20_000;
const AT_ONCE = 200;
/** What is read of a job to know its warehouse. */
const LARGEST_READ = 50_000;

export interface BulkRequest {
  readonly scheme: string;
  readonly by: string;
  readonly filter: BulkFilter;
  readonly mapping: BulkMapping;
}

/** Freezes the set that a filter names now, and says what it comes to. Nothing is done to it. */
export async function countBulk(redis: RedisConnection, log: Logger, request: BulkRequest): Promise<BulkAct> {
  const { scheme, by, filter, mapping } = request;
  const store = new BulkStore(redis, scheme);
  const wanted = (await readCases(redis, scheme)).filter((each) => isMeant(each, filter));
  const { taken, leftOut } = await pick(redis, wanted, { scheme, store });
  const described = await describe({ redis, log, scheme }, taken);
  const isTriable = (item: BulkItem & { hasPayload: boolean }): boolean => mapping === "present" || item.hasPayload;
  const triable = described.filter(isTriable).toSorted((a, b) => a.sinceMs - b.sinceMs);
  const items = triable.slice(0, MOST_CASES).map(({ hasPayload: _known, ...item }) => item);
  const counted = new Set(items.map(({ caseId }) => caseId));
  const cases = taken.filter(({ caseId }) => counted.has(caseId));
  const { bills, amount } = countCases(cases);
  const head = {
    ...{ id: await store.mintId(), scheme, by, filter, mapping, createdMs: await redisNowMs(redis) },
    total: { cases: items.length, bills, amount },
    causes: countCauses(cases),
    leftOut: [
      ...leftOut,
      { why: "no-payload", count: described.length - triable.length } as const,
      { why: "too-many", count: triable.length - items.length } as const,
    ].filter(({ count }) => count > 0),
    quotaMinutes: await forecast(redis, scheme, items.length),
  };
  const run = countedRun(items.length);
  await store.create(head, run, items);
  return { ...head, ...run };
}

function isMeant(each: StakedCase, { code, gap, faultClass, caseIds }: BulkFilter): boolean {
  return (
    isOfCause(each, { code, gap }) &&
    (faultClass === undefined || FAULT_CODES[each.code].class === faultClass) &&
    (caseIds === undefined || caseIds.includes(each.caseId))
  );
}

/** Those that may be tried again, and how many may not. */
async function pick(
  redis: RedisConnection,
  cases: readonly StakedCase[],
  { scheme, store }: { readonly scheme: string; readonly store: BulkStore },
): Promise<{ readonly taken: readonly StakedCase[]; readonly leftOut: readonly LeftOut[] }> {
  const ledger = new Ledger(redis, scheme);
  const orders = await ledger.orders.findMany(cases.filter(({ kind }) => kind === "order").map(({ id }) => id));
  const disputed = new Set(orders.filter(({ state }) => state === "disputed").map(({ outerNo }) => outerNo));
  const elsewhere = new Set<string>();
  for (const id of await store.openIds())
    for (const { caseId } of [...(await store.untried(id)), ...(await store.moving(id))]) elsewhere.add(caseId);
  const whyNot = ({ kind, id, caseId, code }: StakedCase): LeftOut["why"] | undefined => {
    if (kind === "order" && disputed.has(id)) return "disputed";
    if (code === "BILL_ON_HOLD") return "on-hold";
    return elsewhere.has(caseId) ? "in-other-act" : undefined;
  };
  const taken = cases.filter((each) => whyNot(each) === undefined);
  const counts = new Map<LeftOut["why"], number>();
  for (const each of cases) {
    const why = whyNot(each);
    if (why !== undefined) counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  return { taken, leftOut: [...counts].map(([why, count]) => ({ why, count })) };
}

interface Source {
  readonly redis: RedisConnection;
  readonly log: Logger;
  readonly scheme: string;
}

type Described = BulkItem & { readonly hasPayload: boolean };

/** Each with what makes it unlike others, as far as its job is still there. */
async function describe(source: Source, cases: readonly StakedCase[]): Promise<readonly Described[]> {
  const ledger = new Ledger(source.redis, source.scheme);
  const described: Described[] = [];
  for (let start = 0; start < cases.length; start += AT_ONCE) {
    const part = cases.slice(start, start + AT_ONCE);
    const [orders, bills] = await Promise.all([
      ledger.orders.findMany(part.map(({ kind, id }) => (kind === "order" ? id : ""))),
      ledger.bills.findMany(part.map(({ kind, id }) => (kind === "bill" ? id : ""))),
    ]);
    const { scheme } = source;
    const idOf = ({ kind, id }: StakedCase): string => {
      const bill = kind === "bill" ? bills.find(({ billId }) => billId === id) : undefined;
      const order = kind === "order" ? orders.find(({ outerNo }) => outerNo === id) : undefined;
      return bill ? transformJobId({ scheme, ...bill }) : order ? loadJobId({ scheme, ...order }) : "";
    };
    const jobs = await readJobs(
      source,
      part.map((each) => ({ stage: each.kind === "bill" ? "transform" : "load", id: idOf(each) }) as const),
    );
    for (const [index, each] of part.entries()) {
      const { size, groups } = jobs[index] ?? { size: 0, groups: [] };
      described.push({ ...toItem(each), size, groups, hasPayload: each.kind === "order" && size > 0 });
    }
  }
  return described;
}

function toItem(each: StakedCase): BulkItem {
  const { caseId, kind, id, billId, billNo, code, sinceMs } = each;
  const began = { isCanary: false, outcome: "untried", text: "", endCode: null } as const;
  return { caseId, kind, id, billId, billNo, version: caseVersion(each), code, sinceMs, size: 0, groups: [], ...began };
}

async function readJobs(
  { redis, log, scheme }: Source,
  jobs: readonly { readonly stage: QueueName; readonly id: string }[],
): Promise<readonly { readonly size: number; readonly groups: readonly string[] }[]> {
  const queues = {
    transform: openQueue({ stage: "transform", scheme }, redis, log),
    load: openQueue({ stage: "load", scheme }, redis, log),
  };
  try {
    const keys = jobs.map(({ stage, id }) => queues[stage === "transform" ? "transform" : "load"].toKey(id));
    const sizes = await Promise.all(keys.map(async (key) => redis.hstrlen(key, "data")));
    return await Promise.all(
      keys.map(async (key, index) => {
        const size = sizes[index] ?? 0;
        const isRead = jobs[index]?.stage === "load" && size > 0 && size <= LARGEST_READ;
        return { size, groups: isRead ? warehouseIn(await redis.hget(key, "data")) : [] };
      }),
    );
  } finally {
    await Promise.all([queues.transform.close(), queues.load.close()]);
  }
}

function warehouseIn(data: string | null): readonly string[] {
  const { order } = JSON.parse(data ?? "{}") as { order?: { warehouse_no?: string } };
  return order?.warehouse_no === undefined ? [] : [order.warehouse_no];
}

function countCauses(cases: readonly { readonly code: FaultCode; readonly amount: DecimalText | null }[]) {
  const groups = Map.groupBy(cases, ({ code }) => code);
  return [...groups].map(([code, each]) => ({ code, cases: each.length })).toSorted((a, b) => b.cases - a.cases);
}

/** How long their calls take at the quota of the account that the scheme is bound to. */
async function forecast(redis: RedisConnection, scheme: string, calls: number): Promise<number | null> {
  const account = await new Ledger(redis, scheme).accounts.bound("wangdiantong");
  if (account === undefined) return null;
  const { callsPerMinute } = await readGate(redis, wangdiantongGate(account), await redisNowMs(redis));
  return callsPerMinute === null ? null : Math.ceil(calls / callsPerMinute);
}
