import { join } from "node:path";

import { execa } from "execa";
import { expect, test } from "vitest";

import { checkOf, findTroubles, setupWorld } from "./doctor-world.ts";

const LAUNCHER = join(import.meta.dirname, "..", "bin", "billferry.js");
const BILL = "XSCKD000001";

/** A Kingdee whose administrator may set the row limit while we run. */
async function setup() {
  const world = await setupWorld({ sandbox: { bills: 40 } });
  const limitRows = async (limitCap: number, limitPolicy = "clamp"): Promise<void> => {
    const kingdee = { limitCap, limitPolicy };
    await fetch(`${world.sandbox.controlUrl}settings`, { method: "POST", body: JSON.stringify({ kingdee }) });
  };
  const run = async (...args: readonly string[]) =>
    execa(process.execPath, [LAUNCHER, ...args], {
      env: { PATH: process.env["PATH"] ?? "", ...world.env },
      extendEnv: false,
      reject: false,
      stdin: "ignore",
      timeout: 60_000,
    });
  return { ...world, limitRows, run };
}

const day = (offset: number): string =>
  new Date(Date.now() + offset * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);

test("a comparison of both ends and a preview say the same, whatever the row limit is", async () => {
  const { limitRows, run } = await setup();
  const compare = async (): Promise<unknown> => {
    const { stdout } = await run("reconcile", "--from", day(-3), "--to", day(1), "--json");
    const { expected, orders, days, goods } = JSON.parse(stdout) as Record<string, unknown>;
    expect(expected).toBeGreaterThan(40);
    return { expected, orders, days, goods };
  };
  const preview = async (): Promise<unknown> => JSON.parse((await run("preview", BILL, "--json")).stdout);
  const [whole, bill] = [await compare(), await preview()];
  for (const [rows, policy] of [
    [5, "clamp"],
    [7, "refuse"],
  ] as const) {
    await limitRows(rows, policy);
    expect(await compare(), `${rows} rows, ${policy}`).toEqual(whole);
    expect(await preview(), `${rows} rows, ${policy}`).toMatchObject(withoutTimes(bill));
  }
}, 120_000);

/** A signed request bears the moment at which it was signed. */
function withoutTimes(previews: unknown): object {
  return JSON.parse(
    JSON.stringify(previews, (key, value: unknown) => (key === "request" ? undefined : value)),
  ) as object;
}

test("the examination shows the row limit, and is not afraid of it", async () => {
  const { examine, limitRows } = await setup();
  const found = async (rows: number, policy = "clamp") => {
    await limitRows(rows, policy);
    const report = await examine();
    return [findTroubles(report)["kingdee.page-size"] ?? "green", checkOf(report, "kingdee.page-size").found.zh];
  };
  expect(await found(30)).toEqual(["yellow", expect.stringMatching(/^30 行,少于方案请求的 2000 行:照样读全/)]);
  expect(await found(30, "refuse")).toEqual(["yellow", expect.stringMatching(/^30 行/)]);
  expect(await found(2_000)).toEqual(["green", expect.stringMatching(/上限未知,无论多少都会读全/)]);
  expect(await found(1)).toEqual(["red", "金蝶每次只返回 1 行,无法读取单据"]);
});

test("a Kingdee that gives one row at a time is named, with what its administrator can do", async () => {
  const { limitRows, run } = await setup();
  await limitRows(1);
  const { stderr, stdout, exitCode } = await run("reconcile", "--from", day(-3), "--to", day(1));
  expect(exitCode).not.toBe(0);
  expect(`${stdout}${stderr}`).toMatch(/KD_ROW_LIMIT.*WebAPIMaxQueryLimit/s);
});
