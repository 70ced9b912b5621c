import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { audited, keepAuditWriter, type AuditedAct } from "@billferry/audit";
import { connectRedis } from "@billferry/redis";
import { startRedis } from "@billferry/testing";
import { pino } from "pino";
import { onTestFinished, vi } from "vitest";

import { readInbox } from "../src/inbox.ts";

const RETRY: AuditedAct = {
  by: "王敏",
  via: "console",
  act: "retry",
  scheme: "sal-outstock",
  reason: "编码已补",
  subjects: [{ kind: "bill", id: "XSCKD000812" }],
};

/** A Redis and a folder of its own, and what people and writers do with them. */
export async function openWorld() {
  const server = await startRedis();
  const folder = await mkdtemp(join(tmpdir(), "billferry-audit-"));
  const silent = pino({ level: "silent" });
  const redis = connectRedis(server.url, silent);
  onTestFinished(async () => {
    redis.disconnect();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const act = async (more: Partial<AuditedAct> = {}) => audited(redis, { ...RETRY, ...more }, async () => undefined);
  const untilWritten = async (): Promise<unknown> =>
    vi.waitUntil(async () => (await readInbox(redis, 1)).length === 0, { timeout: 20_000, interval: 20 });
  const write = (into = folder, log = silent) => {
    const writer = keepAuditWriter({ redis, log, folder: into });
    onTestFinished(writer.stop);
    return writer;
  };
  /** All that waits, by a writer that comes and goes. */
  const writeAll = async (): Promise<void> => {
    const writer = write();
    await untilWritten();
    await writer.stop();
  };
  const readLines = async () => {
    const [name = ""] = (await readdir(folder)).toSorted().slice(-1);
    const text = await readFile(join(folder, name), "utf8");
    return { name, lines: text.split("\n").slice(0, -1) };
  };
  const rewrite = async (change: (lines: string[]) => readonly string[]): Promise<void> => {
    const { name, lines } = await readLines();
    await writeFile(
      join(folder, name),
      change(lines)
        .map((line) => `${line}\n`)
        .join(""),
    );
  };
  return { server, redis, folder, silent, act, write, writeAll, untilWritten, readLines, rewrite };
}
