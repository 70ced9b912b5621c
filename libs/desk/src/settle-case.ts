import { loadJobId, schemePrefix, transformJobId, type QueueName } from "@billferry/contracts";
import { Ledger, parseCaseId, type CaseRecord } from "@billferry/ledger";
import { withLock, type RedisConnection } from "@billferry/redis";
import { dropUnlessActive, type Logger } from "@billferry/runtime";

import { correctOrder } from "./correct-order.ts";
import { caseVersion } from "./list-cases.ts";
import type { SettleContext, SettleOutcome, SettleRequest } from "./settlement.ts";
import { withQueue } from "./with-queues.ts";

/** A person waits for it, and a look-up may wait for the quota. */
const LOCK_MS = 10 * 60_000;

const SETTLING: ReadonlySet<string> = new Set(["accepted", "corrected"]);

/**
 * Settles one case, or accepts a doubt, as a person decided. One at a time for each case; repeating it is harmless at
 * any point.
 */
export async function settleCase(
  redis: RedisConnection,
  log: Logger,
  request: SettleRequest & { readonly scheme: string },
): Promise<SettleOutcome> {
  const context = { redis, log, scheme: request.scheme, ledger: new Ledger(redis, request.scheme) };
  const key = `${schemePrefix(request.scheme)}:settling:${request.caseId}`;
  const settled = await withLock({ redis, key, lifeMs: LOCK_MS }, async (): Promise<SettleOutcome> => {
    const { decision, seen } = request;
    const found = await context.ledger.cases.find(request.caseId);
    if (seen !== undefined && found !== undefined && caseVersion(found) !== seen) return { kind: "changed" };
    // A doubt, and a document that no bill asks for, end by a person's word as well; they are no cases.
    if (decision.kind === "accept") return accept(context, request, found);
    if (found === undefined) return noCase(context.ledger, request.caseId);
    return decision.kind === "own-key"
      ? giveOwnKey(context, { request, found })
      : correctOrder(context, { request, decision, found });
  });
  return settled ?? { kind: "busy" };
}

/**
 * The schemes among these in which this is a case, an order in doubt, or a document that no bill asks for; where it is
 * none of these anywhere, those that know the bill or order.
 */
export async function schemesOfCase(
  redis: RedisConnection,
  schemes: readonly string[],
  caseId: string,
): Promise<readonly string[]> {
  const ledgers = schemes.map((scheme) => ({ scheme, ledger: new Ledger(redis, scheme) }));
  const open = await Promise.all(ledgers.map(async ({ ledger }) => ledger.cases.canBeSettled(caseId)));
  if (open.includes(true)) return schemes.filter((_, index) => open[index]);
  const parsed = parseCaseId(caseId);
  const records = await Promise.all(
    ledgers.map(async ({ ledger }) =>
      parsed?.kind === "bill" ? ledger.bills.find(parsed.id) : ledger.orders.find(parsed?.id ?? ""),
    ),
  );
  return schemes.filter((_, index) => records[index] !== undefined);
}

async function noCase(ledger: SettleContext["ledger"], caseId: string): Promise<SettleOutcome> {
  const parsed = parseCaseId(caseId);
  const order = parsed?.kind === "order" ? await ledger.orders.find(parsed.id) : undefined;
  const billId = parsed?.kind === "bill" ? parsed.id : order?.billId;
  const history = billId === undefined ? [] : await ledger.bills.history(billId);
  const last = history.findLast(
    ({ event, outerNo, by }) => by !== undefined && SETTLING.has(event) && outerNo === order?.outerNo,
  );
  if (last?.by === undefined) return { kind: "not-a-case" };
  return { kind: "not-a-case", settled: { by: last.by, note: last.text, atMs: last.atMs } };
}

async function accept(
  { redis, log, ledger, scheme }: SettleContext,
  { caseId, by, note }: SettleRequest,
  found: CaseRecord | undefined,
): Promise<SettleOutcome> {
  const parsed = parseCaseId(caseId);
  const bill = parsed?.kind === "bill" ? await ledger.bills.find(parsed.id) : undefined;
  const order = parsed?.kind === "order" ? await ledger.orders.find(parsed.id) : undefined;
  const contentHash = (found ?? bill ?? order)?.contentHash ?? "";
  if ((await ledger.cases.accept(caseId, { by, note, contentHash })) === "not-a-case") return noCase(ledger, caseId);
  const dropJob = async (stage: QueueName, id: string): Promise<unknown> =>
    withQueue({ stage, scheme }, { redis, log }, async (queue) => dropUnlessActive(await queue.getJob(id)));
  if (bill !== undefined) await dropJob("transform", transformJobId({ scheme, ...bill }));
  if (order !== undefined) await dropJob("load", loadJobId({ scheme, ...order }));
  return { kind: "accepted" };
}

async function giveOwnKey(
  { ledger }: SettleContext,
  { request, found }: { readonly request: SettleRequest; readonly found: CaseRecord },
): Promise<SettleOutcome> {
  if (found.code !== "BILL_KEY_TAKEN")
    return { kind: "refused", reasons: ["只有外部单号已被另一张单据占用(BILL_KEY_TAKEN)的单据可以另编外部单号"] };
  const outcome = await ledger.bills.giveOwnKeys(found.id, request);
  return outcome === "settled" ? { kind: "own-key" } : { kind: "not-a-case" };
}
