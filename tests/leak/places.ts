import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip, gunzipSync, zstdDecompress } from "node:zlib";

import type { Redis } from "ioredis";
import { expect } from "vitest";

/** What is put for a parameter of an address. */
export type Parameters = Readonly<Record<string, string>>;

const SECONDS = 1_000;

/**
 * All that the board tells somebody who has signed in: every reading route of the API with whatever fits its
 * parameters, exports and the first lines of streams too, and Bull Board's jobs. By address.
 */
export async function readBoard(
  url: string,
  { headers, parameters, queries }: { headers: Record<string, string>; parameters: Parameters; queries: Parameters },
): Promise<ReadonlyMap<string, string>> {
  const read = async (path: string): Promise<string> => readFor(`${url}${path}`, headers);
  const { paths } = JSON.parse(await read("/api/v1/openapi.json")) as { paths: Record<string, { get?: object }> };
  const routes = Object.keys(paths).filter((path) => "get" in (paths[path] ?? {}));
  expect(routes.length).toBeGreaterThan(20);
  const filled = routes.map((path) => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? "x"));
  const asked = filled.map((path) => `${path}${queries[path] ?? ""}`);
  const queues = ["extract", "sweep", "transform", "load"].flatMap((queue) =>
    ["completed", "failed", "waiting", "delayed"].map(
      (status) => `/queues/api/queues?activeQueue=${queue}&status=${status}&page=1`,
    ),
  );
  const answers = new Map<string, string>();
  for (const path of [...filled, ...asked, ...queues]) answers.set(path, await read(path));
  return answers;
}

/** The text of an answer; of a stream, what comes within a second. */
async function readFor(address: string, headers: Record<string, string>): Promise<string> {
  const answer = await fetch(address, { headers });
  if (answer.headers.get("content-type")?.startsWith("text/event-stream") !== true) return answer.text();
  const reader = answer.body?.getReader();
  const first = await Promise.race([reader?.read(), nothingAfter(SECONDS)]);
  await reader?.cancel();
  return `stream: ${Buffer.from(first?.value ?? []).toString()}`;
}

async function nothingAfter(ms: number): Promise<undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  setTimeout(() => resolve(undefined), ms);
  return promise;
}

/** Every key of Redis with all that it holds, unpacked. */
export async function readRedis(redis: Redis): Promise<ReadonlyMap<string, string>> {
  const contents = new Map<string, string>();
  for (const key of await redis.keys("*")) contents.set(key, JSON.stringify(await readKey(redis, key)));
  return contents;
}

async function readKey(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case "hash":
      return redis.hgetall(key);
    case "list":
      return redis.lrange(key, 0, -1);
    case "set":
      return redis.smembers(key);
    case "zset":
      return redis.zrange(key, "0", "-1", "WITHSCORES");
    case "stream":
      return redis.xrange(key, "-", "+");
    default:
      return unpack((await redis.getBuffer(key)) ?? Buffer.alloc(0));
  }
}

async function unpack(value: Buffer): Promise<string> {
  const magic = value.subarray(0, 4).toString("hex");
  if (magic === "28b52ffd") return (await promisify(zstdDecompress)(value)).toString();
  return magic.startsWith("1f8b") ? (await promisify(gunzip)(value)).toString() : value.toString();
}

/** A backup as its file says it, and what is packed in it. */
export function readBackup(file: string): string {
  const lines = gunzipSync(readFileSync(file)).toString().trim().split("\n");
  const values = lines.map((line) => JSON.parse(line) as unknown).filter((line) => Array.isArray(line));
  expect(values.length).toBeGreaterThan(10);
  return [...lines, ...values.map((entry) => Buffer.from(String(entry[2]), "base64").toString())].join("\n");
}

/** All files of a folder, one after the other. */
export function readFolder(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}

/** What `ps` shows of a process to whoever may: its words, and what it was given to know. */
export function readProcess(pid: number): { readonly words: string; readonly environment: string } {
  const read = (name: string): string => readFileSync(`/proc/${pid}/${name}`, "utf8");
  return { words: read("cmdline"), environment: read("environ") };
}
