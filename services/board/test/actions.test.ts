import { createRequire } from "node:module";

import { enqueue } from "@billferry/runtime";
import { expect, test } from "vitest";

import { decidedRoutes, findRefusal, permissionFor } from "../src/core/permissions.ts";
import { BILL, JOB_ID, openBoard } from "./board-world.ts";

interface Route {
  readonly method: string;
  readonly route: string;
}

// What the installed version itself registers.
const { appRoutes } = createRequire(import.meta.url)("@bull-board/api/dist/routes.js") as {
  appRoutes: { api: readonly Route[] };
};
const ROUTES = appRoutes.api.map(({ method, route }) => `${method} ${route}`);

test("every route of the installed Bull Board is decided, and nothing else is", () => {
  expect(ROUTES.length).toBeGreaterThan(30);
  expect(decidedRoutes().toSorted()).toEqual(ROUTES.toSorted());
});

test("a route that nobody has decided is refused, whatever it does", () => {
  expect(findRefusal(permissionFor("get", "/api/everything"), undefined)).toContain("看板不提供");
  expect(findRefusal(permissionFor("delete", "/api/queues/:queueName"), undefined)).toContain("看板不提供");
});

const refusedRoutes = appRoutes.api.filter(
  ({ method, route }) => findRefusal(permissionFor(method, route), "waiting") !== undefined,
);

test("whatever is refused says why in Chinese and leaves work and schedules as they were", async () => {
  const { act, queue } = await openBoard();
  await enqueue(queue, [{ id: JOB_ID, payload: BILL }]);
  await queue.upsertJobScheduler("extract-sal-outstock", { every: 600_000 }, { name: "transform", data: BILL });
  const look = async () => [
    await queue.getJobCounts(),
    (await queue.getJob(JOB_ID))?.data,
    (await queue.getJob(JOB_ID))?.opts.priority,
    await queue.getJobScheduler("extract-sal-outstock"),
    await queue.getGlobalConcurrency(),
    await queue.getGlobalRateLimit(),
  ];
  const before = await look();
  expect(refusedRoutes.length).toBeGreaterThan(10);
  for (const { method, route } of refusedRoutes) {
    const path = route
      .replace(":queueName", "transform")
      .replace(":jobId", JOB_ID)
      .replace(":schedulerId", "extract-sal-outstock")
      .replace(":queueStatus", "wait");
    const body = JSON.stringify({ name: "x", data: {}, jobData: {}, every: 1_000, limit: 1, priority: 5, force: true });
    const answer = await act(`/queues${path}`, {
      method: method.toUpperCase(),
      headers: { "content-type": "application/json" },
      body: method === "get" ? null : body,
    });
    expect([route, answer.status]).toEqual([route, 403]);
    expect(JSON.stringify(await answer.json())).toMatch(/\p{Script=Han}{4}/u);
  }
  expect(await look()).toEqual(before);
});

test("a schedule cannot be given an end from the board", async () => {
  const { act, queue } = await openBoard();
  await queue.upsertJobScheduler("extract-sal-outstock", { every: 600_000 }, { name: "transform", data: BILL });
  const answer = await act("/queues/api/queues/transform/job-schedulers/extract-sal-outstock", {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ every: 600_000, limit: 1 }),
  });
  expect(answer.status).toBe(403);
  expect((await queue.getJobScheduler("extract-sal-outstock"))?.limit).toBeUndefined();
});

test("pausing, resuming, promoting, retrying and cleaning up what is finished stay open", async () => {
  const { act, queue } = await openBoard();
  await enqueue(queue, [{ id: JOB_ID, payload: BILL }], { delayMs: 600_000 });
  const base = "/queues/api/queues/transform";
  for (const path of ["pause", "resume", `${JOB_ID}/promote`, "retry/failed", "clean/completed", "clean/failed"])
    expect([path, (await act(`${base}/${path}`, { method: "PUT" })).ok]).toEqual([path, true]);
  expect(await queue.getWaitingCount()).toBe(1);
});

test("the page hides the buttons of what is refused and asks no other site for anything", async () => {
  const { act } = await openBoard();
  const html = await (await act("/queues")).text();
  expect(html).toContain('<link href="billferry.css" rel="stylesheet">');
  expect(html).not.toContain("googleapis");
  const style = await act("/queues/billferry.css");
  expect(style.headers.get("content-type")).toContain("text/css");
  expect(await style.text()).toContain("lucide-ban");
});
