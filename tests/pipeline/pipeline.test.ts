import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { QUEUES, schemePrefix, SHIPPED_SCHEME, requestFields, type TransformJob } from "@billferry/contracts";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";

import { runCli, runService, startStack, type ServiceName, type Stack } from "./stack.ts";

const LIMIT_MS = 180_000;
const ALL: readonly ServiceName[] = ["extractor", "transformer", "loader"];
const UNKNOWN_SKU = /NEW-XSCKD\d+/;
const CLEAN = { absent: [], duplicated: [], unexpected: [], wrong: [] };

/** All transform jobs that are still in Redis. */
async function transformJobs(stack: Stack): Promise<readonly TransformJob[]> {
  const connection = new Redis(stack.redis.url, { maxRetriesPerRequest: null });
  const queue = new Queue<TransformJob>("transform", { connection, prefix: schemePrefix(SHIPPED_SCHEME) });
  onTestFinished(async () => {
    await queue.close();
    connection.disconnect();
  });
  const jobs = await queue.getJobs(["completed"], 0, QUEUES.transform.keepCompleted);
  return jobs.map((job) => job.data);
}

test.each(["app-secret", "sign", "password", "signed-headers"])(
  "the three services alone move every bill when they sign in by %s",
  async (auth) => {
    const stack = await startStack({ bills: 40, seed: 3 }, { KINGDEE_AUTH: auth });
    for (const name of ALL) stack.start(name);
    await stack.untilIdle();
    const summary = await stack.summary();
    expect(summary).toMatchObject({ ...CLEAN, bills: 40, present: summary.expected });
  },
  LIMIT_MS,
);

test(
  "kill -9 of every stage, a graceful stop and a new start under lost answers: 0 missing, 0 duplicated, 0 wrong",
  async () => {
    const stack = await startStack({ bills: 400, seed: 7 });
    await stack.control("faults", {
      vendor: "wangdiantong",
      service: "stockout_order_push",
      kind: "cut-after",
      probability: 0.05,
    });
    const [extractor, transformer, loader] = ALL.map((name) => stack.start(name));
    const spare = stack.start("loader");
    await stack.untilPresent(40);
    await Promise.all([loader?.kill(), transformer?.kill(), extractor?.kill()]);
    const replacements = ALL.map((name) => stack.start(name));
    await Promise.all(replacements.map(async (each) => each.ready));
    await stack.untilPresent(150);
    const exitCodes = await Promise.all([...replacements, spare].map(async (each) => each.stop()));
    expect(exitCodes).toEqual([0, 0, 0, 0]);
    for (const name of ALL) stack.start(name);
    await stack.untilIdle();
    const summary = await stack.summary();
    expect(summary).toMatchObject({ ...CLEAN, present: summary.expected });
  },
  LIMIT_MS,
);

test(
  "bad answers of every kind from both sides: each is known for what it is, and every order is there once",
  async () => {
    const stack = await startStack({ bills: 100, seed: 13 });
    const kingdee = ["session-loss", "html", "truncated", "waf", "response-error", "msg-code", "double-encoded"];
    for (const [index, kind] of kingdee.entries())
      await stack.control("faults", { vendor: "kingdee", service: "ExecuteBillQuery", kind, every: 12 + index });
    const wangdiantong = ["html", "truncated", "empty-body", "status", "string-code", "rate-refusal", "cut-before"];
    for (const [index, kind] of wangdiantong.entries())
      await stack.control("faults", {
        vendor: "wangdiantong",
        service: "stockout_order_push",
        kind,
        probability: 0.02,
        seed: index + 1,
      });
    for (const name of ALL) stack.start(name);
    const { expected } = await stack.summary();
    await stack.untilPresent(expected);
    expect(await stack.summary()).toMatchObject({ ...CLEAN, present: expected });
  },
  LIMIT_MS,
);

test(
  "Redis wiped in the middle: the next reading brings everything back, and nothing is sent twice",
  async () => {
    const stack = await startStack({ bills: 150, seed: 11 });
    for (const name of ALL) stack.start(name);
    await stack.untilPresent(60);
    const redis = new Redis(stack.redis.url);
    await redis.flushall();
    redis.disconnect();
    await stack.untilIdle();
    const summary = await stack.summary();
    expect(summary).toMatchObject({ ...CLEAN, present: summary.expected });
    // A rebuild costs a call an order; looking each one up would cost several and burn the quota.
    expect(summary.calls["query"]).toBeLessThan(summary.expected / 10);
  },
  LIMIT_MS,
);

test(
  "an unknown SKU becomes a named case, the other bills flow, and a retry by hand delivers it once the SKU is there",
  async () => {
    const stack = await startStack({ bills: 30, seed: 5, unknownSkus: 2 });
    for (const name of ALL) stack.start(name);
    await stack.untilIdle();
    const { held } = await stack.status();
    const summary = await stack.summary();
    expect(held).toBeGreaterThan(0);
    expect(summary.absent).toHaveLength(held);
    expect(summary).toMatchObject({ duplicated: [], wrong: [], present: summary.expected - held });
    const environment = { REDIS_URL: stack.redis.url };
    expect((await runCli(["cases", "--json"], environment)).stdout).toContain("WDT_SKU_UNKNOWN");

    const unknown = summary.absent.flatMap(
      ({ lastRefusal }) => UNKNOWN_SKU.exec(lastRefusal?.message ?? "")?.[0] ?? [],
    );
    await stack.control("settings", { wangdiantong: { extraSkus: unknown } });
    await Promise.all([
      runCli(["retry", "--all", "--json"], environment),
      runCli(["retry", "--all", "--json"], environment),
    ]);
    await stack.untilPresent(summary.expected);
    await stack.untilIdle();
    expect(await stack.summary()).toMatchObject({ ...CLEAN, present: summary.expected });
    expect(await stack.status()).toMatchObject({ held: 0 });
  },
  LIMIT_MS,
);

test(
  "personal data reach the transform job only with personal_data: keep, and then the whole request table does",
  async () => {
    const schemes = mkdtempSync(join(tmpdir(), "schemes-"));
    onTestFinished(() => rmSync(schemes, { recursive: true }));
    cpSync(join(import.meta.dirname, "../../schemes"), schemes, { recursive: true });
    const path = join(schemes, "sal-outstock.yaml");
    writeFileSync(path, readFileSync(path, "utf8").replace("personal_data: omit", "personal_data: keep"));

    const careful = await startStack({ bills: 5 });
    for (const name of ALL) careful.start(name);
    await careful.untilIdle();
    const fields = new Set((await transformJobs(careful)).flatMap((job) => job.fields));
    expect(requestFields().filter((field) => field.isPersonal && fields.has(field.name))).toEqual([]);

    const keeping = await startStack({ bills: 5 }, { SCHEME_DIR: schemes });
    for (const name of ALL) keeping.start(name);
    await keeping.untilIdle();
    for (const job of await transformJobs(keeping))
      expect(job.fields).toEqual(expect.arrayContaining(requestFields().map((field) => field.name)));
  },
  LIMIT_MS,
);

test.each(ALL)("%s with bad settings names all of them and ends with code 78 before it connects", async (name) => {
  const { stderr, exitCode } = await runService(name, { REDIS_URL: "nonsense", WDT_URL: "x", START_FROM: "soon" });
  expect(exitCode).toBe(78);
  expect(stderr).toContain("REDIS_URL");
  expect(stderr).toMatch(/共 \d+ 处/);
});
