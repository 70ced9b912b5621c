import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Fault } from "@billferry/contracts";
import { enqueue, startWorker } from "@billferry/runtime";
import { hash } from "bcryptjs";
import { expect, onTestFinished, test } from "vitest";

import { readUsers } from "../src/users.ts";
import { BILL, JOB_ID, openBoard } from "./board-world.ts";

/** A bill whose transformation has failed for good. */
async function failBill({ redis, log, queue }: Awaited<ReturnType<typeof openBoard>>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const worker = startWorker({
    queue,
    connection: redis,
    concurrency: 1,
    log,
    perform: async () => {
      throw new Fault("BILL_FIELD_MISSING", "FStockID_FNumber");
    },
    recordCase: async () => resolve(),
  });
  await enqueue(queue, [{ id: JOB_ID, payload: BILL }]);
  await promise;
  await expect.poll(async () => queue.getFailedCount()).toBe(1);
  await worker.stop();
}

test("the queues are in Chinese with nothing from elsewhere", async () => {
  const { act } = await openBoard();
  const page = await act("/queues");
  expect(page.status).toBe(200);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'self'");
  const html = await page.text();
  expect(html).toContain('"lng":"zh-CN"');
  expect(html).toContain("Billferry");
});

test("the stages and the sweeps stand there in their order, with their Chinese labels", async () => {
  const { act } = await openBoard();
  const { queues } = (await (await act("/queues/api/queues")).json()) as { queues: { displayName: string }[] };
  expect(queues.map((queue) => queue.displayName)).toEqual([
    "读取 · Extract",
    "补漏 · Sweep",
    "转换 · Transform",
    "写入 · Load",
  ]);
});

test("a failed job shows its reason, hides the receiver, and a retry by hand starts afresh", async () => {
  const bundle = await openBoard();
  const { act, queue } = bundle;
  await failBill(bundle);
  const path = `/queues/api/queues/transform/${JOB_ID}`;
  const shown = (await (await act(path)).json()) as {
    job: { name: string; failedReason: string; data: Record<string, unknown>; externalUrl: unknown };
  };
  expect(shown.job.name).toBe("XSCKD000001");
  expect(shown.job.externalUrl).toEqual({ displayText: "XSCKD000001", href: "/bills/XSCKD000001" });
  expect(shown.job.failedReason).toContain("[BILL_FIELD_MISSING] 单据缺少必需的字段");
  expect(Object.keys(shown.job.data)[0]).toBe("失败原因");
  expect(shown.job.data).toMatchObject({
    失败原因: { 代码: "BILL_FIELD_MISSING", 详情: "FStockID_FNumber" },
    单据头: { "单据编号 FBillNo": "XSCKD000001", "收货人姓名 FLinkMan": "***" },
  });
  const list = await (await act("/queues/api/queues?activeQueue=transform&status=failed")).text();
  expect(list).toContain(JOB_ID);
  expect(list).not.toContain("王小明");

  expect((await act(`${path}/retry`, { method: "PUT" })).status).toBe(204);
  const job = await queue.getJob(JOB_ID);
  expect(await job?.getState()).toBe("waiting");
  expect([job?.attemptsMade, job?.data.rows]).toEqual([0, [["XSCKD000001", "王小明"]]]);
});

test("what is retried by hand overtakes the jobs that wait", async () => {
  const bundle = await openBoard();
  await failBill(bundle);
  await bundle.queue.add("transform", {} as never, { jobId: "transform-other" });
  await bundle.act(`/queues/api/queues/transform/${JOB_ID}/retry`, { method: "PUT" });
  // The one that is next stands last.
  expect((await bundle.queue.getRanges(["wait"], 0, -1, true)).filter(Boolean)).toEqual([JOB_ID, "transform-other"]);
});

test("all failed jobs can be retried at once", async () => {
  const bundle = await openBoard();
  await failBill(bundle);
  const answer = await bundle.act("/queues/api/queues/transform/retry/failed", { method: "PUT" });
  expect(await answer.json()).toEqual({ retried: 1, skipped: 0 });
  expect(await bundle.queue.getWaitingCount()).toBe(1);
});

function as(name: string, password: string): RequestInit {
  return { headers: { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}` } };
}

test("with a users file everything but the health check and the page's empty frame asks for name and password", async () => {
  const dir = await mkdtemp(join(tmpdir(), "billferry-board-"));
  onTestFinished(async () => rm(dir, { recursive: true, force: true }));
  const path = join(dir, "users");
  await writeFile(path, `# operators\nwang:${await hash("right", 4)}\n`);
  const { act } = await openBoard({ users: readUsers(path) });
  expect((await act("/health")).status).toBe(200);
  for (const path of ["/api/v1/status", "/queues", "/queues/api/queues", "/queues/static/images/logo.svg", "/nowhere"])
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
