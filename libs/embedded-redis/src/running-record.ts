import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { Redis } from "ioredis";

import { isRunning, ownMark, type ProcessMark } from "./process-mark.ts";

/** Stands beside the data while a server serves it; a torn one counts as none. */
interface RunningRecord {
  readonly url: string;
  /** The process that will stop it. */
  readonly owner: ProcessMark;
  /** Redis' own name for this run of the server: a stranger on the same port has another. */
  readonly runId: string | undefined;
}

/** Who serves a folder of data. */
export type Serving =
  | { readonly kind: "serving"; readonly url: string }
  /** Its owner lives, and its server does not answer: it died, or is loading its data. */
  | { readonly kind: "silent"; readonly ownerPid: number }
  | { readonly kind: "none" };

const ANSWER_LIMIT_MS = 2_000;
const GONE_LIMIT_MS = 30_000;

/**
 * The server that another living process already runs on this data, so that a second terminal finds the same one and
 * two servers never write one file.
 */
export async function findRunning(dataDir: string): Promise<Serving> {
  const record = await readRecord(dataDir);
  if (record === undefined || !(await isRunning(record.owner))) return { kind: "none" };
  return (await isServedBy(record))
    ? { kind: "serving", url: record.url }
    : { kind: "silent", ownerPid: record.owner.pid };
}

/** Ends a server whose owner died. On Linux the kernel has told it already; elsewhere this does. */
export async function endOrphan(dataDir: string): Promise<void> {
  const record = await readRecord(dataDir);
  // An earlier version's record does not say which server it was; a stranger's must not be ended for it.
  if (record?.runId === undefined || (await isRunning(record.owner))) return;
  const limit = Date.now() + GONE_LIMIT_MS;
  // It closes its socket once its file is safe. Another server that answers there is left alone.
  while (Date.now() < limit && (await isServedBy(record)))
    await withClient(record.url, async (client) => client.shutdown("NOSAVE"));
}

/** Says that this process serves the data at that address. */
export async function writeRecord(dataDir: string, url: string): Promise<void> {
  const record: RunningRecord = { url, owner: await ownMark(), runId: await askRunId(url) };
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
    // An earlier version wrote the number of the process alone.
    const { url, owner, ownerPid, runId } = value as Partial<RunningRecord & { ownerPid: number }>;
    const mark = owner ?? (typeof ownerPid === "number" ? { pid: ownerPid, born: "" } : undefined);
    return typeof url === "string" && mark !== undefined ? { url, owner: mark, runId } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the server of the record answers, and it is that one. */
async function isServedBy({ url, runId }: RunningRecord): Promise<boolean> {
  const found = await askRunId(url);
  return found !== undefined && (runId === undefined || found === runId);
}

async function askRunId(url: string): Promise<string | undefined> {
  const info = await withClient(url, async (client) => client.info("server"));
  return /^run_id:(\w+)/m.exec(String(info))?.[1];
}

/** What the server answers; undefined where none does in time. */
async function withClient<Answer>(url: string, ask: (client: Redis) => Promise<Answer>): Promise<Answer | undefined> {
  const client = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    connectTimeout: ANSWER_LIMIT_MS,
    commandTimeout: ANSWER_LIMIT_MS,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    return await ask(client);
  } catch {
    return undefined;
  } finally {
    client.disconnect();
  }
}
