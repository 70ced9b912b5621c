import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { BackfillReport, Reconciliation } from "@billferry/reconcile";
import { expect, onTestFinished, test } from "vitest";

import { startStack, type ServiceName, type Stack } from "./stack.ts";

const LIMIT_MS = 180_000;
const ALL: readonly ServiceName[] = ["extractor", "transformer", "loader"];
const FROM = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
const SHIPPED = join(import.meta.dirname, "..", "..", "schemes");
const SCHEMES = ["online", "shops"] as const;

/** `online` never sees the bills of the shops, `shops` sees all and excludes those of the channels. */
function splitScheme(): string {
  const folder = mkdtempSync(join(tmpdir(), "billferry-two-schemes-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(SHIPPED, folder, { recursive: true });
  const text = readFileSync(join(folder, "sal-outstock.yaml"), "utf8");
  const since = "FApproveDate>='{{LAST_SYNC_TIME dateTime}}'";
  const online = text
    .replace("name: sal-outstock", "name: online")
    .replace(since, `${since} and FSALECHANNEL in ('天猫','京东','抖音')`);
  const shops = text
    .replace("name: sal-outstock", "name: shops")
    .concat("\nbills:\n  exclude:\n    - { rule: 线上渠道, field: FSALECHANNEL, in: [天猫, 京东, 抖音] }\n");
  writeFileSync(join(folder, "online.yaml"), online);
  writeFileSync(join(folder, "shops.yaml"), shops);
  return folder;
}

/** What a command says of both schemes. */
async function ask<Answer>(stack: Stack, ...args: readonly string[]) {
  const { stdout, exitCode } = await stack.cli(...args, "--json");
  const { online, shops } = (JSON.parse(stdout) as { schemes: Record<(typeof SCHEMES)[number], Answer> }).schemes;
  return { exitCode, online, shops };
}

async function reconcile(stack: Stack) {
  return ask<Reconciliation>(stack, "reconcile", "--from", FROM);
}

async function untilIdle(stack: Stack): Promise<void> {
  const areIdle = async () => {
    const { online, shops } = await ask<{ idle: boolean }>(stack, "status");
    return online.idle && shops.idle;
  };
  await expect.poll(areIdle, { timeout: 120_000, interval: 250 }).toBe(true);
}

const billsOf = ({ findings }: Reconciliation) => findings.map(({ kind, billNo }) => [kind, billNo]);

test(
  "two schemes on one form: the other's orders are counted as the other's, and what nobody asks for is named by one alone",
  async () => {
    const stack = await startStack({ bills: 40, seed: 31 }, { SCHEME_DIR: splitScheme(), SCHEMES: SCHEMES.join() });
    for (const [billNo, channel] of [
      ["WEB", "天猫"],
      ["SHOP", "线下"],
    ]) {
      await stack.control("bills", { billNo, channel, lines: [{ quantity: "3" }] });
      await stack.control(`bills/${billNo}/audit`, {});
    }
    for (const name of ALL) stack.start(name);
    const { expected } = await stack.summary();
    await stack.untilPresent(expected);
    await untilIdle(stack);

    const good = await reconcile(stack);
    expect([good.exitCode, good.online.findings, good.shops.findings]).toEqual([0, [], []]);
    expect(good.online.expected + good.shops.expected).toBe(expected);
    expect(Math.min(good.online.expected, good.shops.expected)).toBeGreaterThan(1);
    expect(good.online).toMatchObject({ ofOtherSchemes: { shops: good.shops.expected }, foreign: [], outside: 0 });
    expect(good.shops).toMatchObject({ ofOtherSchemes: { online: good.online.expected }, foreign: [], outside: 0 });
    const filled = await ask<BackfillReport>(stack, "backfill", "--from", FROM, "--dry-run");
    for (const [scheme, { present }] of [
      [good.online, filled.online],
      [good.shops, filled.shops],
    ] as const)
      expect(present).toBe(scheme.expected);

    for (const billNo of ["WEB", "SHOP"]) await stack.control(`bills/${billNo}/unaudit`, {});
    await stack.cli("sweep", "--depth", "2d");
    const bad = await reconcile(stack);
    expect([bad.exitCode, billsOf(bad.online), billsOf(bad.shops)]).toEqual([
      1,
      [["extra", "WEB"]],
      [["extra", "SHOP"]],
    ]);
    const alone = await stack.cli("reconcile", "--from", FROM, "--scheme", "online");
    expect(alone.stdout).toContain(`另有 ${good.shops.expected} 张单据属于方案 shops`);

    // With the ledgers gone nobody knows whose the two were; still one scheme names each, and the rest is no
    // difference.
    for (const scheme of SCHEMES) await stack.cli("repair", "--rebuild", "--yes", "--scheme", scheme);
    const rebuilt = await reconcile(stack);
    const named = [...billsOf(rebuilt.online), ...billsOf(rebuilt.shops)];
    expect(named).toHaveLength(2);
    expect(Object.fromEntries(named.map(([kind, billNo]) => [billNo, kind]))).toEqual({ SHOP: "extra", WEB: "extra" });
    await untilIdle(stack);
    expect(await stack.summary()).toMatchObject({ present: expected - 2, duplicated: [], wrong: [] });
  },
  LIMIT_MS,
);
