import { join } from "node:path";

import { type Cell, type TransformJob } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { connectRedis } from "@billferry/redis";
import { createLogger, openQueue } from "@billferry/runtime";
import { loadScheme } from "@billferry/scheme";
import { startRedis } from "@billferry/testing";
import { expect, onTestFinished, test } from "vitest";

import { performTransform } from "../src/transform.ts";

const log = createLogger({ name: "test", level: "fatal", version: "0" });
const scheme = loadScheme(join(import.meta.dirname, "../../../schemes"), "sal-outstock");
const CELLS: Readonly<Record<string, Cell>> = {
  FNote: null,
  FCarriageNO: null,
  FCarrierID_FNumber: "SF",
  FEntity_FSeq: "1",
  FMaterialID_FNumber: "SKU-1",
  FRealQty: "2",
  FTaxPrice: "10",
  FAllAmount: "20",
  FLot_FNumber: null,
  FEntrynote: null,
  FRowType: "Standard",
};

async function setup() {
  const server = await startRedis();
  const redis = connectRedis(server.url, log);
  const loadQueue = openQueue({ stage: "load", scheme: "sal-outstock" }, redis, log);
  onTestFinished(async () => {
    await loadQueue.close();
    redis.disconnect();
    await server.stop();
  });
  const ledger = new Ledger(redis, "sal-outstock");
  const transform = async (job: TransformJob) => {
    const outcome = await performTransform({ scheme, ledger, loadQueue, storyTermMs: 0 }, job);
    return outcome.kind === "done" ? outcome.result : outcome;
  };
  const waiting = async () => (await loadQueue.getWaiting()).map(({ data }) => [data.billId, data.order.outer_no]);
  return { ledger, transform, waiting };
}

function bill(billId: string, billNo: string, stock: string): TransformJob {
  const cells: Readonly<Record<string, Cell>> = { ...CELLS, FBillNo: billNo, FStockID_FNumber: stock };
  return {
    scheme: "sal-outstock",
    schemeVersion: "v1",
    billId,
    billNo,
    approvedAt: "2026-11-23T10:00:00",
    contentHash: billId.padStart(32, "0"),
    revision: 1,
    fields: Object.keys(cells),
    rows: [Object.values(cells)],
  };
}

const FIRST = bill("100001", "ZZ1", "B2C-MAIN");
const SECOND = bill("100002", "ZZ1-B2C", "MAIN");

test("two bills that ask for one key: the first is set up, the second refused with both bills, the key and what helps", async () => {
  const { transform, waiting, ledger } = await setup();
  await transform(FIRST);
  const held = await transform(SECOND);
  if (held.kind !== "held") throw new Error(held.kind);
  expect(held.code).toBe("BILL_KEY_TAKEN");
  for (const part of ["ZZ1-B2C-MAIN", "ZZ1(内码 100001)", "ZZ1-B2C(内码 100002)"]) expect(held.text).toContain(part);
  expect(held.text).toContain("settle bill:100002 --own-key");
  expect(await waiting()).toEqual([["100001", "ZZ1-B2C-MAIN"]]);
  expect((await ledger.bills.find("100002"))?.state).toBe("read");
});

test("with keys of its own the second bill goes out as well, and the first keeps the plain key", async () => {
  const { transform, waiting, ledger } = await setup();
  await transform(FIRST);
  await transform(SECOND);
  await ledger.bills.recordHeld(SECOND, { code: "BILL_KEY_TAKEN", text: "…" });
  await ledger.bills.giveOwnKeys("100002", { by: "li", note: "" });
  expect(await transform(SECOND)).toMatchObject({ kind: "ordered", orders: ["ZZ1-B2C-MAIN-F100002"] });
  await transform(FIRST);
  expect(await waiting()).toEqual(
    expect.arrayContaining([
      ["100001", "ZZ1-B2C-MAIN"],
      ["100002", "ZZ1-B2C-MAIN-F100002"],
    ]),
  );
});
