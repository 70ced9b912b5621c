import {
  done,
  Fault,
  hashContent,
  heldBy,
  loadJobId,
  parseKingdeeTime,
  putOff,
  SHANGHAI,
  type Held,
  type LoadJob,
  type Outcome,
  type TransformJob,
  type TransformResult,
  type Waiting,
} from "@billferry/contracts";
import type { BillRef, Ledger, OrderRecord, OrderState, RecordedOrder, ToldOrder } from "@billferry/ledger";
import { dropUnlessActive, enqueue, type Attempt, type TypedQueue } from "@billferry/runtime";
import { fullVersion, transformBill, withOwnKeys, type Issue, type PlannedOrder, type Scheme } from "@billferry/scheme";

export interface TransformDependencies {
  readonly scheme: Scheme;
  readonly ledger: Pick<Ledger, "bills" | "orders" | "stories">;
  readonly loadQueue: TypedQueue<"load">;
  /** How long what a bill was made of is kept for people; 0: not at all. */
  readonly storyTermMs: number;
}

/**
 * One bill: its raw rows become orders, and each order a load job. The rules are in `libs/scheme`; here the decision is
 * only carried out, in an order that makes a crash anywhere harmless:
 *
 * 1. The ledger learns the orders (and says which of them are delivered as they are).
 * 2. The others are enqueued under their business keys: new work, and what changed after delivery, where the loader
 *    finds the difference and makes it a case.
 * 3. The job is acknowledged by returning. A crash before that repeats both steps, and both are no-ops by then.
 *
 * This service never touches a network but Redis.
 */
export async function performTransform(
  { scheme, ledger, loadQueue, storyTermMs }: TransformDependencies,
  job: TransformJob,
  { isUrgent = false }: Partial<Pick<Attempt<"transform">, "isUrgent">> = {},
): Promise<Outcome<TransformResult>> {
  if (job.scheme !== scheme.definition.name)
    return heldBy(new Fault("JOB_INVALID", `任务属于方案 ${job.scheme},本服务运行 ${scheme.definition.name}`));
  const bill: BillRef = job;
  const result = transformBill(job, scheme);
  switch (result.kind) {
    case "excluded": {
      const verdict = await ledger.bills.recordExcluded(bill, result.rule);
      return verdict === "excluded" ? { kind: "excluded", rule: result.rule } : { kind: "superseded" };
    }
    case "refused":
      await keepStory({ ledger, storyTermMs }, { job, scheme, orders: [] });
      return refused(job, result.issues);
    case "ordered": {
      // Few bills have keys of their own; of others than these the ledger tells when it learns their orders.
      const areOwn = job.anew !== undefined && (await ledger.bills.hasOwnKeys(job.billId));
      const orders = areOwn ? withOwnKeys(result.orders, job.billId) : result.orders;
      return recordAndEnqueue({ ledger, loadQueue, storyTermMs }, { job, scheme, orders, areOwn, isUrgent });
    }
  }
}

/** Under the code of its first issue, with the texts of all. */
function refused({ billNo }: TransformJob, issues: readonly Issue[]): Held {
  const [first] = issues;
  if (first === undefined) throw new Error("refused without an issue");
  const texts = issues.map((issue) => issue.message).slice(0, 10);
  const missing = issues.flatMap((issue) => issue.missing ?? []);
  return heldBy(new Fault(first.code, texts.join(";"), { details: { billNo, issues: issues.length } }), { missing });
}

interface Work {
  readonly job: TransformJob;
  readonly scheme: Scheme;
  readonly orders: readonly PlannedOrder[];
  /** Their keys are the bill's own. */
  readonly areOwn: boolean;
  readonly isUrgent: boolean;
}

async function recordAndEnqueue(
  deps: Omit<TransformDependencies, "scheme">,
  work: Work,
): Promise<Outcome<TransformResult>> {
  const { ledger, loadQueue } = deps;
  const { job, scheme, orders, areOwn, isUrgent } = work;
  const wanted = orders.map(({ order, contentHash }) => ({ outerNo: order.outer_no, contentHash }));
  const before = job.anew === undefined ? [] : await findOrders(ledger, job.billId);
  const wait = await findPush(loadQueue, { scheme: job.scheme, before, wanted });
  if (wait !== undefined) return wait;
  const { bills } = ledger;
  const planned = await (areOwn ? bills.recordOrders(job, wanted) : bills.recordPlainOrders(job, wanted));
  if (planned === "own-keys") {
    const own = { orders: withOwnKeys(orders, job.billId), areOwn: true };
    return recordAndEnqueue(deps, { ...work, ...own });
  }
  if (planned === undefined) return { kind: "superseded" };
  const contested = planned.filter((each) => each.verdict === "contested");
  if (contested.length > 0) return keyTaken(job, contested);
  const disputed = new Set(before.filter(({ state }) => state === "disputed").map(({ outerNo }) => outerNo));
  // Of a dispute the job carries what Kingdee asks for: from it a correction is made.
  const needsJob = ({ outerNo, verdict }: (typeof planned)[number]): boolean =>
    verdict !== "already-delivered" || (job.anew === "retry" && disputed.has(outerNo));
  const revisions = new Map(planned.filter(needsJob).map((each) => [each.outerNo, each.revision]));
  const jobs = orders.flatMap((each) => {
    const revision = revisions.get(each.order.outer_no);
    if (revision === undefined) return [];
    const payload = toLoadJob(job, { scheme, planned: each, revision });
    return { id: loadJobId({ outerNo: payload.order.outer_no, ...payload }), payload };
  });
  const ids = jobs.map(({ id }) => id);
  if (job.anew === "retry") await dropFormer(loadQueue, ids, isUrgent);
  await Promise.all([
    enqueue(loadQueue, jobs, { isUrgent, ...ageOf(job) }),
    // What was delivered before, by a mapping of then, keeps its story.
    ...(jobs.length === 0 ? [] : [keepStory(deps, work)]),
  ]);
  // Jobs with the content of before would end without a call, and failed ones would show an old reason.
  for (const order of before.filter(({ state, outerNo }) => !SETTLED.has(state) || revisions.has(outerNo))) {
    const id = loadJobId({ scheme: job.scheme, ...order });
    if (!ids.includes(id)) await dropUnlessActive(await loadQueue.getJob(id));
  }
  const delivered = planned.filter(({ verdict }) => verdict === "already-delivered").map(({ outerNo }) => outerNo);
  const notes = orders.reduce((sum, each) => sum + each.notes.length, 0);
  return done({
    kind: "ordered",
    orders: orders.map(({ order }) => order.outer_no),
    notes,
    ...(job.anew === undefined ? {} : { leftAlone: delivered }),
  });
}

/** By one command that travels with those of the others. */
async function keepStory(
  { ledger, storyTermMs }: Pick<TransformDependencies, "ledger" | "storyTermMs">,
  { job, scheme, orders }: Pick<Work, "job" | "scheme" | "orders">,
): Promise<void> {
  if (storyTermMs === 0) return;
  const { billId, revision, fields, rows } = job;
  const told = orders.map(({ order, notes, seqs }) => ({ order, notes, seqs }));
  const former = await findFormer({ ledger }, job, told);
  const story = { schemeVersion: fullVersion(scheme), revision, fields, rows, orders: told, ...former };
  await ledger.stories.keep(billId, story, storyTermMs);
}

/** The most contents of before that are kept with a bill. */
const MOST_FORMER = 6;

/** Of a bill that is not new: what was handed over before, since one of these may be what is in Wangdiantong. */
async function findFormer(
  { ledger }: Pick<TransformDependencies, "ledger">,
  { billId, revision, anew }: TransformJob,
  told: readonly ToldOrder[],
): Promise<{ readonly former?: readonly ToldOrder[] }> {
  if (revision === 1 && anew === undefined) return {};
  const before = (await ledger.stories.find(billId))?.story;
  if (before === undefined) return {};
  const seen = new Set(told.map(({ order }) => hashContent(order)));
  const former = [...before.orders, ...(before.former ?? [])].filter(({ order }) => {
    const hash = hashContent(order);
    return !seen.has(hash) && seen.add(hash);
  });
  return former.length === 0 ? {} : { former: former.slice(0, MOST_FORMER) };
}

async function findOrders(ledger: Pick<Ledger, "bills" | "orders">, billId: string): Promise<readonly OrderRecord[]> {
  const bill = await ledger.bills.find(billId);
  const orders = await Promise.all((bill?.orders ?? []).map(async (outerNo) => ledger.orders.find(outerNo)));
  return orders.filter((order) => order !== undefined);
}

/** What is made anew by hand or by a new mapping was approved long ago, which says nothing of how quickly bills go. */
function ageOf({ approvedAt, anew }: TransformJob): { readonly approvedAtMs?: number } {
  const approvedAtMs = anew === undefined ? parseKingdeeTime(approvedAt, SHANGHAI) : undefined;
  return approvedAtMs === undefined ? {} : { approvedAtMs };
}

const SETTLED: ReadonlySet<OrderState> = new Set(["delivered", "disputed", "withdrawn"]);
const UNDER_WAY_MS = 2_000;
const UNFINISHED = new Set(["active", "waiting", "prioritized", "delayed"]);

/** A push that is under way ends before its order gets other content: it may be there already, as it was. */
async function findPush(
  loadQueue: TypedQueue<"load">,
  { scheme, before, wanted }: { scheme: string; before: readonly OrderRecord[]; wanted: readonly PlannedContent[] },
): Promise<Waiting | undefined> {
  for (const order of before) {
    const next = wanted.find(({ outerNo }) => outerNo === order.outerNo);
    if (order.state !== "pushing" || next?.contentHash === order.contentHash) continue;
    if (UNFINISHED.has(await loadQueue.getJobState(loadJobId({ scheme, ...order }))))
      return putOff(UNDER_WAY_MS, `${order.outerNo} 正在推送,推送完毕后重做`);
  }
  return undefined;
}

interface PlannedContent {
  readonly outerNo: string;
  readonly contentHash: string;
}

/** What has ended is tried again, and what waits among all others makes way for one that overtakes them. */
async function dropFormer(queue: TypedQueue<"load">, ids: readonly string[], isUrgent: boolean): Promise<void> {
  for (const id of ids) {
    const job = await queue.getJob(id);
    if (isUrgent || job?.finishedOn !== undefined) await dropUnlessActive(job);
  }
}

/** Held until the other bill lets the key go, which the ledger notices, or a person decides. */
function keyTaken({ billNo, billId }: TransformJob, contested: readonly RecordedOrder[]): Held {
  const keys = contested.map(
    ({ outerNo, owner }) => `${outerNo} 已属于单据 ${owner?.billNo ?? "?"}(内码 ${owner?.billId ?? "?"})`,
  );
  const fault = new Fault(
    "BILL_KEY_TAKEN",
    `单据 ${billNo}(内码 ${billId})的外部单号 ${keys.join(";")}。若那张单据已删除、作废或改号,复核后本单据自动放行;若两张都要出库,可换编号,或运行 billferry settle bill:${billId} --own-key --note "…"`,
    { details: { billNo } },
  );
  return heldBy(fault);
}

function toLoadJob(
  job: TransformJob,
  { scheme, planned, revision }: { scheme: Scheme; planned: PlannedOrder; revision: number },
): LoadJob {
  return {
    scheme: job.scheme,
    schemeVersion: fullVersion(scheme),
    billId: job.billId,
    billNo: job.billNo,
    contentHash: planned.contentHash,
    revision,
    target: planned.target,
    order: planned.order,
    notes: [...planned.notes],
  };
}
