import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startInContainer } from "./container-redis.ts";
import { withLock } from "./install-lock.ts";
import { findRunning, removeRecord, writeRecord } from "./running-record.ts";
import { ensureServerBinary, findServerBinary, type ServerBinary } from "./server-binary.ts";
import { startServer } from "./server-process.ts";

export interface ObtainRedisOptions {
  /** If given and not empty, it is used and nothing is started. */
  readonly redisUrl?: string | undefined;
  /** Where a server of ours keeps its file (`.data/redis`). */
  readonly dataDir: string;
  /** Where a downloaded server is kept (`.cache`). */
  readonly cacheDir: string;
  /** False: nothing outlives the server, and `dataDir` is not touched. */
  readonly persistent: boolean;
  readonly port?: number | undefined;
  /** Called with one line that says what was chosen, and before that with a line for each long step. */
  readonly onChoice: (line: string) => void;
}

export interface ObtainedRedis {
  readonly url: string;
  /** The line that `onChoice` was told last. */
  readonly choice: string;
  /** Stops what was started here, its file flushed; does nothing to a Redis that was there before. */
  readonly stop: () => Promise<void>;
}

/**
 * The one place that decides which Redis is used, in this order:
 * 1. the given URL;
 * 2. a server of ours that already serves `dataDir` (`npm start` in another terminal);
 * 3. a redis-server of this machine, or one unpacked under `cacheDir` earlier;
 * 4. a container, if a Docker engine answers;
 * 5. Debian's package: installed as root, otherwise unpacked under `cacheDir`.
 *
 * A server of ours listens on 127.0.0.1 only and ends with this process. Throws `RedisUnobtainableError`, whose
 * message names what to do.
 */
export async function obtainRedis(options: ObtainRedisOptions): Promise<ObtainedRedis> {
  const { redisUrl, dataDir, persistent } = options;
  if (redisUrl) {
    const shown = redisUrl.replace(/\/\/[^/]*@/, "//");
    return announce(options, { url: redisUrl, stop: async () => {} }, `REDIS_URL 指定的 ${shown} (given)`);
  }
  if (!persistent) return startFresh(options);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  // Looking and starting are one step for other processes, or two of them would write the same file.
  return withLock(dataDir, "starting", async () => {
    const running = await findRunning(dataDir);
    if (running !== undefined)
      return announce(options, { url: running, stop: async () => {} }, `已在运行的 ${running} (already running)`);
    const started = await startFresh(options);
    await writeRecord(dataDir, started.url);
    const stop = async (): Promise<void> => {
      await started.stop();
      await removeRecord(dataDir);
    };
    return { ...started, stop };
  });
}

async function startFresh(options: ObtainRedisOptions): Promise<ObtainedRedis> {
  const found = await findServerBinary(options.cacheDir);
  if (found !== undefined) return startProcess(options, found);
  const container = await startInContainer(options);
  if (typeof container !== "string")
    return announce(options, container, `Docker 容器 ${new URL(container.url).host} (started in a container)`);
  return startProcess(options, await ensureServerBinary(options));
}

async function startProcess(options: ObtainRedisOptions, binary: ServerBinary): Promise<ObtainedRedis> {
  const { persistent, port } = options;
  const dataDir = persistent ? options.dataDir : await mkdtemp(join(tmpdir(), "billferry-redis-"));
  const server = await startServer({ binary, dataDir, persistent, port });
  const stop = async (): Promise<void> => {
    await server.stop();
    if (!persistent) await rm(dataDir, { recursive: true, force: true });
  };
  return announce(options, { url: server.url, stop }, `${binary.origin},私有实例 ${server.url} (started privately)`);
}

function announce(
  options: ObtainRedisOptions,
  redis: Pick<ObtainedRedis, "url" | "stop">,
  words: string,
): ObtainedRedis {
  const choice = `Redis:使用${words}`;
  options.onChoice(choice);
  return { ...redis, choice };
}
