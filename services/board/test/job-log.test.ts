import { Fault, putOff, type Outcome } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { enqueue, startWorker, type Attempt } from "@billferry/runtime";
import { expect, test } from "vitest";

import { BILL, JOB_ID, openBoard } from "./board-world.ts";

type World = Awaited<ReturnType<typeof openBoard>>;
type Perform = (attempt: Attempt<"transform">) => Promise<Outcome>;

/** Works until the job has come to an end. */
async function work({ redis, log, queue }: World, perform: Perform): Promise<void> {
  const worker = startWorker({ queue, connection: redis, concurrency: 1, log, perform });
  await expect.poll(async () => queue.getJobState(JOB_ID), { timeout: 60_000 }).toMatch(/^(completed|failed)$/);
  await worker.stop();
}

async function logOf({ act }: World): Promise<readonly string[]> {
  return (await (await act(`/queues/api/queues/transform/${JOB_ID}/logs`)).json()) as string[];
}

test("a job's log tells each attempt, wait and failure with its time and reason, and what a person did", async () => {
  const world = await openBoard();
  await enqueue(world.queue, [{ id: JOB_ID, payload: BILL }]);
  const outcomes = [
    putOff(5, "XSCKD000001-CK01 正在推送"),
    { kind: "again", fault: new Fault("HTTP_NETWORK", "connection refused") } as const,
  ];
  await work(world, async () => {
    const next = outcomes.shift();
    if (next === undefined) throw new Fault("BILL_FIELD_MISSING", "FStockID_FNumber");
    return next;
  });
  await world.act(`/queues/api/queues/transform/${JOB_ID}/retry`, { method: "PUT" });
  await work(world, async () => ({ kind: "done", result: { kind: "ordered", orders: ["XSCKD000001-CK01"] } }));
  const lines = await logOf(world);
  const told = ["加入队列", "正在推送", "HTTP_NETWORK", "BILL_FIELD_MISSING", "由人工重试", "已转换为订单"];
  expect(lines).toHaveLength(told.length);
  for (const [at, words] of told.entries()) {
    expect(lines[at]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}/);
    expect(lines[at]).toContain(words);
  }
  expect(lines[1]).toContain("第 1 次执行,等待 1 秒后继续");
});

test("a job that goes well leaves no line in Redis, and its log is told all the same", async () => {
  const world = await openBoard({ language: "en" });
  await enqueue(world.queue, [{ id: JOB_ID, payload: BILL }]);
  await work(world, async () => ({ kind: "done", result: { kind: "ordered", orders: ["XSCKD000001-CK01"] } }));
  expect((await world.queue.getJobLogs(JOB_ID)).count).toBe(0);
  expect((await logOf(world)).map((line) => line.slice(21))).toEqual([
    "added to the queue",
    "done: turned into orders XSCKD000001-CK01",
  ]);
});

test("few lines are kept of a job that waits again and again", async () => {
  const world = await openBoard();
  await enqueue(world.queue, [{ id: JOB_ID, payload: BILL }]);
  let waits = 0;
  await work(world, async () => {
    waits += 1;
    return waits <= 30 ? putOff(1, `wait ${waits}`) : { kind: "superseded" };
  });
  const lines = await logOf(world);
  expect(lines).toHaveLength(22);
  expect(lines.at(-2)).toContain("wait 30");
  expect(lines.at(-1)).toContain("已有更新的内容");
});

test("what the ledger noted of its bill stands among the lines", async () => {
  const world = await openBoard();
  const ledger = new Ledger(world.redis, BILL.scheme);
  await ledger.keeping.open();
  await ledger.bills.recordRead([BILL]);
  await enqueue(world.queue, [{ id: JOB_ID, payload: BILL }]);
  await ledger.holds.hold(BILL.billId, { by: "li", note: "先等客户确认", text: "x" });
  expect((await logOf(world)).at(-1)).toContain("人工搁置 先等客户确认 (li)");
});

test("a number that is typed on Bull Board's page leads to its bill", async () => {
  const { act } = await openBoard();
  expect(await (await act("/queues")).text()).toContain('action="/queues/find"');
  const found = await act("/queues/find?number=%20XSCKD000001%2F1%20");
  expect([found.status, found.headers.get("location")]).toEqual([302, "/bills/XSCKD000001%2F1"]);
  for (const path of ["/queues/find", "/queues/find?number=", "/queues/find?number=a&number=b"])
    expect((await act(path)).headers.get("location")).toBe("/bills");
});
