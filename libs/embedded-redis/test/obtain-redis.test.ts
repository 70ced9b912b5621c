import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { Redis } from "ioredis";
import { afterEach, expect, test } from "vitest";

import {
  obtainRedis,
  pickPort,
  RedisUnobtainableError,
  type ObtainedRedis,
  type ObtainRedisOptions,
} from "../src/index.ts";

const CACHE_DIR = join(import.meta.dirname, "..", "..", "..", ".cache");
const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

interface Bundle {
  readonly dataDir: string;
  readonly lines: string[];
  readonly obtain: (options?: Partial<ObtainRedisOptions>) => Promise<ObtainedRedis>;
}

async function setup(): Promise<Bundle> {
  const dir = await mkdtemp(join(tmpdir(), "billferry-obtain-"));
  cleanups.push(async () => rm(dir, { recursive: true, force: true }));
  const lines: string[] = [];
  const dataDir = join(dir, "redis");
  const onChoice = (line: string): void => void lines.push(line);
  const obtain = async (options: Partial<ObtainRedisOptions> = {}): Promise<ObtainedRedis> => {
    const redis = await obtainRedis({
      dataDir,
      cacheDir: CACHE_DIR,
      persistent: true,
      onChoice,
      ...options,
    });
    cleanups.push(redis.stop);
    return redis;
  };
  return { dataDir, lines, obtain };
}

async function withClient<Result>(url: string, ask: (client: Redis) => Promise<Result>): Promise<Result> {
  const client = new Redis(url, { retryStrategy: () => null, maxRetriesPerRequest: 0 });
  client.on("error", () => {});
  try {
    return await ask(client);
  } finally {
    client.disconnect();
  }
}

test("uses the given address and shows no password of it", async () => {
  const { lines, obtain } = await setup();
  const redis = await obtain({ redisUrl: "rediss://:s3cret@redis.example:6380/2" });
  expect(redis.url).toBe("rediss://:s3cret@redis.example:6380/2");
  expect(lines).toEqual(["Redis:使用REDIS_URL 指定的 rediss://redis.example:6380/2 (given)"]);
});

test("starts a private server that keeps its data over a stop", async () => {
  const { lines, obtain } = await setup();
  const first = await obtain();
  expect(lines).toEqual([first.choice]);
  await withClient(first.url, async (client) => {
    expect(await client.config("GET", "appendonly")).toEqual(["appendonly", "yes"]);
    expect(await client.config("GET", "appendfsync")).toEqual(["appendfsync", "everysec"]);
    expect(await client.config("GET", "maxmemory-policy")).toEqual(["maxmemory-policy", "noeviction"]);
    await client.set("bill", "XSCKD000001");
  });
  await first.stop();
  const second = await obtain();
  expect(await withClient(second.url, async (client) => client.get("bill"))).toBe("XSCKD000001");
});

test("a server that need not be persistent leaves no file", async () => {
  const { dataDir, obtain } = await setup();
  const redis = await obtain({ persistent: false });
  expect(await withClient(redis.url, async (client) => client.config("GET", "appendonly"))).toEqual([
    "appendonly",
    "no",
  ]);
  await redis.stop();
  await expect(stat(dataDir)).rejects.toThrow("ENOENT");
});

test("a second terminal finds the server of the first and does not stop it", async () => {
  const { obtain } = await setup();
  const [first, second] = await Promise.all([obtain(), obtain()]);
  expect(second.url).toBe(first.url);
  const guest = first.choice.includes("already running") ? first : second;
  await guest.stop();
  expect(await withClient(first.url, async (client) => client.ping())).toBe("PONG");
});

test("a port that is taken is named in the error, with what to do", async () => {
  const { obtain } = await setup();
  const port = await pickPort();
  await obtain({ persistent: false, port });
  const refused = obtain({ persistent: false, port });
  await expect(refused).rejects.toThrow(RedisUnobtainableError);
  await expect(refused).rejects.toThrow(/in use.*REDIS_URL/su);
});

test("kill -9 of the owner leaves no server behind, and the next start has the data", async () => {
  const { dataDir, obtain } = await setup();
  const { owner, url } = await startOwner(dataDir);
  await withClient(url, async (client) => client.set("bill", "XSCKD000001"));
  const gone = once(owner, "close");
  owner.kill("SIGKILL");
  await gone;
  const next = await obtain();
  expect(next.choice).not.toContain("already running");
  expect(await withClient(next.url, async (client) => client.get("bill"))).toBe("XSCKD000001");
  await expect(withClient(url, async (client) => client.ping())).rejects.toThrow("closed");
});

async function startOwner(dataDir: string): Promise<{ owner: ChildProcess; url: string }> {
  const script = `
    import { obtainRedis } from ${JSON.stringify(join(import.meta.dirname, "..", "src", "index.ts"))};
    const options = { dataDir: ${JSON.stringify(dataDir)}, cacheDir: ${JSON.stringify(CACHE_DIR)}, persistent: true };
    console.log((await obtainRedis({ ...options, onChoice: () => {} })).url);
    setInterval(() => {}, 60_000);
  `;
  const owner = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  cleanups.push(async () => owner.kill("SIGKILL"));
  for await (const url of createInterface({ input: owner.stdout })) return { owner, url };
  throw new Error("the owner ended before it had a server");
}
