import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Ledger } from "@billferry/ledger";
import type { Reconciliation } from "@billferry/reconcile";
import { sandboxCredentials, type Summary } from "@billferry/sandbox";
import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";

import { startStack, type Account, type Environment, type ServiceName, type Stack } from "./stack.ts";

const LIMIT_MS = 180_000;
const POLL = { timeout: 60_000, interval: 500 };
const ALL: readonly ServiceName[] = ["extractor", "transformer", "loader", "loader"];
const FROM = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
const CLEAN = { absent: [], duplicated: [], unexpected: [], wrong: [], refusedCalls: 0 };
const MAIN = "sal-outstock";
const BRANCH = "branch-outstock";
const BRANCH_SECRETS = sandboxCredentials("branch");
/** Approved so long ago that the next reading brings them. */
const APPROVED_JUST_NOW = { spreadMs: 30_000, endsAgoMs: 6_000 };
const QUOTA_USED_UP: unknown = expect.stringContaining("每分钟调用额度已用完");
const KINGDEE_REFUSES: unknown = expect.stringContaining("[KD_CREDENTIALS_REFUSED]");
const WANGDIANTONG_REFUSES: unknown = expect.stringContaining("[WDT_CREDENTIALS_REFUSED]");

interface Pair {
  readonly stack: Stack;
  readonly main: Account;
  readonly branch: Account;
  /** The file that holds the branch's Kingdee password. */
  readonly passwordFile: string;
}

/**
 * Two accounts of both vendors, each with bills of its own under the same numbers. All that the second one takes are
 * files (a scheme, two secrets) and variables; it signs in to Kingdee in another way.
 */
async function startPair(options: { bills: number; seed: number; environment?: Environment }): Promise<Pair> {
  const folder = mkdtempSync(join(tmpdir(), "accounts-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const schemes = join(folder, "schemes");
  cpSync(join(import.meta.dirname, "../../schemes"), schemes, { recursive: true });
  const shipped = readFileSync(join(schemes, `${MAIN}.yaml`), "utf8");
  const accounts = `accounts: { kingdee: branch, wangdiantong: branch }`;
  writeFileSync(join(schemes, `${BRANCH}.yaml`), shipped.replace(`name: ${MAIN}`, `name: ${BRANCH}\n${accounts}`));
  const [passwordFile, appsecretFile] = [join(folder, "password"), join(folder, "appsecret")];
  writeFileSync(passwordFile, `${BRANCH_SECRETS.kingdee.password}\n`);
  writeFileSync(appsecretFile, `${BRANCH_SECRETS.wangdiantong.appsecret}\n`);

  const { bills, seed, environment } = options;
  const stack = await startStack(
    { bills, seed, accounts: ["main", "branch"] },
    {
      SCHEME_DIR: schemes,
      SCHEMES: `${MAIN},${BRANCH}`,
      KINGDEE_BRANCH_AUTH: "password",
      KINGDEE_BRANCH_APP_ID: "",
      KINGDEE_BRANCH_APP_SECRET: "",
      KINGDEE_BRANCH_PASSWORD: "",
      KINGDEE_BRANCH_PASSWORD_FILE: passwordFile,
      WDT_BRANCH_APPSECRET: "",
      WDT_BRANCH_APPSECRET_FILE: appsecretFile,
      ...environment,
    },
  );
  return { stack, main: stack, branch: stack.account("branch"), passwordFile };
}

/** What `billferry status` says of whatever does not move. */
async function reasonsOf(stack: Stack, scheme: string): Promise<readonly string[]> {
  return (await stack.status(scheme)).reasons;
}

async function refuseBranch(branch: Account): Promise<void> {
  await branch.control("faults", { vendor: "wangdiantong", kind: "credentials-refused", every: 1 });
}

/** Whoever is refused asks less and less often, in the end every ten minutes. */
async function restAsAfterANight({ redis }: Stack): Promise<void> {
  const connection = new Redis(redis.url);
  await new Ledger(connection, BRANCH).progress.stop("[KD_CREDENTIALS_REFUSED]", 600_000);
  connection.disconnect();
}

/** To Wangdiantong. */
function callsOf({ calls: { push = 0, query = 0, masterData = 0 } }: Summary): number {
  return push + query + masterData;
}

async function untilAllPresent(account: Account): Promise<void> {
  await account.untilPresent((await account.summary()).expected);
}

/** Judged by the sandbox, and agreed to by Billferry's own comparison of both ends. */
async function expectEverythingInItsOwnAccount({ stack, main, branch }: Pair): Promise<void> {
  for (const scheme of [MAIN, BRANCH]) await stack.untilIdle(scheme);
  const [ofMain, ofBranch] = [await main.summary(), await branch.summary()];
  expect(ofMain).toMatchObject({ ...CLEAN, present: ofMain.expected });
  expect(ofBranch).toMatchObject({ ...CLEAN, present: ofBranch.expected });
  const { exitCode, stdout } = await stack.cli("reconcile", "--from", FROM, "--json");
  const { schemes } = JSON.parse(stdout) as { schemes: Record<string, Reconciliation> };
  expect(schemes).toMatchObject({ [MAIN]: agreementOn(ofMain), [BRANCH]: agreementOn(ofBranch) });
  expect(exitCode).toBe(0);
}

/** What is expected of a reconciliation where both ends agree on all of it. */
function agreementOn({ expected }: Summary): object {
  return { expected, orders: { matched: expected }, findings: [], foreign: [] };
}

test(
  "a branch whose Kingdee password is wrong holds up nobody else; with its file mended and the extractor started anew, every bill is in its own account",
  async () => {
    const pair = await startPair({ bills: 30, seed: 31 });
    const { stack, main, branch, passwordFile } = pair;
    writeFileSync(passwordFile, "wrong");
    const [extractor] = ALL.map((name) => stack.start(name));
    await untilAllPresent(main);
    await stack.untilIdle(MAIN);
    await expect.poll(async () => reasonsOf(stack, BRANCH), POLL).toEqual([KINGDEE_REFUSES]);
    expect(await reasonsOf(stack, MAIN)).toEqual([]);
    expect(await branch.summary()).toMatchObject({ present: 0, unexpected: [] });

    await restAsAfterANight(stack);
    writeFileSync(passwordFile, BRANCH_SECRETS.kingdee.password);
    expect(await extractor?.stop()).toBe(0);
    stack.start("extractor");
    await untilAllPresent(branch);
    await expectEverythingInItsOwnAccount(pair);
  },
  LIMIT_MS,
);

test(
  "a branch that Wangdiantong refuses holds up nobody else, and delivers by itself once it is let in again",
  async () => {
    const pair = await startPair({ bills: 10, seed: 32 });
    const { stack, main, branch } = pair;
    for (const name of ALL) stack.start(name);
    await Promise.all([main, branch].map(untilAllPresent));

    await refuseBranch(branch);
    for (const account of [main, branch])
      await account.control("bills/generate", { count: 5, seed: 33, ...APPROVED_JUST_NOW });
    const { present } = await branch.summary();
    await untilAllPresent(main);
    await expect.poll(async () => reasonsOf(stack, BRANCH), POLL).toEqual([WANGDIANTONG_REFUSES]);
    expect(await reasonsOf(stack, MAIN)).toEqual([]);
    expect((await branch.summary()).present).toBe(present);

    await branch.clearFaults();
    await untilAllPresent(branch);
    await expectEverythingInItsOwnAccount(pair);
  },
  LIMIT_MS,
);

test(
  "each account has a quota of its own, and its own reason for waiting: the branch is done while main waits for the next minute",
  async () => {
    const [fewer, more] = [20, 200];
    const { stack, main, branch } = await startPair({
      bills: 40,
      seed: 34,
      environment: { WDT_CALLS_PER_MINUTE: String(fewer), WDT_BRANCH_CALLS_PER_MINUTE: String(more) },
    });
    await main.control("settings", { wangdiantong: { callsPerMinute: fewer } });
    await branch.control("settings", { wangdiantong: { callsPerMinute: more } });
    for (const name of ALL) stack.start(name);
    await untilAllPresent(branch);
    await stack.untilIdle(BRANCH);
    expect(await reasonsOf(stack, BRANCH)).toEqual([]);
    await expect.poll(async () => reasonsOf(stack, MAIN), POLL).toEqual([QUOTA_USED_UP]);

    await refuseBranch(branch);
    await branch.control("bills/generate", { count: 1, seed: 35, ...APPROVED_JUST_NOW });
    await expect.poll(async () => reasonsOf(stack, BRANCH), POLL).toEqual([WANGDIANTONG_REFUSES]);
    expect(await reasonsOf(stack, MAIN)).not.toContainEqual(WANGDIANTONG_REFUSES);
    const ofMain = await main.summary();
    expect(callsOf(ofMain)).toBeGreaterThanOrEqual(fewer);
    expect(ofMain.present).toBeLessThan(ofMain.expected);
    expect([ofMain.refusedCalls, (await branch.summary()).refusedCalls]).toEqual([0, 0]);
  },
  LIMIT_MS,
);
