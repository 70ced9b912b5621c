import { expect, test } from "vitest";

import { setup } from "../sandbox-client.ts";

async function setupClock() {
  const clock = { nowMs: Date.UTC(2026, 4, 4, 4, 0, 0, 520) };
  const running = await setup({ now: () => clock.nowMs });
  const session = await running.signIn();
  const read = async (fieldKeys: string, filter = "", order = "FID") =>
    JSON.parse(
      (await running.query({ FieldKeys: fieldKeys, FilterString: filter, OrderString: order }, session)).text,
    ) as unknown[][];
  await running.control("bills", { billNo: "B1", lineCount: 2 });
  return { ...running, clock, read };
}

test("approving sets the approve date to the server's now and leaves the modify date", async () => {
  const { clock, control, read } = await setupClock();
  expect(await read("FDocumentStatus,FApproveDate,FModifyDate")).toEqual([["A", null, "2026-05-04T12:00:00.52"]]);
  clock.nowMs += 60_000;
  await control("bills/B1/audit", {});
  expect(await read("FDocumentStatus,FApproveDate,FModifyDate")).toEqual([
    ["C", "2026-05-04T12:01:00.52", "2026-05-04T12:00:00.52"],
  ]);
});

test("unapproving leaves status D and no approve date; editing gives new entry ids", async () => {
  const { control, read } = await setupClock();
  await control("bills/B1/audit", {});
  expect(await control("bills/B1/edit", {})).toHaveProperty("error");
  const before = (await read("FEntity_FEntryID,FID")).map(([entryId]) => entryId);
  await control("bills/B1/unaudit", {});
  expect(await read("FDocumentStatus,FApproveDate")).toEqual([["D", null]]);
  await control("bills/B1/edit", {});
  const after = (await read("FEntity_FEntryID,FID")).map(([entryId]) => entryId);
  expect(after.filter((entryId) => before.includes(entryId))).toEqual([]);
  await control("bills/B1/audit", {});
  expect(await read("FDocumentStatus,FRealQty", "", "FEntity_FSeq")).toEqual([
    ["C", 2],
    ["C", 1],
  ]);
});

test("a late commit shows a bill after its approve date", async () => {
  const { clock, control, read } = await setupClock();
  await control("bills/B1/audit", { commitDelayMs: 30_000 });
  expect(await read("FBillNo", "FDocumentStatus='C'")).toEqual([]);
  clock.nowMs += 30_000;
  expect(await read("FBillNo,FApproveDate", "FDocumentStatus='C'")).toEqual([["B1", "2026-05-04T12:00:00.52"]]);
});

test("a void bill shows its status, a deleted one is gone", async () => {
  const { control, read } = await setupClock();
  await control("bills/B1/void", {});
  expect(await read("FCancelStatus")).toEqual([["B"]]);
  expect(await control("bills/B1/delete", {})).toEqual({ billNo: "B1", state: "deleted" });
  expect(await read("FBillNo")).toEqual([]);
  expect(await control("bills/B1/audit", {})).toEqual({ error: "no bill B1" });
});

test("more bills can be generated while running, and a bill of five thousand lines be made", async () => {
  const { control, summary } = await setupClock();
  expect(await control("bills/generate", { count: 10, seed: 3, spreadMs: 1_000, endsAgoMs: 0 })).toEqual({
    created: 13,
  });
  await control("bills", { billNo: "LONG", lineCount: 5_000 });
  await control("bills/LONG/audit", {});
  expect((await summary()).bills).toBe(11);
  expect(await control("bills?state=selectable")).toHaveLength(11);
});

test("a bill that is deleted and made again has its number, other ids, and the same or other content", async () => {
  const { control, read } = await setupClock();
  await control("bills/B1/audit", {});
  const [before = []] = await read("FID,FEntity_FEntryID,FRealQty", "", "FEntity_FSeq");
  await control("bills/B1/remake", {});
  const [same = []] = await read("FID,FEntity_FEntryID,FRealQty,FDocumentStatus", "", "FEntity_FSeq");
  expect(same.slice(2)).toEqual([1, "C"]);
  expect(same[0]).toBeGreaterThan(Number(before[0]));
  expect(same[1]).not.toBe(before[1]);
  await control("bills/B1/remake", { isChanged: true });
  expect(await read("FBillNo,FRealQty", "", "FEntity_FSeq")).toEqual([
    ["B1", 2],
    ["B1", 1],
  ]);
});

test("a bill's number can be changed under its id, and an id that is free can be used again", async () => {
  const { control, read } = await setupClock();
  await control("bills/B1/audit", {});
  const [[id] = []] = await read("FID");
  await control("bills", { billNo: "B2" });
  expect(await control("bills/B1/renumber", { billNo: "B2" })).toEqual({ error: "B2 exists already" });
  await control("bills/B1/renumber", { billNo: "B9" });
  expect(await read("FBillNo,FDocumentStatus", `FID=${String(id)}`)).toEqual([["B9", "C"]]);
  expect(await control("bills", { id })).toEqual({ error: `${String(id)} exists already` });
  await control("bills/B9/delete", {});
  await control("bills", { id, billNo: "B3" });
  expect(await read("FBillNo", `FID=${String(id)}`)).toEqual([["B3"]]);
});
