import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { hashContent, transformJobId, type Cell, type TransformJob } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { enqueue, openQueue, createLogger } from "@billferry/runtime";
import { loadScheme, selectFields, transformBill } from "@billferry/scheme";
import { startRedis } from "@billferry/testing";
import { execa } from "execa";
import { Redis } from "ioredis";

/**
 * CPU time of one bill in the transformer: the rules alone, and the whole service as a process of its own (its start is
 * taken off), which finds all bills in its queue.
 *
 * `node bench/transform.ts [--bills 2000] [--root CHECKOUT] [--rules-only] [--profile DIR]`, one JSON line; with
 * `--root` the service is another checkout's.
 */
const { values } = parseArgs({
  options: {
    bills: { type: "string" },
    root: { type: "string" },
    "rules-only": { type: "boolean" },
    profile: { type: "string" },
  },
});
const BILLS = Number(values.bills ?? 2_000);
const ROOT = resolve(values.root ?? join(import.meta.dirname, ".."));
const TICK_MS = 10;

const scheme = loadScheme(join(import.meta.dirname, "../schemes"), "sal-outstock");
const { names: fields } = selectFields(scheme);
const jobs = Array.from({ length: BILLS }, (_, index) => makeBill(index));
const rulesCpuMsPerBill = round(measureRules() / BILLS);
const service = values["rules-only"] === true ? {} : await measureService();
process.stdout.write(`${JSON.stringify({ bills: BILLS, rulesCpuMsPerBill, ...service })}\n`);

/** One to eight lines, in one to three warehouses; every tenth bill merges lines and rounds a price. */
function makeBill(index: number): TransformJob {
  const billNo = `XSCKD${String(index + 1).padStart(6, "0")}`;
  const rows = Array.from({ length: 1 + (index % 8) }, (_, line): readonly Cell[] => {
    const quantity = 1 + ((index + line) % 20);
    const cells: Record<string, Cell> = {
      FID: String(100_001 + index),
      FBillNo: billNo,
      FEntity_FEntryID: String(500_001 + index * 8 + line),
      FEntity_FSeq: String(line + 1),
      FApproveDate: "2026-11-27T10:20:30.123",
      FDocumentStatus: "C",
      FCancelStatus: "A",
      FCarrierID_FNumber: index % 3 === 0 ? "SF" : " ",
      FCarriageNO: index % 3 === 0 ? `SF${1_000_000_000 + index}` : " ",
      FNote: index % 4 === 0 ? "请尽快发货,电话联系" : " ",
      FMaterialID_FNumber: `CH${String(4_000 + ((index * 7 + (index % 10 === 0 ? 0 : line)) % 300))}`,
      FRealQty: `${quantity}.0000000000`,
      FTaxPrice: index % 10 === 0 ? "19.9933330000" : "19.9000000000",
      FAllAmount: `${(quantity * 19.9).toFixed(2)}00000000`,
      FStockID_FNumber: `CK00${1 + (line % (1 + (index % 3)))}`,
      FLot_FNumber: line % 2 === 0 ? " " : `L2026${line}`,
      FEntrynote: line % 3 === 0 ? "易碎" : " ",
      FIsFree: false,
      FUnitID: "10101",
      FLot: "0",
      FAuxPropId: "0",
      FRowType: "Standard",
    };
    return fields.map((name) => cells[name] ?? (/Qty|Price|Amount|Rate|Discount/.test(name) ? "0E-10" : " "));
  });
  const job = {
    scheme: scheme.definition.name,
    schemeVersion: scheme.version,
    billId: String(100_001 + index),
    billNo,
    approvedAt: "2026-11-27T10:20:30.123",
    contentHash: hashContent(index),
    revision: 1,
    fields: [...fields],
    rows: rows.map((row) => [...row]),
  };
  return job;
}

function measureRules(): number {
  for (const job of jobs.slice(0, 500)) transformBill(job, scheme);
  const before = process.cpuUsage();
  for (const job of jobs) if (transformBill(job, scheme).kind !== "ordered") throw new Error("no orders");
  return cpuMsSince(before);
}

/** With all bills read and enqueued, from the process' readiness to its last bill. */
async function measureService(): Promise<object> {
  const server = await startRedis();
  const redis = new Redis(server.url);
  const log = createLogger({ name: "bench", level: "fatal", version: "0" });
  try {
    const ledger = new Ledger(redis, scheme.definition.name);
    await ledger.keeping.open();
    const queue = openQueue({ stage: "transform", scheme: scheme.definition.name }, redis, log);
    const loadQueue = openQueue({ stage: "load", scheme: scheme.definition.name }, redis, log);
    await ledger.bills.recordRead(jobs);
    for (let start = 0; start < BILLS; start += 500)
      await enqueue(
        queue,
        jobs.slice(start, start + 500).map((job) => ({ id: transformJobId(job), payload: job })),
      );
    await redis.config("RESETSTAT");
    await queue.pause();
    const profile = values.profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${resolve(values.profile)}`];
    const child = execa(process.execPath, [...profile, join(ROOT, "services/transformer/src/main.ts")], {
      cwd: ROOT,
      env: { REDIS_URL: server.url },
      stdio: ["ignore", "ignore", "pipe"],
      reject: false,
    });
    await new Promise<void>((done) => {
      child.stderr.on("data", (chunk: Buffer) => {
        if (chunk.includes("service.ready")) done();
      });
    });
    const startMs = await cpuOf(child.pid);
    await queue.resume();
    while ((await queue.getJobCountByTypes("waiting", "active")) > 0)
      await new Promise((done) => setTimeout(done, 200));
    const totalMs = await cpuOf(child.pid);
    const { VmHWM } = await memoryOf(child.pid);
    const orders = await loadQueue.getJobCountByTypes("waiting");
    const failed = await queue.getJobCountByTypes("failed");
    child.kill("SIGTERM");
    await child;
    await Promise.all([queue.close(), loadQueue.close()]);
    return {
      orders,
      failed,
      startCpuMs: startMs,
      serviceCpuMsPerBill: round((totalMs - startMs) / BILLS),
      peakMiB: Math.round(VmHWM / 1_024),
      scriptsPerBill: round((await countScripts(redis)) / BILLS),
    };
  } finally {
    redis.disconnect();
    await server.stop();
  }
}

async function countScripts(redis: Redis): Promise<number> {
  const stats = (await redis.info("commandstats")).matchAll(/^cmdstat_(?:eval|evalsha):calls=(\d+)/gm);
  return [...stats].reduce((sum, [, calls]) => sum + Number(calls), 0);
}

/** User and system time of a process, of all its threads. */
async function cpuOf(pid = 0): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const [user, system] = stat.slice(stat.lastIndexOf(")")).split(" ").slice(12, 14);
  return (Number(user) + Number(system)) * TICK_MS;
}

async function memoryOf(pid = 0): Promise<{ readonly VmHWM: number }> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return { VmHWM: Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) };
}

function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
