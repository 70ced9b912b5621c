import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

import type { Redis } from "ioredis";

/** What one key held: its value as `DUMP` gives it, and how long it had to live (0: for ever). */
interface RecordedKey {
  readonly key: string;
  readonly ttlMs: number;
  readonly dump: string;
}

/** A moment of an installation of some version: Redis, the books of the sandbox, and what its commands said. */
export interface Recording {
  readonly commit: string;
  readonly recordedAtMs: number;
  /** Settings of the services beyond addresses and accounts. */
  readonly settings: Readonly<Record<string, string>>;
  /** Settings of the sandbox, for its control API. */
  readonly sandboxSettings: object;
  /** File of the sandbox's folder → content. */
  readonly books: Readonly<Record<string, string>>;
  readonly keys: readonly RecordedKey[];
  /** Command → what it printed, a moment before it all ended. */
  readonly said: Readonly<Record<string, string>>;
}

export function readRecording(path: string): Recording {
  return JSON.parse(gunzipSync(readFileSync(path)).toString("utf8")) as Recording;
}

export function writeRecording(path: string, recording: Recording): void {
  writeFileSync(path, gzipSync(JSON.stringify(recording), { level: 9 }));
}

/** Of a server that nobody writes to. */
export async function dumpKeys(redis: Redis): Promise<RecordedKey[]> {
  const keys = (await redis.keys("*")).toSorted();
  return Promise.all(
    keys.map(async (key) => {
      const [dump, ttlMs] = await Promise.all([redis.dumpBuffer(key), redis.pttl(key)]);
      return { key, ttlMs: Math.max(0, ttlMs), dump: dump?.toString("base64") ?? "" };
    }),
  );
}

export async function restoreKeys(redis: Redis, keys: readonly RecordedKey[]): Promise<void> {
  for (const { key, ttlMs, dump } of keys) await redis.restore(key, ttlMs, Buffer.from(dump, "base64"));
}

export function readBooks(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

export function writeBooks(folder: string, books: Recording["books"]): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(books)) writeFileSync(join(folder, name), text);
}
