import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";

import { startRedis } from "@billferry/testing";
import { execa } from "execa";
import { Redis } from "ioredis";

/**
 * The extractor's memory while it reads one window of very many rows for the first time: `node bench/reading-memory.ts
 * [--rows 100000] [--lines 4]`, one JSON line. A Kingdee that makes its rows as they are asked for stands in, so that
 * any number is possible; what is enqueued is taken away, as a transformer would.
 */
const { values } = parseArgs({ options: { rows: { type: "string" }, lines: { type: "string" } } });
const [ROWS, LINES] = [Number(values.rows ?? 100_000), Number(values.lines ?? 4)];
const BILLS = Math.ceil(ROWS / LINES);
const FIRST_ID = 100_001;
const LEDGER = "{billferry:sal-outstock}L";
const QUEUE = "{billferry:sal-outstock}:transform";
const DEADLINE_MS = 3_600_000;
const approvedAt = new Date(Date.now() + 28_800_000 - 3_600_000).toISOString().slice(0, 19);

const server = await startRedis();
const redis = new Redis(server.url);
const kingdee = createServer((request, response) => {
  void answer(request).then((body) => response.setHeader("content-type", "application/json").end(body));
}).listen(0, "127.0.0.1");
await new Promise((resolve) => kingdee.once("listening", resolve));
const extractor = execa(process.execPath, [join(import.meta.dirname, "../services/extractor/src/main.ts")], {
  env: {
    KINGDEE_URL: `http://127.0.0.1:${(kingdee.address() as AddressInfo).port}/k3cloud/`,
    KINGDEE_ACCOUNT: "bench",
    KINGDEE_USER: "bench",
    KINGDEE_APP_ID: "bench",
    KINGDEE_APP_SECRET: "bench",
    REDIS_URL: server.url,
    SYNC_EVERY: "1s",
    START_FROM: new Date(Date.now() - 7_200_000).toISOString(),
    LOG_LEVEL: "warn",
  },
  stdio: ["ignore", "ignore", "inherit"],
  reject: false,
});
try {
  const peaks: number[] = [];
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  for (let bills = 0; bills < BILLS; bills = Number((await redis.hget(`${LEDGER}:count`, "bills")) ?? 0)) {
    deadline.throwIfAborted();
    await takeAway();
    // A peak for each tenth: were the memory to grow with the rows, the last ones would tell.
    peaks[Math.min(9, Math.floor((10 * bills) / BILLS))] = statusOf("VmHWM");
    await new Promise((done) => setTimeout(done, 100));
  }
  const figures = { rows: BILLS * LINES, bills: BILLS, peakMb: statusOf("VmHWM"), peaksByTenth: peaks };
  process.stdout.write(`${JSON.stringify({ ...figures, cpuSeconds: cpuSeconds() })}\n`);
} finally {
  extractor.kill("SIGTERM");
  await extractor;
  redis.disconnect();
  kingdee.close();
  kingdee.closeAllConnections();
  await server.stop();
}

async function answer(request: IncomingMessage): Promise<string> {
  const body = await text(request);
  if (!/ExecuteBillQuery/.test(request.url ?? "")) return JSON.stringify({ LoginResultType: 1, IsSuccessByAPI: true });
  const asked = unwrap(JSON.parse(body));
  const from = Number(/FID>=(\d+)/.exec(asked.FilterString)?.[1] ?? FIRST_ID);
  const start = (from - FIRST_ID) * LINES + asked.StartRow;
  const length = Math.max(0, Math.min(asked.Limit, BILLS * LINES - start));
  const keys = asked.FieldKeys.split(",");
  return JSON.stringify(Array.from({ length }, (_, at) => keys.map((key) => cellOf(key, start + at))));
}

interface Query {
  readonly FilterString: string;
  readonly FieldKeys: string;
  readonly StartRow: number;
  readonly Limit: number;
}

function unwrap(body: unknown): Query {
  if (typeof body === "string") return unwrap(JSON.parse(body));
  const { parameters, data } = body as { parameters?: readonly unknown[]; data?: unknown };
  const inner = parameters?.[0] ?? data;
  return inner === undefined ? (body as Query) : unwrap(inner);
}

function cellOf(key: string, row: number): unknown {
  const [id, line] = [FIRST_ID + Math.floor(row / LINES), 1 + (row % LINES)];
  if (key === "FID") return id;
  if (key === "FBillNo") return `XSCKD${id}`;
  if (key.endsWith("_FEntryID")) return 10_000_000 + row;
  if (key.endsWith("_FSeq")) return line;
  if (key === "FDocumentStatus") return "C";
  if (key === "FCancelStatus") return "A";
  if (key.endsWith("Date")) return approvedAt;
  if (/Qty|Amount|Price/i.test(key)) return `${line}.50`;
  return `${key.slice(0, 12)}-${row % 97}`;
}

/** Takes away what waits, with what it holds. */
async function takeAway(): Promise<void> {
  for (;;) {
    const ids = await redis.rpop(`${QUEUE}:wait`, 500);
    if (ids === null) return;
    await redis.unlink(...ids.map((id) => `${QUEUE}:${id}`));
  }
}

function statusOf(name: "VmHWM"): number {
  const status = readFileSync(`/proc/${extractor.pid}/status`, "utf8");
  return Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1_024);
}

/** User and system, of 100 ticks a second. */
function cpuSeconds(): number {
  const fields = readFileSync(`/proc/${extractor.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
