import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { listActs } from "@billferry/audit";
import { hashContent } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { enqueue } from "@billferry/runtime";
import { expect, test } from "vitest";

import { findRefusal, permissionFor } from "../src/core/permissions.ts";
import { BILL, JOB_ID } from "./board-world.ts";
import { basic, by, openPeopled } from "./people-world.ts";

const SCHEME = "sal-outstock";
const OUTER_NO = `${BILL.billNo}-CK01`;
const CASE_ID = `order:${OUTER_NO}`;
const ORDER = { outerNo: OUTER_NO, billId: BILL.billId, contentHash: hashContent("content") };

interface Sample {
  readonly body: object;
  readonly as?: "admin";
  /** Where the address names something. */
  readonly path?: string;
}

/**
 * For each route with an effect a request that has it; the record is held against it. A new route that is not here is
 * found below: what it asks for goes here.
 */
const REQUESTS: Readonly<Record<string, Sample>> = {
  "POST /api/v1/cases/retry": { body: { scheme: SCHEME, caseIds: [CASE_ID] } },
  "POST /api/v1/cases/accept": { body: { scheme: SCHEME, caseId: CASE_ID, note: "样品,不必出库" } },
  "POST /api/v1/stages/pause": { body: { scheme: SCHEME, stage: "transform", reason: "等盘点" } },
  "POST /api/v1/stages/resume": { body: { scheme: SCHEME, stage: "transform" } },
  "POST /api/v1/sync": { body: { numbers: ["XSCKD000001"] } },
  "POST /api/v1/read-now": { body: { scheme: SCHEME } },
};

/**
 * Where a world of its own is needed: the test file that has the route act, and the address that it asks. An answer of
 * a route that recorded nothing is an error (`keepActsRecorded`), so no such test would pass.
 */
const SHOWN_ELSEWHERE: Readonly<Record<string, readonly [file: string, address: string]>> = {
  "POST /api/v1/bulk-acts/:id/begin": ["bulk.test.ts", "/begin"],
  "POST /api/v1/bulk-acts/:id/resume": ["bulk.test.ts", "/resume"],
  "POST /api/v1/bulk-acts/:id/stop": ["bulk.test.ts", "/stop"],
  "POST /api/v1/errands": ["errands.test.ts", "/errands"],
  "POST /api/v1/errands/:id/cancel": ["errands.test.ts", "/cancel"],
  "POST /api/v1/schemes": ["drafts.test.ts", "/schemes"],
  "POST /api/v1/bills/:number/hold": ["hold.test.ts", "hold"],
  "POST /api/v1/bills/:number/release": ["hold.test.ts", "release"],
  "POST /api/v1/orders/:number/edit": ["edit-order.test.ts", "/edit"],
  "POST /api/v1/tables/take-over": ["tables.test.ts", "/tables/take-over"],
  "POST /api/v1/tables/hand-back": ["tables.test.ts", "/tables/hand-back"],
  "POST /api/v1/tables/hand-edit": ["tables.test.ts", "/tables/hand-edit"],
  "POST /api/v1/tables/edit": ["tables.test.ts", "/tables/edit"],
  "POST /api/v1/tables/undo": ["tables.test.ts", "/tables/undo"],
  "POST /api/v1/tables/import": ["tables.test.ts", "/tables/import"],
  "POST /api/v1/gaps/fill": ["tables.test.ts", "/gaps/fill"],
};

const ACCEPT = REQUESTS["POST /api/v1/cases/accept"]?.body ?? {};

async function openWithCase() {
  const board = await openPeopled();
  const ledger = new Ledger(board.redis, SCHEME);
  await ledger.bills.recordRead([BILL]);
  await ledger.bills.recordOrders(BILL, [{ outerNo: OUTER_NO, contentHash: ORDER.contentHash }]);
  await ledger.orders.recordHeld(ORDER, { code: "WDT_SKU_UNKNOWN", text: "[WDT_SKU_UNKNOWN] SKU1" });
  const wang = await board.enter("operator");
  const post = async (url: string, body: object, { as = wang, method = "POST" } = {}): Promise<Response> =>
    board.act(
      url,
      by(as, {
        method,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ requestId: randomUUID(), ...body }),
      }),
    );
  const recorded = async () => (await listActs({ redis: board.redis, folder: "", filter: {}, limit: 100 })).items;
  return { ...board, ledger, wang, post, recorded };
}

test("each route with an effect stands on record with person, way, role, and what came of it", async () => {
  const { server, post, recorded, enter, wang } = await openWithCase();
  const admin = await enter("admin");
  const routes = server.guardedRoutes.filter(({ act, url }) => act !== null && url.startsWith("/api/"));
  for (const { method, url, act } of routes) {
    const route = `${method} ${url}`;
    const elsewhere = SHOWN_ELSEWHERE[route];
    if (elsewhere !== undefined) {
      const [file, address] = elsewhere;
      const text = await readFile(join(import.meta.dirname, file), "utf8");
      expect([route, text.includes(address)]).toEqual([route, true]);
      continue;
    }
    const sample = REQUESTS[route];
    expect([route, sample]).not.toEqual([route, undefined]);
    const before = (await recorded()).length;
    const role = sample?.as ?? "operator";
    const as = role === "admin" ? admin : wang;
    const answer = await post(sample?.path ?? url, sample?.body ?? {}, { as, method });
    expect([route, answer.status]).toEqual([route, 200]);
    const acts = await recorded();
    expect([route, acts.length - before]).toEqual([route, 1]);
    const wanted = { act, by: role, role, via: "console", result: "done" };
    expect([route, acts[0]]).toEqual([route, expect.objectContaining(wanted)]);
  }
});

test("what changes nothing is the only thing without an act", async () => {
  const { server } = await openWithCase();
  const without = server.guardedRoutes.filter(
    ({ act, method, url }) => act === null && !["GET", "HEAD"].includes(method) && !url.startsWith("/queues/"),
  );
  // A count, a draft and a preview of an import: nothing is done to anything.
  expect(without.map(({ url }) => url).toSorted()).toEqual([
    "/api/v1/bulk-acts",
    "/api/v1/schemes/draft",
    "/api/v1/sign-in",
    "/api/v1/sign-out",
    "/api/v1/tables/upload",
  ]);
});

test("an act on a case names its bill and reason, and how it stood before", async () => {
  const { post, recorded } = await openWithCase();
  await post("/api/v1/cases/accept", ACCEPT);
  expect((await recorded())[0]).toMatchObject({
    act: "accept",
    scheme: SCHEME,
    reason: "样品,不必出库",
    subjects: [
      { kind: "bill", id: BILL.billNo },
      { kind: "case", id: CASE_ID },
    ],
    before: { [CASE_ID]: { state: "held", code: "WDT_SKU_UNKNOWN" } },
    after: { outcome: "accepted" },
  });
});

test("a form that is sent five times at once is one act on record, and a refused one is told as failed", async () => {
  const { post, recorded } = await openWithCase();
  const form = { ...ACCEPT, requestId: randomUUID() };
  await Promise.all(Array.from({ length: 5 }, async () => post("/api/v1/cases/accept", form)));
  expect(await recorded()).toHaveLength(1);
  expect((await post("/api/v1/cases/accept", ACCEPT)).status).toBe(409);
  expect((await recorded())[0]).toMatchObject({ result: "failed", error: "CASE_GONE" });
});

test("whoever comes with name and password is on record as a program", async () => {
  const { act, recorded } = await openWithCase();
  await act("/api/v1/read-now", {
    method: "POST",
    headers: { "content-type": "application/json", ...basic("admin") },
    body: JSON.stringify({ scheme: SCHEME, requestId: randomUUID() }),
  });
  expect((await recorded())[0]).toMatchObject({ by: "admin", role: "admin", via: "api", act: "read-now" });
});

test("whatever Bull Board does for a person stands on record; what it refuses does not", async () => {
  const { server, act, wang, queue, recorded } = await openWithCase();
  await enqueue(queue, [{ id: JOB_ID, payload: BILL }], { delayMs: 600_000 });
  const routes = server.guardedRoutes.filter(
    ({ method, url }) => url.startsWith("/queues/api/") && !["GET", "HEAD"].includes(method),
  );
  expect(routes.length).toBeGreaterThan(10);
  for (const { method, url, act: name } of routes) {
    const path = url
      .replace(":queueName", "transform")
      .replace(":jobId", JOB_ID)
      .replace(":schedulerId", "extract-sal-outstock")
      .replace(":queueStatus", "failed");
    const before = (await recorded()).length;
    await act(path, by(wang, { method, headers: { "content-type": "application/json" }, body: "{}" }));
    const acts = await recorded();
    const isRefused = findRefusal(permissionFor(method, url.slice("/queues".length)), "delayed") !== undefined;
    const isOfOneFinished = url.endsWith("/:jobId/clean");
    expect([url, acts.length - before]).toEqual([url, isRefused && (name === null || isOfOneFinished) ? 0 : 1]);
    if (acts.length > before)
      expect(acts[0]).toMatchObject({ act: name, via: "queues", by: "operator", role: "operator" });
  }
});

test("a job that is promoted is on record with its bill and how it stood", async () => {
  const { act, wang, queue, recorded } = await openWithCase();
  await enqueue(queue, [{ id: JOB_ID, payload: BILL }], { delayMs: 600_000 });
  await act(`/queues/api/queues/transform/${JOB_ID}/promote`, by(wang, { method: "PUT" }));
  expect((await recorded())[0]).toMatchObject({
    act: "promote-job",
    subjects: [
      { kind: "bill", id: BILL.billNo },
      { kind: "job", id: JOB_ID },
      { kind: "queue", id: "transform" },
    ],
    before: { state: "delayed" },
    result: "done",
  });
});

test("people read the record by person, bill and day; a viewer reads no telephone number in a reason", async () => {
  const { act, enter, post } = await openWithCase();
  const note = "客户 13800138000 要求,详见 a.b@example.com";
  await post("/api/v1/cases/accept", { ...ACCEPT, note });
  await post("/api/v1/read-now", { scheme: SCHEME });
  const ask = async (name: string, query: string) => {
    const answer = await act(`/api/v1/audit?${query}`, by(await enter(name)));
    expect(answer.status).toBe(200);
    return (await answer.json()) as { items: { act: string; reason?: string }[] };
  };
  for (const bill of [BILL.billNo, OUTER_NO, BILL.billNo.toLowerCase()])
    expect((await ask("operator", `bill=${bill}`)).items).toMatchObject([{ act: "accept", reason: note }]);
  expect((await ask("viewer", `bill=${BILL.billNo}`)).items[0]?.reason).toBe("客户 *** 要求,详见 ***");
  expect((await ask("viewer", "by=oper&act=read-now")).items).toHaveLength(1);
  expect((await ask("viewer", "from=2020-01-01&to=2020-01-31")).items).toEqual([]);
  expect((await act("/api/v1/audit?from=1.1.2026", by(await enter("viewer")))).status).toBe(400);
});
