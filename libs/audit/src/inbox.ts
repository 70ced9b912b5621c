import { INSTALLATION_PREFIX } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";

import type { AuditEntry } from "./core/acts.ts";
import type { ChainHead } from "./core/line.ts";

/*
 * What was done and is not in a file yet, as a Redis stream: whoever acts adds to it, and the one who writes takes out
 * what is safely in a file.
 */

const INBOX = `${INSTALLATION_PREFIX}:audit:inbox`;
const HEAD = `${INSTALLATION_PREFIX}:audit:head`;
export const WRITER_LOCK = `${INSTALLATION_PREFIX}:audit:writer`;

export interface WaitingEntry {
  /** Of the stream; its first part is Redis' clock in ms. */
  readonly entry: string;
  readonly said: AuditEntry;
}

export async function addToInbox(redis: RedisConnection, said: AuditEntry): Promise<void> {
  await redis.xadd(INBOX, "*", "said", JSON.stringify(said));
}

/** The oldest first. */
export async function readInbox(redis: RedisConnection, most: number): Promise<readonly WaitingEntry[]> {
  const entries = await redis.xrange(INBOX, "-", "+", "COUNT", most);
  return entries.map(([entry, fields]) => ({ entry, said: JSON.parse(fields[1] ?? "") as AuditEntry }));
}

export async function takeFromInbox(redis: RedisConnection, entries: readonly WaitingEntry[]): Promise<void> {
  if (entries.length > 0) await redis.xdel(INBOX, ...entries.map(({ entry }) => entry));
}

/** As the writer has told Redis: a file that is shorter has lost lines. Undefined where Redis knows none. */
export async function readKnownHead(redis: RedisConnection): Promise<ChainHead | undefined> {
  const text = await redis.get(HEAD);
  return text === null ? undefined : (JSON.parse(text) as ChainHead);
}

export async function keepKnownHead(redis: RedisConnection, head: ChainHead): Promise<void> {
  await redis.set(HEAD, JSON.stringify(head));
}

/** A person has said that the record goes on from what is in the files. */
export async function forgetKnownHead(redis: RedisConnection): Promise<void> {
  await redis.del(HEAD);
}

/** All that waits, for a backup. */
export async function readWaitingActs(redis: RedisConnection): Promise<readonly unknown[]> {
  return redis.xrange(INBOX, "-", "+");
}

/** What waited when a backup was made, behind what waits now; who writes the files leaves out what they have. */
export async function restoreWaitingActs(redis: RedisConnection, waiting: readonly unknown[]): Promise<void> {
  for (const entry of waiting as readonly (readonly [id: string, fields: readonly string[]])[])
    await redis.xadd(INBOX, "*", ...entry[1]);
}
