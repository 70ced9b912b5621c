import { join } from "node:path";

import { hashContent, transformJobId, type TransformJob } from "@billferry/contracts";
import { connectRedis } from "@billferry/redis";
import { createLogger, openQueue } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { onTestFinished } from "vitest";

import { createBoardServer, type BoardOptions } from "../src/board-server.ts";

export const BILL: TransformJob = {
  scheme: "sal-outstock",
  schemeVersion: "v1",
  billId: "100001",
  billNo: "XSCKD000001",
  approvedAt: "2026-11-20 10:00:00",
  contentHash: hashContent("content"),
  revision: 1,
  fields: ["FBillNo", "FLinkMan"],
  rows: [["XSCKD000001", "王小明"]],
};
/** The shipped schemes, of which the console keeps no table. */
export const NO_TABLES = { folder: join(import.meta.dirname, "../../../schemes"), tablesDir: "/nonexistent" };

export const JOB_ID = transformJobId(BILL);

/** After the test; what is opened for a whole file is closed by it. */
function atEnd(close: () => Promise<void>): void {
  try {
    onTestFinished(close);
  } catch {
    // Opened before the first test.
  }
}

/** A board over a Redis of its own. */
export async function openBoard(options: Partial<BoardOptions> = {}) {
  const redisServer = await startRedis();
  const log = createLogger({ name: "test", level: "silent", version: "0" });
  const redis = connectRedis(redisServer.url, log);
  const queue = openQueue({ stage: "transform", scheme: "sal-outstock" }, redis, log);
  const server = await createBoardServer({
    redis,
    log,
    schemes: ["sal-outstock"],
    language: "zh-CN",
    tables: NO_TABLES,
    ...options,
  });
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  const close = async (): Promise<void> => {
    await server.close();
    await queue.close();
    redis.disconnect();
    await redisServer.stop();
  };
  atEnd(close);
  const act = async (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${url}${path}`, { redirect: "manual", ...init });
  return { redis, redisServer, log, queue, server, act, url, close };
}
