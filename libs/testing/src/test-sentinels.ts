import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { diesWithParent, ensureServerBinary, pickPort } from "@billferry/embedded-redis";
import { Redis } from "ioredis";

import { PROJECT_CACHE_DIR } from "./project-cache.ts";
import { startRedis, type TestRedis } from "./test-redis.ts";

export interface TestSentinels {
  /** What `REDIS_URL` says: the sentinels, and the name by which they know the primary. */
  readonly url: string;
  /** The server that is primary at first, and the one that follows it. */
  readonly primary: TestRedis;
  readonly replica: TestRedis;
  /** Where the sentinels say that the primary is by now. */
  readonly primaryPort: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

const NAME = "mymaster";
const SENTINELS = 3;
const QUORUM = 2;
const POLL_MS = 50;

/** A primary, its replica, and three real sentinels that put the one in the other's place a second after it died. */
export async function startRedisSentinels(): Promise<TestSentinels> {
  const primary = await startRedis({ persistent: true, extraArgs: ["--repl-diskless-sync-delay", "0"] });
  const replica = await startRedis({
    persistent: true,
    extraArgs: ["--repl-diskless-sync-delay", "0", "--replicaof", "127.0.0.1", String(primary.port)],
  });
  const follower = new Redis(replica.url);
  while (!(await follower.info("replication")).includes("master_link_status:up")) await wait(POLL_MS);
  follower.disconnect();
  const sentinels = await Promise.all(Array.from({ length: SENTINELS }, async () => startSentinel(primary.port)));
  const clients = sentinels.map(({ port }) => new Redis(port));
  // They are asked until they answer.
  for (const client of clients) client.on("error", () => undefined);
  for (const client of clients) await untilAgreed(client);
  return {
    url: `redis+sentinel://${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(",")}/${NAME}`,
    primary,
    replica,
    primaryPort: async () => {
      const place = (await clients[0]?.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME)) as readonly string[];
      return Number(place[1]);
    },
    stop: async () => {
      for (const client of clients) client.disconnect();
      await Promise.all([...sentinels, primary, replica].map(async (each) => each.stop()));
    },
  };
}

async function startSentinel(primaryPort: number): Promise<{ port: number; stop: () => Promise<void> }> {
  const binary = await ensureServerBinary({ cacheDir: PROJECT_CACHE_DIR, onChoice: () => {} });
  const folder = await mkdtemp(join(tmpdir(), "billferry-test-sentinel-"));
  const port = await pickPort();
  const settings = [
    `port ${port}`,
    "bind 127.0.0.1",
    `sentinel monitor ${NAME} 127.0.0.1 ${primaryPort} ${QUORUM}`,
    `sentinel down-after-milliseconds ${NAME} 1000`,
    `sentinel failover-timeout ${NAME} 5000`,
  ];
  const file = join(folder, "sentinel.conf");
  await writeFile(file, settings.join("\n"));
  const command = [...(await diesWithParent()), binary.file, file, "--sentinel"];
  const child = spawn(command[0] as string, command.slice(1), {
    cwd: folder,
    env: { ...process.env, ...binary.env },
    stdio: "ignore",
  });
  return {
    port,
    stop: async () => {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** It knows the replica and the other sentinels, enough of them to decide. */
async function untilAgreed(client: Redis): Promise<void> {
  for (;;) {
    const told = await client.call("SENTINEL", "MASTER", NAME).catch(() => []);
    const fields = told as readonly string[];
    const count = (field: string): number => Number(fields[fields.indexOf(field) + 1]);
    if (count("num-slaves") === 1 && count("num-other-sentinels") === SENTINELS - 1) return;
    await wait(POLL_MS);
  }
}
