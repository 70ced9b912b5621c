import { loadJobId, transformJobId } from "@billferry/contracts";
import type { Ledger } from "@billferry/ledger";
import { hurry, retryJob, type TypedQueue } from "@billferry/runtime";

import type { BulkItem, BulkMapping } from "../core/bulk-act.ts";
import { judgeEnd, type WayEnd } from "../core/judge-end.ts";
import { caseVersion } from "../list-cases.ts";
import { retryItem } from "../retry-item.ts";

export interface TryContext {
  readonly scheme: string;
  readonly ledger: Pick<Ledger, "anew" | "bills" | "cases" | "orders">;
  readonly queues: { readonly transform: TypedQueue<"transform">; readonly load: TypedQueue<"load"> };
}

type Step = Pick<BulkItem, "outcome" | "text" | "endCode">;

const UNDERWAY: Step = { outcome: "underway", text: "", endCode: null };
const UNFINISHED = new Set(["active", "waiting", "prioritized", "delayed", "waiting-children"]);
/** A canary overtakes the backlog with all of its bill; the rest stands behind new bills. */
const URGENT_EACH = 20;
const NO_PAYLOAD = "没有保留推送内容,只能按现在的方案重做";

/** Why a case must not be tried any more: it is not what was counted. Undefined where it may. */
export async function findChange({ ledger }: TryContext, item: BulkItem): Promise<Step | "gone" | undefined> {
  const now = await ledger.cases.find(item.caseId);
  if (now === undefined) return "gone";
  return caseVersion(now) === item.version ? undefined : { outcome: "changed", text: now.text, endCode: now.code };
}

/** Sets one case going; safe to repeat. */
export async function tryCase(context: TryContext, item: BulkItem, mapping: BulkMapping): Promise<Step> {
  if (mapping === "recorded") return sendAgain(context, item);
  const { ledger, queues, scheme } = context;
  const urgency = { left: item.isCanary ? URGENT_EACH : 0 };
  const run = { ledger, queues, scheme, isDryRun: false, urgency, asked: new Map(), jobIds: new Set<string>() };
  const verdicts = await retryItem(run, { kind: item.kind, id: item.id, isNamed: true });
  const left = verdicts.find((each) => each.kind === "left-alone");
  const isOnItsWay = verdicts.some(({ kind }) => kind === "retried" || kind === "skipped");
  if (isOnItsWay || left === undefined) return UNDERWAY;
  return { outcome: "left-alone", text: left.why, endCode: null };
}

/** The payload as it was recorded, by the job that has it. */
async function sendAgain({ ledger, queues, scheme }: TryContext, item: BulkItem): Promise<Step> {
  const order = item.kind === "order" ? await ledger.orders.find(item.id) : undefined;
  const job = order && (await queues.load.getJob(loadJobId({ scheme, ...order })));
  if (job === undefined) return { outcome: "left-alone", text: NO_PAYLOAD, endCode: null };
  if (await job.isFailed()) await retryJob(job);
  if (item.isCanary) await hurry(queues.load, [job.id ?? ""]);
  return UNDERWAY;
}

/** Where these have come to, in their order. */
export async function watchCases(context: TryContext, items: readonly BulkItem[]): Promise<readonly WayEnd[]> {
  const { ledger } = context;
  const listed = await ledger.anew.waiting([...new Set(items.map(({ billId }) => billId))]);
  return Promise.all(items.map(async (item) => watchCase(context, item, listed.has(item.billId))));
}

/** Looked at in the order in which work moves on, and the ledger last. */
async function watchCase({ ledger, queues, scheme }: TryContext, item: BulkItem, isListed: boolean): Promise<WayEnd> {
  const listed = await ledger.bills.find(item.billId);
  const isTransforming =
    listed !== undefined && UNFINISHED.has(await queues.transform.getJobState(transformJobId({ scheme, ...listed })));
  const before = await findOrders(ledger, item);
  const states = await Promise.all(
    before.map(async (order) => queues.load.getJobState(loadJobId({ scheme, ...order }))),
  );
  return judgeEnd({
    isListed,
    isTransforming,
    isLoading: states.some((state) => UNFINISHED.has(state)),
    bill: await ledger.bills.find(item.billId),
    billCode: (await ledger.cases.find(`bill:${item.billId}`))?.code ?? null,
    orders: await findOrders(ledger, item),
  });
}

async function findOrders({ bills, orders }: TryContext["ledger"], { kind, id, billId }: BulkItem) {
  const own = kind === "order" ? await orders.find(id) : undefined;
  if (own !== undefined && own.contentHash !== "") return [own];
  const bill = await bills.find(billId);
  const all = await orders.findMany(bill?.orders ?? []);
  return all.filter((order) => order.billId === billId && order.contentHash !== "");
}
