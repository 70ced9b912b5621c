import { hashContent } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { startRedis } from "@billferry/testing";
import { Redis } from "ioredis";

/**
 * What the ledger costs: bytes of Redis a finished bill (with its orders and every index, as the server counts them:
 * the difference of `used_memory`), and milliseconds to find one bill among them by its number.
 *
 * `node bench/ledger.ts [bills]`, one JSON line.
 */
const BILLS = Number(process.argv[2] ?? 100_000);
const BATCH = 500;
const FINDS = 1_000;
/** As in the sandbox's generated bills: three warehouses in ten bills more than one in each. */
const warehousesOf = (bill: number): number => (bill % 10 < 3 ? 2 : 1) + (bill % 10 === 0 ? 1 : 0);

const server = await startRedis();
const redis = new Redis(server.url);
try {
  const ledger = new Ledger(redis, "sal-outstock");
  await ledger.keeping.open();
  const before = await usedMemory();
  let orders = 0;
  for (let start = 0; start < BILLS; start += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, BILLS - start) }, (_, index) => start + index);
    orders += (await Promise.all(batch.map(finish))).reduce((sum, each) => sum + each, 0);
  }
  const bytes = (await usedMemory()) - before;
  const times: number[] = [];
  for (let find = 0; find < FINDS; find += 1) {
    const startedAt = performance.now();
    const found = await ledger.bills.findByNumber(numberOf((find * 7_919) % BILLS));
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

async function finish(index: number): Promise<number> {
  const ledger = new Ledger(redis, "sal-outstock");
  const billNo = numberOf(index);
  const bill = {
    billId: String(100_001 + index),
    billNo,
    contentHash: hashContent(index),
    approvedAt: `2026-11-${String(1 + (index % 28)).padStart(2, "0")}T10:20:30.123`,
    revision: 1,
  };
  const orders = Array.from({ length: warehousesOf(index) }, (_, warehouse) => ({
    outerNo: `${billNo}-CK00${warehouse + 1}`,
    contentHash: hashContent([index, warehouse]),
  }));
  await ledger.bills.recordRead([bill]);
  await ledger.bills.recordOrders(bill, orders);
  for (const [warehouse, order] of orders.entries()) {
    const ref = { ...order, billId: bill.billId };
    await ledger.orders.beginPush(ref, "00000000-0000-4000-8000-000000000000", 4_000);
    const stockoutNo = `CK20261123${String(index * 3 + warehouse).padStart(7, "0")}`;
    await ledger.orders.recordDelivered(ref, { stockoutNo, proof: "answered" });
  }
  return orders.length;
}

function numberOf(index: number): string {
  return `XSCKD${String(index + 1).padStart(6, "0")}`;
}

async function usedMemory(): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1]);
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
