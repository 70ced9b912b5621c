import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { hashContent, transformJobId, type Cell, type LoadJob, type TransformJob } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { connectRedis } from "@billferry/redis";
import { createLogger, dropUnlessActive, enqueue, openQueue } from "@billferry/runtime";
import { loadScheme } from "@billferry/scheme";
import { startRedis } from "@billferry/testing";
import { onTestFinished } from "vitest";

import { startTransformer } from "../src/start-transformer.ts";

const SHIPPED = join(import.meta.dirname, "../../../schemes");
const SCHEME = "sal-outstock";
const log = createLogger({ name: "test", level: "silent", version: "0" });
const FIELDS = [
  "FBillNo",
  "FCarrierID_FNumber",
  "FCarriageNO",
  "FNote",
  "FEntity_FSeq",
  "FStockID_FNumber",
  "FMaterialID_FNumber",
  "FRealQty",
  "FTaxPrice",
  "FAllAmount",
  "FLot_FNumber",
  "FEntrynote",
  "FRowType",
];

/** A scheme of the test's own whose codes must stand in its tables, and a Redis of the test's own. */
export async function setup() {
  const folder = mkdtempSync(join(tmpdir(), "billferry-test-tables-"));
  cpSync(SHIPPED, folder, { recursive: true });
  const file = join(folder, `${SCHEME}.yaml`);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replaceAll(/\{ lookup: (\w+), value/g, "{ lookup: $1, missing: hold, value"));
  const server = await startRedis();
  const redis = connectRedis(server.url, log);
  const transformQueue = openQueue({ stage: "transform", scheme: SCHEME }, redis, log);
  const loadQueue = openQueue({ stage: "load", scheme: SCHEME }, redis, log);
  const ledger = new Ledger(redis, SCHEME);
  await ledger.keeping.open();
  const stops: (() => Promise<void>)[] = [];
  onTestFinished(async () => {
    await Promise.all(stops.map(async (stop) => stop()));
    await Promise.all([transformQueue.close(), loadQueue.close()]);
    redis.disconnect();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const start = async () => {
    const settings = {
      SCHEME_DIR: folder,
      TABLES_DIR: join(folder, "kept"),
      SCHEMES: SCHEME,
      TRANSFORMER_CONCURRENCY: 4,
      TABLES_EVERY: 50,
      STORY_DAYS: 7,
      INSTALLATION: "test",
    };
    const context = { settings, env: {}, redis: connectRedis(server.url, log), log };
    const service = await startTransformer(context as never, loadScheme(folder, SCHEME));
    stops.push(async () => {
      await service.stop();
      context.redis.disconnect();
    });
    return service;
  };
  const approved = new Map<string, TransformJob>();
  const reading = readAnew({ ledger, transformQueue, approved });
  stops.push(reading.stop);
  return {
    ledger,
    transformQueue,
    loadQueue,
    start,
    /** As an editor does it: another file takes the place of the old one. */
    writeTable: (name: string, rows: readonly (readonly [string, string])[]) => {
      const path = join(folder, "tables", `${name}.csv`);
      const lines = [["kingdee", "wangdiantong"], ...rows].map((cells) => cells.join(","));
      writeFileSync(`${path}.new`, `\uFEFF${lines.join("\r\n")}\r\n`);
      renameSync(`${path}.new`, path);
    },
    submit: async (bills: readonly TransformJob[]) => {
      for (const bill of bills) approved.set(bill.billId, bill);
      await enqueue(
        transformQueue,
        bills.map((payload) => ({ id: transformJobId(payload), payload })),
      );
      await ledger.bills.recordRead(bills);
    },
    orders: async (): Promise<readonly LoadJob[]> => (await loadQueue.getJobs(["waiting"])).map((job) => job.data),
  };
}

/** As the extractor does it: bills that are to be made anew are set up again with the rows that Kingdee has of them. */
function readAnew(world: {
  readonly ledger: Ledger;
  readonly transformQueue: ReturnType<typeof openQueue<"transform">>;
  readonly approved: ReadonlyMap<string, TransformJob>;
}): { readonly stop: () => Promise<void> } {
  const { ledger, transformQueue, approved } = world;
  let running: Promise<void> | undefined;
  const turn = async (): Promise<void> => {
    for (const { billId, sinceMs, isRetry } of await ledger.anew.list(100)) {
      const bill = approved.get(billId);
      if (bill === undefined) continue;
      const payload = { ...bill, anew: isRetry ? ("retry" as const) : ("mapping" as const) };
      const id = transformJobId(payload);
      if (!(await dropUnlessActive(await transformQueue.getJob(id)))) continue;
      await enqueue(transformQueue, [{ id, payload }]);
      await ledger.anew.done(billId, sinceMs);
    }
  };
  const timer = setInterval(() => (running ??= turn().finally(() => (running = undefined))), 50);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

/** A bill with one line for each stock. */
export function billOf(number: number, stocks: readonly string[], carrier = "SF"): TransformJob {
  const billNo = `XSCKD${String(number).padStart(6, "0")}`;
  const rows = stocks.map((stock, index): Cell[] => [
    billNo,
    carrier,
    null,
    null,
    String(index + 1),
    stock,
    "SKU-1",
    "2",
    "10",
    "20.5",
    null,
    null,
    null,
  ]);
  return {
    scheme: SCHEME,
    schemeVersion: "v",
    billId: String(100_000 + number),
    billNo,
    approvedAt: "2026-11-23T10:00:00",
    contentHash: hashContent([number, stocks]),
    revision: 1,
    fields: FIELDS,
    rows,
  };
}
