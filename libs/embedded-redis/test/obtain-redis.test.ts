import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { Redis } from "ioredis";
import { afterEach, expect, test } from "vitest";

import {
  findRunning,
  obtainRedis,
  ownMark,
  pickPort,
  RedisUnobtainableError,
  type ObtainedRedis,
  type ObtainRedisOptions,
} from "../src/index.ts";
import { explainFailedStart } from "../src/redis-unobtainable-error.ts";

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

test("a server that is killed comes back at its address with its data, and both are told", async () => {
  const { lines, obtain } = await setup();
  const redis = await obtain();
  const pid = await withClient(redis.url, async (client) => {
    await client.set("bill", "XSCKD000001");
    return /process_id:(\d+)/.exec(await client.info("server"))?.[1];
  });
  process.kill(Number(pid), "SIGKILL");
  await expect.poll(async () => askBill(redis.url), { timeout: 10_000 }).toBe("XSCKD000001");
  await expect
    .poll(() => lines.slice(1))
    .toEqual(["Redis 意外退出,正在原有数据上重新启动……", "Redis:已在原有数据上重新启动,工作继续"]);
  await redis.stop();
  await expect(withClient(redis.url, async (client) => client.ping())).rejects.toThrow("closed");
});

async function askBill(url: string): Promise<string | null> {
  return withClient(url, async (client) => client.get("bill")).catch(() => null);
}

test("a number that another process was given since is not taken for the owner, nor a stranger's Redis for ours", async () => {
  const { dataDir, obtain } = await setup();
  const stranger = await obtain({ persistent: false });
  await mkdir(dataDir, { recursive: true });
  const leave = async (record: object): Promise<void> =>
    writeFile(join(dataDir, "running.json"), JSON.stringify({ url: stranger.url, ...record }));
  // After a reboot this process bears the number of the owner of then.
  await leave({ owner: { pid: process.pid, born: "another-boot:1" }, runId: "0".repeat(40) });
  expect(await findRunning(dataDir)).toEqual({ kind: "none" });
  const own = await obtain();
  expect(own.url).not.toBe(stranger.url);
  expect(await withClient(stranger.url, async (client) => client.ping())).toBe("PONG");
  await own.stop();
  // The owner lives, and on its port somebody else answers.
  await leave({ owner: await ownMark(), runId: "0".repeat(40) });
  expect(await findRunning(dataDir)).toEqual({ kind: "silent", ownerPid: process.pid });
});

test.each([
  ["Can't open the append-only file: No space left on device", /磁盘已满.*腾出/su],
  ["Can't open or create append-only dir: Permission denied", /不可写.*DATA_DIR/su],
  ["Bad file format reading the append only file: make a backup", /已损坏.*移走/su],
  ["something else", /REDIS_URL/su],
])("'%s' is told with what helps against it", (words, told) => {
  expect(explainFailedStart(words, "/srv/redis").message).toMatch(told);
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
