import { reconcileResult } from "@billferry/contracts";
import { keepReport } from "@billferry/desk/kept-reports";
import { connectRedis } from "@billferry/redis";
import { startErrands, type ErrandWork } from "@billferry/errands";
import { expect, onTestFinished, test, vi } from "vitest";

import { by, openPeopled, type Browser } from "./people-world.ts";

const SCHEME = "sal-outstock";
const ERRAND = { kind: "reconcile", scheme: SCHEME, from: "2026-11-01", to: "2026-11-02" } as const;
const RESULT = {
  from: "2026-11-01 00:00:00",
  to: "2026-11-02 00:00:00",
  ...{ bills: 1, excluded: 0, expected: 1, matched: 0, accepted: 0, findingsLeftOut: 0, goodsLeftOut: 0, foreign: 0 },
  findings: [
    {
      kind: "missing",
      billNo: "XSCKD000001",
      outerNo: "XSCKD000001-CK01",
      stockoutNos: [],
      warehouseNo: "CK01",
      why: "held",
      text: "等待人工",
      differences: [],
    },
  ],
  days: [],
  goods: [],
  ofOtherSchemes: [],
  unused: [],
};

async function openWithPeople() {
  const board = await openPeopled();
  const [viewer, li, wang] = [await board.enter("viewer"), await board.enter("operator"), await board.enter("admin")];
  const read = async (path: string, language = "zh-CN") => {
    const answer = await board.act(`/api/v1${path}`, by(viewer, { headers: { "accept-language": language } }));
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const press = async (person: Browser, path: string, body: object) => {
    const headers = { "content-type": "application/json" };
    const init = by(person, { method: "POST", headers, body: JSON.stringify(body) });
    const answer = await board.act(`/api/v1${path}`, init);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const startClerk = (perform: (work: ErrandWork) => Promise<unknown>): void => {
    const redis = connectRedis(board.redisServer.url, board.log);
    const clerk = startErrands({ redis, log: board.log, schemes: [SCHEME], perform });
    onTestFinished(async () => {
      await clerk.stop();
      redis.disconnect();
    });
  };
  return { ...board, viewer, li, wang, read, press, startClerk };
}

const FORM = { requestId: "form-00000001" };

test("who asks where no clerk runs is told so; it is done once one comes, and whoever looks reads what came of it", async () => {
  const { press, li, wang, read, startClerk } = await openWithPeople();
  const first = await press(li, "/errands", { errand: ERRAND, ...FORM });
  expect(first).toMatchObject({ status: 200, body: { isShared: false, clerks: 0 } });
  const second = await press(wang, "/errands", { errand: ERRAND, requestId: "form-00000002" });
  expect(second).toMatchObject({ status: 200, body: { id: first.body["id"], isShared: true } });
  const path = `/errands/${String(first.body["id"])}`;
  expect(await read(path)).toMatchObject({ body: { state: "waiting", by: "operator", errand: ERRAND, result: null } });
  startClerk(async () => RESULT);
  await vi.waitFor(async () => expect(await read(path)).toMatchObject({ body: { state: "done", clerks: 1 } }), {
    timeout: 60_000,
  });
  expect(await read(path)).toMatchObject({ body: { result: { kind: "reconcile", ...RESULT } } });
  expect(await read("/errands?kind=reconcile")).toMatchObject({
    body: { items: [{ id: first.body["id"], state: "done" }], clerks: [{ scheme: SCHEME, clerks: 1 }] },
  });
});

test("an errand that waits is ended by whoever may act, and is gone", async () => {
  const { press, li, viewer, read } = await openWithPeople();
  const { body } = await press(li, "/errands", { errand: ERRAND, ...FORM });
  const path = `/errands/${String(body["id"])}`;
  expect(await press(viewer, `${path}/cancel`, { requestId: "form-00000003" })).toMatchObject({ status: 403 });
  expect(await press(li, `${path}/cancel`, { requestId: "form-00000004" })).toMatchObject({ body: { isEnding: true } });
  expect(await read(path, "en")).toMatchObject({
    status: 404,
    body: { code: "ERRAND_GONE", message: expect.stringContaining("cancelled") },
  });
});

test.each([
  [{ ...ERRAND, scheme: "another" }, 404, "SCHEME_UNKNOWN"],
  [{ ...ERRAND, kind: "format-disk" }, 400, "REQUEST_INVALID"],
  [{ ...ERRAND, from: "yesterday" }, 400, "REQUEST_INVALID"],
])("an errand that is none is refused: %j", async (errand, status, code) => {
  const { press, li } = await openWithPeople();
  expect(await press(li, "/errands", { errand, ...FORM })).toMatchObject({ status, body: { code } });
});

test("a kept daily reconciliation is listed, shown whole and exported; a day without one says so", async () => {
  const { read, redisServer, log, act, viewer } = await openWithPeople();
  const redis = connectRedis(redisServer.url, log);
  onTestFinished(() => redis.disconnect());
  const day = "2026-11-27";
  await keepReport(redis, { scheme: SCHEME, day, keepMs: 60_000, result: reconcileResult.parse(RESULT) });
  const list = await read("/reconciliations");
  expect(list.body["items"]).toMatchObject([
    { scheme: SCHEME, day, expected: 1, differences: { missing: 1, extra: 0 } },
  ]);
  const whole = await read(`/reconciliations/${SCHEME}/${day}`);
  expect(whole.body["result"]).toMatchObject({ kind: "reconcile", findings: [{ billNo: "XSCKD000001" }] });
  const file = await act(`/api/v1/reconciliations/${SCHEME}/${day}/export`, by(viewer, {}));
  expect(await file.text()).toContain("缺失,XSCKD000001,XSCKD000001-CK01");
  expect(await read(`/reconciliations/${SCHEME}/2026-11-01`, "en")).toMatchObject({
    status: 404,
    body: { code: "REPORT_GONE", message: "There is no report of 2026-11-01: none was made, or its term is over" },
  });
  expect(await read("/reconciliations/other/2026-11-27")).toMatchObject({ status: 404 });
});
