import { join } from "node:path";

import { done } from "@billferry/contracts";
import { checkAccounts, compareAccounts, switchAccounts } from "@billferry/desk";
import { enqueue, startWorker } from "@billferry/runtime";
import { loadScheme } from "@billferry/scheme";
import { Worker } from "bullmq";
import { expect, test } from "vitest";

import { ORDER, ORDER_JOB_ID, SCHEME, setup } from "./setup.ts";

const scheme = loadScheme(join(import.meta.dirname, "..", "..", "..", "schemes"), SCHEME);
const env = {
  KINGDEE_URL: "https://erp.example/k3cloud/",
  KINGDEE_ACCOUNT: "8a01",
  KINGDEE_USER: "user",
  KINGDEE_APP_ID: "app",
  KINGDEE_APP_SECRET: "secret",
  WDT_URL: "https://wdt.example/openapi2/",
  WDT_SID: "shop",
  WDT_APPKEY: "key",
  WDT_APPSECRET: "secret",
};

/** A ledger of another Kingdee account, with an order whose worker died at it. */
async function setupOther() {
  const bundle = await setup();
  const { redis, load, ledger } = bundle;
  await ledger.keeping.open();
  await ledger.accounts.bind("kingdee", { id: "5f7c", isFormer: () => false });
  await ledger.accounts.bind("wangdiantong", { id: "shop", isFormer: () => false });
  await ledger.progress.advance(1_000, 2_000);
  await enqueue(load, [{ id: ORDER_JOB_ID, payload: ORDER }]);
  const dead = new Worker(load.name, null, {
    connection: redis,
    prefix: "{billferry:sal-outstock}",
    lockDuration: 1_000,
  });
  await dead.getNextJob("token");
  await dead.close(true);
  expect(await load.getActiveCount()).toBe(1);
  return bundle;
}

test("a command with the settings of another account is refused before it compares or sends anything", async () => {
  const { redis } = await setupOther();
  await expect(checkAccounts(redis, env, scheme)).rejects.toMatchObject({
    code: "ACCOUNT_CHANGED",
    message: expect.stringContaining("属于金蝶账套 5f7c,现在的 KINGDEE_ACCOUNT 是 8a01"),
  });
  await checkAccounts(
    redis,
    { ...env, KINGDEE_ACCOUNT: "5f7c", KINGDEE_URL: "https://moved.example/k3cloud/" },
    scheme,
  );
});

test("changing accounts forgets what was known of the old one, with what its dead workers left, and binds the new one", async () => {
  const { redis, log, load, ledger } = await setupOther();
  const outcome = await switchAccounts(redis, log, { env, scheme, isKept: false });
  expect(outcome).toEqual({ kind: "rebuilt", removedJobs: 1 });
  expect(await load.getJobCountByTypes("wait", "active", "delayed", "failed", "completed")).toBe(0);
  expect(await ledger.progress.read()).toMatchObject({ watermarkMs: null, inventory: "needed" });
  expect((await compareAccounts(redis, env, scheme)).map(({ standing }) => standing.kind)).toEqual(["ours", "ours"]);
  expect(await switchAccounts(redis, log, { env, scheme, isKept: false })).toEqual({ kind: "same" });
});

test("an account that only got another id keeps its ledger and its jobs", async () => {
  const { redis, log, load, ledger } = await setupOther();
  expect(await switchAccounts(redis, log, { env, scheme, isKept: true })).toEqual({ kind: "kept" });
  expect(await ledger.progress.read()).toMatchObject({ watermarkMs: 1_000 });
  expect(await load.getActiveCount()).toBe(1);
  await checkAccounts(redis, env, scheme);
});

test("nothing is changed while a service works on the ledger", async () => {
  const { redis, log, load, ledger } = await setupOther();
  const worker = startWorker({ queue: load, connection: redis, concurrency: 1, log, perform: async () => done({}) });
  await expect.poll(async () => (await load.getWorkers()).length).toBe(1);
  expect(await switchAccounts(redis, log, { env, scheme, isKept: false })).toEqual({ kind: "running", workers: 1 });
  expect(await ledger.accounts.bound("kingdee")).toBe("5f7c");
  await worker.stop();
});
