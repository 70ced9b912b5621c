import { appendFileSync, cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { FAULT_CODES } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";

import { NOT_PLAYED, REMEDIES, SETTINGS, toTestScheme, type RemedyWorld } from "./remedy-table.ts";
import { startStack } from "./stack.ts";

const SCHEMES = join(import.meta.dirname, "../../schemes");
const PATIENCE = { timeout: 120_000, interval: 250 };
const LIMIT_MS = 900_000;

test("every code is played, or it is said why not", () => {
  const told = [...Object.keys(REMEDIES), ...Object.keys(NOT_PLAYED)];
  expect(Object.keys(FAULT_CODES).filter((code) => !told.includes(code))).toEqual([]);
  expect(new Set(told).size).toBe(told.length);
});

test(
  "from any held state the remedy of its case leads to delivery",
  async () => {
    const { world, ledger } = await openWorld();
    const { stack } = world;
    const entries = Object.entries(REMEDIES);
    world.addRow("carriers", "GHOST,NOBODY");
    world.addRow("carriers", "LONGCARRIER,A-CODE-THAT-IS-LONGER-THAN-ALLOWED");
    // The other bill of the key that is taken.
    await approve(world, "RKEY", { lines: [{ stock: "B2C-MAIN" }] });
    await stack.untilPresent(1);

    const caseOf = async (billNo: string) => {
      for await (const page of ledger.cases.walk()) {
        const found = page.find((each) => each.billNo === billNo);
        if (found !== undefined) return found;
      }
      return undefined;
    };
    const codeOf = async (billNo: string) => (await caseOf(billNo))?.code;
    for (const [code, { billNo, bill, refusal }] of entries) {
      if (refusal === undefined) continue;
      await stack.control("faults", { ...REFUSAL, message: refusal });
      await approve(world, billNo, bill);
      await expect.poll(async () => codeOf(billNo), PATIENCE).toBe(code);
      await stack.clearFaults();
    }
    for (const { billNo, bill } of entries.flatMap(([, each]) => (each.refusal === undefined ? [each] : [])))
      await approve(world, billNo, bill);
    for (const [code, { billNo }] of entries) await expect.poll(async () => codeOf(billNo), PATIENCE).toBe(code);

    for (const [code, remedy] of entries) {
      // Now and then the gap check tries an order: while it is pushed it is no case.
      await expect.poll(async () => codeOf(remedy.billNo), PATIENCE).toBe(code);
      await remedy.mend(world, (await caseOf(remedy.billNo))?.caseId ?? "");
      const wanted = remedy.orders ?? [`${remedy.billNo}-CK001`];
      await expect
        .poll(async () => missingOf(world, wanted), { ...PATIENCE, message: `${code}: ${remedy.does}` })
        .toEqual([]);
    }
    await expect.poll(async () => (await ledger.progress.read()).open, PATIENCE).toBe(0);
    const sent = await sentOrders(world);
    expect(sent.filter((outerNo) => outerNo.startsWith("RKEY-B2C-MAIN"))).toHaveLength(2);
    expect(new Set(sent).size).toBe(sent.length);
    await expect.poll(async () => ledger.progress.read(), PATIENCE).toMatchObject({ held: 0, anew: 0 });
  },
  LIMIT_MS,
);

const REFUSAL = { vendor: "wangdiantong", service: "stockout_order_push", kind: "refusal", code: 99, every: 1 };

async function openWorld(): Promise<{ readonly world: RemedyWorld; readonly ledger: Ledger }> {
  const folder = mkdtempSync(join(tmpdir(), "billferry-remedies-"));
  cpSync(SCHEMES, folder, { recursive: true });
  const file = join(folder, "sal-outstock.yaml");
  writeFileSync(file, toTestScheme(readFileSync(file, "utf8")));
  for (const table of ["warehouses", "carriers"])
    writeFileSync(join(folder, "tables", `${table}.csv`), "kingdee,wangdiantong\n");
  appendFileSync(join(folder, "tables", "carriers.csv"), "SF,SF\n");
  const stack = await startStack(
    { bills: 0, settings: { wangdiantong: { ...SETTINGS, extraWarehouses: [...SETTINGS.extraWarehouses] } } } as never,
    { SCHEME_DIR: folder, GAP_CHECK_EVERY: "5s" },
  );
  const redis = new Redis(stack.redis.url, { maxRetriesPerRequest: null });
  onTestFinished(() => {
    redis.disconnect();
    rmSync(folder, { recursive: true, force: true });
  });
  await Promise.all((["extractor", "transformer", "loader"] as const).map(async (name) => stack.start(name).ready));
  const rows = new Map<string, Map<string, string>>([["carriers", new Map([["SF", "SF"]])]]);
  const world: RemedyWorld = {
    stack,
    addRow: (table, row) => {
      const [from = "", to = ""] = row.split(",");
      const known = rows.get(table) ?? new Map<string, string>();
      rows.set(table, known.set(from, to));
      save(
        join(folder, "tables", `${table}.csv`),
        ["kingdee,wangdiantong", ...[...known].map((each) => each.join(",")), ""].join("\n"),
      );
    },
    editScheme: (change) => save(file, change(readFileSync(file, "utf8"))),
    remake: async ({ billNo, bill, caseId }) => {
      await stack.control(`bills/${billNo}/delete`, {});
      await approve(world, billNo, bill);
      await stack.cli("retry", "--case", caseId);
    },
    wangdiantong: async (settings) => stack.control("settings", { wangdiantong: settings }),
  };
  return { world, ledger: new Ledger(redis, "sal-outstock") };
}

function save(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

async function approve({ stack }: RemedyWorld, billNo: string, bill: object): Promise<void> {
  await stack.control("bills", { billNo, ...bill });
  await stack.control(`bills/${billNo}/audit`, {});
}

async function missingOf(world: RemedyWorld, wanted: readonly string[]): Promise<readonly string[]> {
  const sent = await sentOrders(world);
  return wanted.filter((outerNo) => !sent.includes(outerNo));
}

async function sentOrders({ stack }: RemedyWorld): Promise<readonly string[]> {
  const orders = (await (await fetch(`${stack.controlUrl}orders`)).json()) as { content: { outer_no: string } }[];
  return orders.map(({ content }) => content.outer_no);
}
