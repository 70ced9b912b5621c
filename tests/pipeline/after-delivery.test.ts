import type { CaseItem } from "@billferry/desk";
import type { Reconciliation } from "@billferry/reconcile";
import { expect, test } from "vitest";

import { startStack, type ServiceName, type Stack } from "./stack.ts";

const LIMIT_MS = 180_000;
const ALL: readonly ServiceName[] = ["extractor", "transformer", "loader"];
const FROM = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);

/** A bill of one line and one warehouse, approved. */
async function approve(stack: Stack, billNo: string, quantity: string): Promise<void> {
  await stack.control("bills", { billNo, lines: [{ quantity }] });
  await stack.control(`bills/${billNo}/audit`, {});
}

async function cases(stack: Stack): Promise<readonly CaseItem[]> {
  return JSON.parse((await stack.cli("cases", "--json")).stdout) as CaseItem[];
}

async function reconcile(stack: Stack): Promise<{ exitCode: number; result: Reconciliation }> {
  const { exitCode, stdout } = await stack.cli("reconcile", "--from", FROM, "--json");
  return { exitCode, result: JSON.parse(stdout) as Reconciliation };
}

async function sweep(stack: Stack): Promise<unknown> {
  return JSON.parse((await stack.cli("sweep", "--depth", "2d", "--json")).stdout);
}

/** The three of the test, as the ledger lists them by day and state. */
async function approvedToday(stack: Stack): Promise<readonly unknown[]> {
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const bills = JSON.parse((await stack.cli("bills", "--day", day, "--state", "delivered", "--json")).stdout) as {
    billNo: string;
  }[];
  return bills.filter(({ billNo }) => ["GONE", "GROWS", "SHRINKS"].includes(billNo));
}

async function quantityOf(stack: Stack, outerNos: readonly string[]): Promise<number> {
  const orders = (await (await fetch(`${stack.controlUrl}orders`)).json()) as {
    content: { outer_no: string; detail_list: { num: string }[] };
  }[];
  return orders
    .filter(({ content }) => outerNos.includes(content.outer_no))
    .flatMap(({ content }) => content.detail_list)
    .reduce((sum, line) => sum + Number(line.num), 0);
}

test(
  "what happens to a bill after its delivery is found, told line by line, and settled by a person",
  async () => {
    const stack = await startStack({ bills: 20, seed: 21 });
    await approve(stack, "GROWS", "10");
    await approve(stack, "SHRINKS", "10");
    await approve(stack, "GONE", "10");
    for (const name of ALL) stack.start(name);
    const { expected } = await stack.summary();
    await stack.untilPresent(expected);
    await stack.untilIdle();
    expect((await reconcile(stack)).result.findings).toEqual([]);
    expect(await approvedToday(stack)).toMatchObject([
      { billNo: "GONE", shownState: "delivered" },
      { billNo: "GROWS", shownState: "delivered" },
      { billNo: "SHRINKS", shownState: "delivered" },
    ]);

    await stack.control("bills/GROWS/edit", { reaudit: true, lines: [{ seq: 1, quantity: "12" }] });
    await stack.control("bills/SHRINKS/edit", { reaudit: true, lines: [{ seq: 1, quantity: "7" }] });
    await stack.control("bills/GONE/unaudit", {});
    await expect.poll(async () => (await cases(stack)).length, { timeout: 60_000, interval: 500 }).toBe(2);
    expect(await sweep(stack)).toMatchObject({ kind: "done", outcome: { withdrawn: 1 } });
    const found = await cases(stack);
    const caseOf = (billNo: string) => found.find((each) => each.billNo === billNo);
    expect(caseOf("GROWS")).toMatchObject({
      code: "BILL_CHANGED_AFTER_DELIVERY",
      differences: [{ wanted: "12", present: "10" }],
    });
    expect(caseOf("GONE")).toMatchObject({ code: "BILL_WITHDRAWN_AFTER_DELIVERY" });

    const bad = await reconcile(stack);
    expect(bad.exitCode).toBe(1);
    expect(Object.fromEntries(bad.result.findings.map(({ billNo, kind }) => [billNo, kind]))).toEqual({
      GONE: "extra",
      GROWS: "stale",
      SHRINKS: "stale",
    });

    const grows = caseOf("GROWS")?.caseId ?? "";
    const refused = await stack.cli(
      "settle",
      caseOf("SHRINKS")?.caseId ?? "",
      "--correct",
      "difference",
      "--note",
      "n",
    );
    expect(refused.exitCode).toBe(1);
    // Two people at once make one correction.
    await Promise.all(
      [1, 2].map(async () => stack.cli("settle", grows, "--correct", "difference", "--note", "补发", "--by", "li")),
    );
    await stack.untilIdle();
    const outerNo = grows.slice("order:".length);
    expect(await quantityOf(stack, [outerNo, `${outerNo}-R1`, `${outerNo}-R2`])).toBe(12);
    for (const billNo of ["SHRINKS", "GONE"])
      await stack.cli("settle", caseOf(billNo)?.caseId ?? "", "--accept", "--note", "已在旺店通冲回");
    expect(await cases(stack)).toEqual([]);
    expect((await reconcile(stack)).exitCode).toBe(0);
    expect((await stack.cli("bill", "GROWS")).stdout).toContain("人工更正");
  },
  LIMIT_MS,
);

test(
  "an order that is created and not audited is a case that settles itself with the audit, and nothing is sent twice",
  async () => {
    const stack = await startStack({ bills: 10, seed: 22 });
    await stack.control("faults", {
      vendor: "wangdiantong",
      service: "stockout_order_push",
      kind: "created-but-not-audited",
      next: 1,
    });
    for (const name of ALL) stack.start(name);
    const { expected } = await stack.summary();
    await stack.untilPresent(expected);
    await stack.untilIdle();
    const { exitCode, result } = await reconcile(stack);
    expect(exitCode).toBe(1);
    expect(result.findings.map(({ kind }) => kind)).toEqual(["not-audited"]);
  },
  LIMIT_MS,
);

test(
  "a backfill compares first, sends only what is missing, and can be repeated",
  async () => {
    const stack = await startStack(
      { bills: 30, seed: 23 },
      { START_FROM: new Date(Date.now() + 86_400_000).toISOString() },
    );
    for (const name of ALL) stack.start(name);
    const { expected } = await stack.summary();
    const dry = JSON.parse((await stack.cli("backfill", "--from", FROM, "--dry-run", "--json")).stdout) as {
      orders: string[];
      present: number;
    };
    expect([dry.orders.length, dry.present]).toEqual([expected, 0]);
    await stack.cli("backfill", "--from", FROM);
    await stack.untilPresent(expected);
    await stack.cli("repair", "--rebuild", "--yes");
    const again = JSON.parse((await stack.cli("backfill", "--from", FROM, "--json")).stdout) as typeof dry;
    expect([again.orders.length, again.present]).toEqual([0, expected]);
    const summary = await stack.summary();
    expect(summary).toMatchObject({ present: expected, duplicated: [], wrong: [], unexpected: [] });
    expect((await reconcile(stack)).exitCode).toBe(0);
  },
  LIMIT_MS,
);
