import { Ledger } from "@billferry/ledger";
import { startRedis } from "@billferry/testing";
import { Redis } from "ioredis";

import { filledNumber, fillLedger } from "./fill-ledger.ts";

/**
 * What the ledger costs: bytes of Redis a finished bill (with its orders and every index, as the server counts them:
 * the difference of `used_memory`), and milliseconds to find one bill among them by its number.
 *
 * `node bench/ledger.ts [bills]`, one JSON line.
 */
const BILLS = Number(process.argv[2] ?? 100_000);
const FINDS = 1_000;

const server = await startRedis();
const redis = new Redis(server.url);
try {
  const ledger = new Ledger(redis, "sal-outstock");
  const before = await usedMemory();
  const orders = await fillLedger(redis, BILLS);
  const bytes = (await usedMemory()) - before;
  const times: number[] = [];
  for (let find = 0; find < FINDS; find += 1) {
    const startedAt = performance.now();
    const found = await ledger.bills.findByNumber(filledNumber((find * 7_919) % BILLS));
    times.push(performance.now() - startedAt);
    if (found.length !== 1) throw new Error("a bill was not found");
  }
  times.sort((a, b) => a - b);
  const figures = {
    bills: BILLS,
    orders,
    bytesPerBill: Math.round(bytes / BILLS),
    findMedianMs: round(times[FINDS / 2] ?? 0),
    findMaxMs: round(times.at(-1) ?? 0),
    redis: /redis_version:(\S+)/.exec(await redis.info("server"))?.[1],
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  redis.disconnect();
  await server.stop();
}

async function usedMemory(): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1]);
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
