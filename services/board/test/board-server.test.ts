import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Fault, hashContent, transformJobId, type TransformJob } from "@billferry/contracts";
import { connectRedis, createLogger, enqueue, openQueue, startWorker } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { hash } from "bcryptjs";
import { expect, onTestFinished, test } from "vitest";

import { createBoardServer, type BoardOptions } from "../src/board-server.ts";
import { readUsers } from "../src/users.ts";

const BILL: TransformJob = {
  scheme: "sal-outstock",
  schemeVersion: "v1",
  billId: "100001",
  billNo: "XSCKD000001",
  approvedAt: "2026-11-20 10:00:00",
  contentHash: hashContent("content"),
  revision: 1,
  fields: ["FBillNo", "FLinkMan"],
  rows: [["XSCKD000001", "王小明"]],
};
const JOB_ID = transformJobId(BILL);

async function setup(options: Partial<BoardOptions> = {}) {
  const redisServer = await startRedis();
  const log = createLogger({ name: "test", level: "silent", version: "0" });
  const redis = connectRedis(redisServer.url, log);
  const queue = openQueue({ stage: "transform", scheme: "sal-outstock" }, redis, log);
  const server = await createBoardServer({ redis, log, schemes: ["sal-outstock"], language: "zh-CN", ...options });
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  onTestFinished(async () => {
    await server.close();
    await queue.close();
    redis.disconnect();
    await redisServer.stop();
  });
  const act = async (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${url}${path}`, { redirect: "manual", ...init });
  return { redis, log, queue, act };
}

/** A bill whose transformation has failed for good. */
async function failBill({ redis, log, queue }: Awaited<ReturnType<typeof setup>>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const worker = startWorker({
    queue,
    connection: redis,
    concurrency: 1,
    log,
    perform: async () => {
      throw new Fault("BILL_FIELD_MISSING", "FStockID_FNumber");
    },
    onCase: async () => resolve(),
  });
  await enqueue(queue, [{ id: JOB_ID, payload: BILL }]);
  await promise;
  await expect.poll(async () => queue.getFailedCount()).toBe(1);
  await worker.stop();
}

test("the root leads to the queues, and the page is in Chinese with nothing from elsewhere", async () => {
  const { act } = await setup();
  const root = await act("/");
  expect([root.status, root.headers.get("location")]).toEqual([302, "/queues"]);
  const page = await act("/queues");
  expect(page.status).toBe(200);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'self'");
  const html = await page.text();
  expect(html).toContain('"lng":"zh-CN"');
  expect(html).toContain("Billferry");
});

test("the stages and the sweeps stand there in their order, with their Chinese labels", async () => {
  const { act } = await setup();
  const { queues } = (await (await act("/queues/api/queues")).json()) as { queues: { displayName: string }[] };
  expect(queues.map((queue) => queue.displayName)).toEqual([
    "读取 · Extract",
    "补漏 · Sweep",
    "转换 · Transform",
    "写入 · Load",
  ]);
});

test("a failed job shows its reason, hides the receiver, and a retry by hand starts afresh", async () => {
  const bundle = await setup();
  const { act, queue } = bundle;
  await failBill(bundle);
  const path = `/queues/api/queues/transform/${JOB_ID}`;
  const shown = (await (await act(path)).json()) as { job: { failedReason: string; data: { rows: unknown } } };
  expect(shown.job.failedReason).toContain("[BILL_FIELD_MISSING] 单据缺少必需的字段");
  expect(shown.job.data.rows).toEqual([["XSCKD000001", "***"]]);
  const list = await (await act("/queues/api/queues?activeQueue=transform&status=failed")).text();
  expect(list).toContain(JOB_ID);
  expect(list).not.toContain("王小明");

  expect((await act(`${path}/retry`, { method: "PUT" })).status).toBe(204);
  const job = await queue.getJob(JOB_ID);
  expect(await job?.getState()).toBe("waiting");
  expect([job?.attemptsMade, job?.data.rows]).toEqual([0, [["XSCKD000001", "王小明"]]]);
});

test("all failed jobs can be retried at once", async () => {
  const bundle = await setup();
  await failBill(bundle);
  const answer = await bundle.act("/queues/api/queues/transform/retry/failed", { method: "PUT" });
  expect(await answer.json()).toEqual({ retried: 1, skipped: 0 });
  expect(await bundle.queue.getWaitingCount()).toBe(1);
});

test("waiting work can neither be altered nor dropped from the board", async () => {
  const { act, queue } = await setup();
  await enqueue(queue, [{ id: JOB_ID, payload: BILL }]);
  const base = "/queues/api/queues/transform";
  const json = { headers: { "content-type": "application/json" }, body: "{}" };
  for (const [path, init] of [
    [`${base}/empty`, { method: "PUT" }],
    [`${base}/obliterate`, { method: "PUT" }],
    [`${base}/clean/wait`, { method: "PUT" }],
    [`${base}/${JOB_ID}/clean`, { method: "PUT" }],
    [`${base}/${JOB_ID}/update-data`, { method: "PATCH", ...json }],
    [`${base}/add`, { method: "POST", ...json }],
  ] as const)
    expect([path, (await act(path, init)).status]).toEqual([path, 403]);
  expect((await queue.getJob(JOB_ID))?.data).toEqual(BILL);
});

test("a page of another site can not press the buttons", async () => {
  const { act } = await setup();
  const headers = { "sec-fetch-site": "cross-site" };
  expect((await act("/queues/api/queues/pause", { method: "PUT", headers })).status).toBe(403);
});

function as(name: string, password: string): RequestInit {
  return { headers: { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}` } };
}

test("with a users file everything but the health check asks for name and password", async () => {
  const dir = await mkdtemp(join(tmpdir(), "billferry-board-"));
  onTestFinished(async () => rm(dir, { recursive: true, force: true }));
  const path = join(dir, "users");
  await writeFile(path, `# operators\nwang:${await hash("right", 4)}\n`);
  const { act } = await setup({ users: readUsers(path) });
  expect((await act("/health")).status).toBe(200);
  for (const path of ["/", "/queues", "/queues/api/queues", "/queues/static/images/logo.svg", "/nowhere"])
    expect([path, (await act(path)).status]).toEqual([path, 401]);
  expect((await act("/queues")).headers.get("www-authenticate")).toContain("Basic");
  expect((await act("/queues", as("wang", "wrong"))).status).toBe(401);
  expect((await act("/queues", as("li", "right"))).status).toBe(401);
  expect((await act("/queues", as("wang", "right"))).status).toBe(200);
  expect((await act("/queues", as("wang", "right"))).status).toBe(200);
});

test.each([
  ["an empty file", ""],
  ["a weaker hash", "wang:$apr1$abc$def"],
  ["a plain password", "wang:right"],
])("%s is refused as a users file", async (_words, text) => {
  const dir = await mkdtemp(join(tmpdir(), "billferry-board-"));
  onTestFinished(async () => rm(dir, { recursive: true, force: true }));
  const path = join(dir, "users");
  await writeFile(path, text);
  expect(() => readUsers(path)).toThrow("BOARD_USERS_FILE");
});
