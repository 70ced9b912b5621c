import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { Redis } from "ioredis";

/** What stands beside the data while a server serves it: where it is, and which process will stop it. */
interface RunningRecord {
  readonly url: string;
  readonly ownerPid: number;
}

const ANSWER_LIMIT_MS = 2_000;
const GONE_LIMIT_MS = 30_000;

/**
 * The server that another living process already runs on this data, so that a second terminal finds the same one and
 * two servers never write one file. A server whose owner died is asked to end first, and undefined is returned.
 */
export async function findRunning(dataDir: string): Promise<string | undefined> {
  const record = await readRecord(dataDir);
  if (record === undefined || !(await answers(record.url))) return undefined;
  if (isAlive(record.ownerPid)) return record.url;
  await endOrphan(record.url);
  return undefined;
}

export async function writeRecord(dataDir: string, url: string): Promise<void> {
  const record: RunningRecord = { url, ownerPid: process.pid };
  const fresh = `${recordFile(dataDir)}.${process.pid}`;
  await writeFile(fresh, JSON.stringify(record), { mode: 0o600 });
  await rename(fresh, recordFile(dataDir));
}

export async function removeRecord(dataDir: string): Promise<void> {
  await rm(recordFile(dataDir), { force: true });
}

function recordFile(dataDir: string): string {
  return join(dataDir, "running.json");
}

async function readRecord(dataDir: string): Promise<RunningRecord | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(recordFile(dataDir), "utf8"));
    const { url, ownerPid } = value as Partial<RunningRecord>;
    return typeof url === "string" && typeof ownerPid === "number" ? { url, ownerPid } : undefined;
  } catch {
    // No record, or a torn one: nobody is known to serve this data.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process is alive too.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function answers(url: string): Promise<boolean> {
  return withClient(url, async (client) => {
    await client.ping();
  });
}

async function endOrphan(url: string): Promise<void> {
  const limit = Date.now() + GONE_LIMIT_MS;
  // On Linux the kernel has told it already; elsewhere this does. It closes its socket after its file is safe.
  while (Date.now() < limit && (await withClient(url, async (client) => void (await client.shutdown("NOSAVE")))));
}

async function withClient(url: string, ask: (client: Redis) => Promise<void>): Promise<boolean> {
  const client = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: ANSWER_LIMIT_MS,
    commandTimeout: ANSWER_LIMIT_MS,
  });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch {
    return false;
  }
  const isDone = await ask(client).then(
    () => true,
    () => true,
  );
  client.disconnect();
  return isDone;
}
