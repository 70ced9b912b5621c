import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { schemePrefix, SHIPPED_SCHEME } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";

import { startStack, type Stack } from "./stack.ts";

const SCHEMES = join(import.meta.dirname, "../../schemes");
const PATIENCE = { timeout: 90_000, interval: 200 };
const LIMIT_MS = 400_000;
const FROM = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

/** Schemes of the test's own, whose tables it may edit. */
function ownSchemes(): { readonly folder: string; readonly write: (table: string, rows: readonly string[]) => void } {
  const folder = mkdtempSync(join(tmpdir(), "billferry-anew-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(SCHEMES, folder, { recursive: true });
  return {
    folder,
    write: (table, rows) => {
      const path = join(folder, "tables", `${table}.csv`);
      writeFileSync(`${path}.new`, ["kingdee,wangdiantong", ...rows, ""].join("\n"));
      renameSync(`${path}.new`, path);
    },
  };
}

async function startAll(stack: Stack): Promise<void> {
  await Promise.all((["extractor", "transformer", "loader"] as const).map(async (name) => stack.start(name).ready));
}

interface Order {
  readonly content: { readonly outer_no: string; readonly warehouse_no: string };
}

async function ordersOf({ controlUrl }: Stack): Promise<readonly Order[]> {
  return (await (await fetch(`${controlUrl}orders`)).json()) as readonly Order[];
}

test(
  "a warehouse that Wangdiantong does not know is put into the table: its orders leave by themselves, with the new code and the old key",
  async () => {
    const { folder, write } = ownSchemes();
    const stack = await startStack(
      { bills: 40, settings: { wangdiantong: { missingWarehouses: ["CK001"], extraWarehouses: ["WH-01"] } } },
      { SCHEME_DIR: folder },
    );
    await startAll(stack);
    await stack.untilIdle();
    const { held } = openState(stack);
    const waiting = await held();
    expect(waiting).toBeGreaterThan(0);
    const before = await stack.summary();
    expect(before.present).toBe(before.expected - waiting);

    write("warehouses", ["CK001,WH-01"]);
    await expect.poll(held, PATIENCE).toBe(0);
    await stack.untilIdle();
    const moved = (await ordersOf(stack)).filter(({ content }) => content.warehouse_no === "WH-01");
    expect(moved).toHaveLength(waiting);
    expect(moved.every(({ content }) => content.outer_no.endsWith("-CK001"))).toBe(true);
    expect(await stack.summary()).toMatchObject({ present: before.expected, absent: [], duplicated: [] });
  },
  LIMIT_MS,
);

test(
  "orders that wait in the queue while a table is edited leave with the new code; what was delivered is left alone",
  async () => {
    const { folder, write } = ownSchemes();
    const stack = await startStack(
      { bills: 0, settings: { wangdiantong: { extraWarehouses: ["WH-01", "WH-02"] } } },
      { SCHEME_DIR: folder },
    );
    await Promise.all([stack.start("extractor").ready, stack.start("transformer").ready]);
    const first = stack.start("loader");
    await first.ready;
    const { load, ledger } = openState(stack);
    await approve(stack, "EARLY", { stock: "CK001" });
    await expect.poll(async () => (await ledger.progress.read()).delivered, PATIENCE).toBe(1);
    await first.stop();
    for (const billNo of ["LATE1", "LATE2", "LATE3"]) await approve(stack, billNo, { stock: "CK001" });
    await expect.poll(async () => load.getWaitingCount(), PATIENCE).toBe(3);
    write("warehouses", ["CK001,WH-01"]);
    const codes = async () => (await load.getJobs(["waiting"])).map((job) => job.data.order.warehouse_no as string);
    await expect.poll(codes, PATIENCE).toEqual(["WH-01", "WH-01", "WH-01"]);
    await stack.start("loader").ready;
    await expect.poll(async () => (await ledger.progress.read()).delivered, PATIENCE).toBe(4);
    const sent = (await ordersOf(stack)).map(({ content }) => `${content.outer_no} ${content.warehouse_no}`);
    expect(sent.toSorted()).toEqual([
      "EARLY-CK001 CK001",
      "LATE1-CK001 WH-01",
      "LATE2-CK001 WH-01",
      "LATE3-CK001 WH-01",
    ]);
    // A bill whose orders are delivered stays as it is even if somebody asks.
    expect((await stack.cli("retry", "--bill", "EARLY")).stdout).toContain("EARLY-CK001:已送达,不再推送");
    expect(await ledger.progress.read()).toMatchObject({ held: 0, open: 0, anew: 0 });
  },
  LIMIT_MS,
);

test(
  "a code that is missing in the table, and then in Wangdiantong, is put right in the table both times",
  async () => {
    const { folder, write } = ownSchemes();
    const file = join(folder, "sal-outstock.yaml");
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace("{ lookup: warehouses, ", "{ lookup: warehouses, missing: hold, "),
    );
    const stack = await startStack(
      { bills: 0, settings: { wangdiantong: { extraWarehouses: ["WH-01"] } } },
      { SCHEME_DIR: folder },
    );
    await startAll(stack);
    const { ledger } = openState(stack);
    await approve(stack, "BOTH", { stock: "CK001" });
    const gaps = async () => (await ledger.gaps.list()).map(({ kind, code }) => `${kind} ${code}`);
    await expect.poll(gaps, PATIENCE).toEqual(["table CK001"]);
    write("warehouses", ["CK001,WH-02"]);
    await expect.poll(gaps, PATIENCE).toEqual(["target WH-02"]);
    write("warehouses", ["CK001,WH-01"]);
    await expect.poll(async () => (await ordersOf(stack)).length, PATIENCE).toBe(1);
    await expect.poll(gaps, PATIENCE).toEqual([]);
    expect(await ledger.progress.read()).toMatchObject({ held: 0, delivered: 1 });
  },
  LIMIT_MS,
);

/** What frees an order whose code is put right, though its failed job was cleaned away on the board. */
const ACTS: readonly (readonly [string, (stack: Stack, billNo: string) => Promise<unknown>])[] = [
  ["a retry of all", async (stack) => stack.cli("retry", "--all")],
  ["a retry of its bill", async (stack, billNo) => stack.cli("retry", "--bill", billNo)],
  ["a sweep", async (stack) => stack.cli("sweep", "--depth", "1d")],
  ["a backfill", async (stack) => stack.cli("backfill", "--from", FROM)],
];

/** A stock that the interface does not serve: nothing but an act brings its orders on their way. */
const OUTSOURCED = { outsourcedWarehouses: ["CK090"] };

test(
  "after the failed jobs were cleaned away, each act of a person frees the order that it meets, and the gap check does by itself",
  async () => {
    const stack = await startStack({ bills: 0, settings: { wangdiantong: OUTSOURCED } }, { GAP_CHECK_EVERY: "3s" });
    const { load, held } = openState(stack);
    await startAll(stack);
    for (const [index, [words, act]] of ACTS.entries()) {
      const billNo = `ACT${index}`;
      await stack.control("settings", { wangdiantong: OUTSOURCED });
      await approve(stack, billNo, { stock: "CK090" });
      await expect.poll(held, PATIENCE).toBe(1);
      await expect.poll(async () => load.getFailedCount(), PATIENCE).toBe(1);
      await load.clean(0, 0, "failed");
      await stack.control("settings", { wangdiantong: { outsourcedWarehouses: [] } });
      await act(stack, billNo);
      await expect
        .poll(async () => (await ordersOf(stack)).map(({ content }) => content.outer_no), {
          ...PATIENCE,
          message: words,
        })
        .toContain(`${billNo}-CK090`);
      await expect.poll(held, PATIENCE).toBe(0);
    }

    await stack.control("settings", { wangdiantong: { missingSkus: ["SKU-0001"] } });
    await approve(stack, "GAP", { sku: "SKU-0001" });
    await expect.poll(held, PATIENCE).toBe(1);
    await expect.poll(async () => load.getFailedCount(), PATIENCE).toBe(1);
    await load.clean(0, 0, "failed");
    await stack.control("settings", { wangdiantong: { missingSkus: [] } });
    await stack.untilPresent(ACTS.length + 1);
    expect(await stack.summary()).toMatchObject({ absent: [], duplicated: [], wrong: [] });
  },
  LIMIT_MS,
);

async function approve(stack: Stack, billNo: string, line: object): Promise<void> {
  await stack.control("bills", { billNo, lines: [line] });
  await stack.control(`bills/${billNo}/audit`, {});
}

/** The state as the services have it. */
function openState({ redis }: Stack): {
  readonly load: Queue;
  readonly held: () => Promise<number>;
  readonly ledger: Ledger;
} {
  const connection = new Redis(redis.url, { maxRetriesPerRequest: null });
  const load = new Queue("load", { connection, prefix: schemePrefix(SHIPPED_SCHEME) });
  const ledger = new Ledger(connection, "sal-outstock");
  onTestFinished(async () => {
    await load.close();
    connection.disconnect();
  });
  return { load, ledger, held: async () => (await ledger.progress.read()).held };
}
