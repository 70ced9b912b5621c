import { decimal, hashContent, type LoadJob, type TargetOrder } from "@billferry/contracts";

import type { DoubtRules } from "../src/core/doubt.ts";
import { checkDoubts } from "../src/doubt-check.ts";
import { log, openLoader, TARGET } from "./world.ts";

export const NO = "XSCKD1-CK1";

export function orderAs(num: string, more: Partial<TargetOrder> = {}): TargetOrder {
  const line = { spec_no: "SKU-1", num: decimal(num) };
  return { outer_no: NO, warehouse_no: "CK1", is_check: 1, detail_list: [line], ...more };
}

/** The loader without its queue. Fails as the worker does: as a case. */
export async function openDoubtWorld() {
  const world = await openLoader();
  const { scheme, redis, orders, ledger, inventory, loadJob } = world;
  let revision = 0;
  const billOf = (content: unknown) => ({
    billId: "1001",
    billNo: "XSCKD1",
    contentHash: hashContent(content),
    approvedAt: "2026-11-23T10:00:00",
    revision,
  });
  /** The bill is read and transformed, with these orders as all it asks for; and what became of the first of them. */
  const plan = async (...planned: readonly TargetOrder[]) => {
    revision += 1;
    const bill = billOf([planned, revision]);
    await ledger.bills.recordRead([bill]);
    const orderRefs = planned.map((order) => ({ outerNo: order.outer_no, contentHash: hashContent(order) }));
    return (await ledger.bills.recordOrders(bill, orderRefs))?.[0];
  };
  const withdraw = async () => {
    const contentHash = (await ledger.bills.find("1001"))?.contentHash ?? "";
    return ledger.bills.recordWithdrawn({ billId: "1001", contentHash }, "unapproved");
  };
  const load = async (order: TargetOrder) => {
    const payload: LoadJob = {
      scheme,
      schemeVersion: "1",
      target: TARGET,
      billId: "1001",
      billNo: "XSCKD1",
      contentHash: hashContent(order),
      revision: Math.max(revision, 1),
      order,
      notes: [],
    };
    // As the queue does: a job that has to wait for the inventory comes again. Each try waits in place for a while.
    const takeInventory = async () => {
      for (let tries = 1; ; tries += 1) {
        const wait = await inventory.ensure(scheme, ledger);
        if (wait === undefined || tries > 50) return wait;
      }
    };
    // The last attempt that waits for a look-up.
    const outcome = await loadJob(payload, { attempt: 9, takeInventory });
    if (outcome.kind === "held") return outcome.code;
    if (outcome.kind === "again") return outcome.fault.code;
    return outcome.kind === "done" ? outcome.result : outcome;
  };
  /** Looks at every order in doubt at once, as long as it may wait; the age of doubts is what the rules say it is. */
  const check = async (rules: Partial<DoubtRules> = {}) => {
    const key = `{billferry:${scheme}}L:doubts`;
    for (const each of await redis.zrange(key, "0", "-1")) await redis.zadd(key, 0, each);
    await redis.del(`{billferry:${scheme}}:doubt-check`);
    const signal = new AbortController().signal;
    const turn = { scheme, rules: { listingDelayMs: 0, everyMs: 1_000, ...rules }, days: 30, signal };
    return checkDoubts({ redis, orders, ledger, log }, turn);
  };
  const cases = async () => (await ledger.cases.list({ limit: 10 })).map(({ id, code }) => [id, code]);
  const doubts = async () => (await ledger.progress.read()).doubts;
  const wipe = async () => {
    await ledger.keeping.rebuild();
    await ledger.keeping.open();
    revision = 0;
  };
  return { ...world, plan, withdraw, load, check, cases, doubts, wipe };
}

export const DENIED = (service: string) =>
  service === "stockout_order_query" ? { code: 99, message: "没有该接口的权限" } : undefined;
