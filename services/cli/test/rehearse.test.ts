import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Rehearsal } from "@billferry/reconcile";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";

import { setupWorld } from "./doctor-world.ts";

const LAUNCHER = join(import.meta.dirname, "..", "bin", "billferry.js");
const FROM = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
const LIMIT_MS = 120_000;

interface Report {
  readonly schemes: Readonly<Record<string, Rehearsal & { gaps: readonly { subject: string; code: string }[] }>>;
  readonly orders: number;
  readonly codes: { readonly warehouses: readonly { code: string; orders: number }[] };
}

/** A merchant with both accounts set: what is rehearsed must not reach them. */
async function setup(editScheme: (text: string) => string = (text) => text) {
  const { sandbox, env } = await setupWorld({ editScheme, sandbox: { bills: 40 } });
  const folder = await mkdtemp(join(tmpdir(), "billferry-rehearsal-"));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  const rehearse = async (...args: readonly string[]) =>
    execa(process.execPath, [LAUNCHER, "rehearse", "--from", FROM, ...args], {
      env: { PATH: process.env["PATH"] ?? "", ENV_FILE: "/dev/null", ...env, DATA_DIR: folder },
      extendEnv: false,
      reject: false,
      stdin: "ignore",
      timeout: LIMIT_MS,
    });
  const control = async (path: string): Promise<unknown> => (await fetch(`${sandbox.controlUrl}${path}`)).json();
  return { rehearse, control, folder };
}

test(
  "a merchant's history is rehearsed: each order arrives at the stand-in, and nothing at his own Wangdiantong",
  async () => {
    const { rehearse, control, folder } = await setup();
    const file = join(folder, "orders.csv");
    const { exitCode, stdout } = await rehearse("--orders", file, "--json");
    const { schemes, orders, codes } = JSON.parse(stdout) as Report;
    const bills = (await control("bills?state=selectable")) as readonly { expected: readonly string[] }[];
    const expected = bills.flatMap((bill) => bill.expected);
    expect(expected.length).toBeGreaterThan(40);
    expect(schemes["sal-outstock"]).toMatchObject({ expected: expected.length, matched: expected.length, cases: [] });
    expect([exitCode, orders]).toEqual([0, expected.length]);
    expect(codes.warehouses.reduce((sum, each) => sum + each.orders, 0)).toBe(expected.length);
    const table = await readFile(file, "utf8");
    expect(expected.filter((outerNo) => !table.includes(outerNo))).toEqual([]);
    expect((await stat(file)).mode % 0o1000).toBe(0o600);
    expect(await control("orders")).toEqual([]);
    expect(((await control("summary")) as { calls: object }).calls).toMatchObject({ push: 0, query: 0, masterData: 0 });
  },
  LIMIT_MS,
);

test(
  "what would be held is told before anything goes out: codes without a row, and SKUs that Wangdiantong lacks",
  async () => {
    const { rehearse, folder } = await setup((text) =>
      text.replace('"{{ FCarrierID_FNumber }}" }', '"{{ FCarrierID_FNumber }}", missing: hold }'),
    );
    const known = join(folder, "skus.csv");
    await writeFile(known, "商家编码;名称\nSKU-0001;茶\n");
    const { exitCode, stdout } = await rehearse("--known-skus", known);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("[MAP_CODE_MISSING]");
    expect(stdout).toMatch(/carriers\/SF:\d+ 张单据/);
    expect(stdout).toContain("[WDT_SKU_UNKNOWN]");
    expect(stdout).toContain("两端核对一致");
  },
  LIMIT_MS,
);

test("a rehearsal without a Kingdee account is refused before anything starts", async () => {
  const { exitCode, stderr } = await execa(process.execPath, [LAUNCHER, "rehearse", "--from", FROM], {
    env: { PATH: process.env["PATH"] ?? "", ENV_FILE: "/dev/null" },
    extendEnv: false,
    reject: false,
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain("KINGDEE_URL");
});
