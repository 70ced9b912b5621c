import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { startInContainer, type ContainerRedis } from "./container-redis.ts";
import { withFileLock } from "./install-lock.ts";
import { explainFailedStart, RedisUnobtainableError } from "./redis-unobtainable-error.ts";
import { endOrphan, findRunning, removeRecord, writeRecord, type Serving } from "./running-record.ts";
import { ensureServerBinary, findServerBinary, type ServerBinary } from "./server-binary.ts";
import { startServer } from "./server-process.ts";
import { supervise } from "./supervise.ts";

const SILENCE_LIMIT_MS = 10_000;
const SILENCE_POLL_MS = 200;

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
  /**
   * Called with one line that says what was chosen, and before that with a line for each long step; later with a line
   * when a server of ours dies and when it is back.
   */
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
 * A server of ours listens on 127.0.0.1 only, is started again on its data when it dies, and ends with this process.
 * Throws `RedisUnobtainableError`, whose message names what to do.
 */
export async function obtainRedis(options: ObtainRedisOptions): Promise<ObtainedRedis> {
  const { redisUrl, dataDir, persistent } = options;
  if (redisUrl) {
    const shown = redisUrl.replace(/\/\/[^/]*@/, "//");
    return announce(options, { url: redisUrl, stop: async () => {} }, `REDIS_URL 指定的 ${shown} (given)`);
  }
  if (!persistent) return startFresh(options);
  return obtainPersistent(options).catch((error: unknown) => {
    // A folder that cannot be written to is told like a server that could not write to it.
    throw error instanceof Error && "errno" in error ? explainFailedStart(error.message, dataDir) : error;
  });
}

async function obtainPersistent(options: ObtainRedisOptions): Promise<ObtainedRedis> {
  const { dataDir } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  // Looking and starting are one step for other processes, or two of them would write the same file.
  return withFileLock(dataDir, "starting", async () => {
    const running = await untilKnown(dataDir);
    if (running.kind === "serving") {
      const { url } = running;
      return announce(options, { url, stop: async () => {} }, `已在运行的 ${url} (already running)`);
    }
    if (running.kind === "silent")
      throw new RedisUnobtainableError(`进程 ${running.ownerPid} 正以此目录运行 Redis,但它没有应答`, {
        remedy: `停止进程 ${running.ownerPid} 后再试`,
      });
    await endOrphan(dataDir);
    const started = await startFresh(options);
    await writeRecord(dataDir, started.url);
    const stop = async (): Promise<void> => {
      await started.stop();
      await removeRecord(dataDir);
    };
    return { ...started, stop };
  });
}

/** How long a server that has just died is waited for: its owner starts it again. */
async function untilKnown(dataDir: string): Promise<Serving> {
  const limit = performance.now() + SILENCE_LIMIT_MS;
  for (;;) {
    const found = await findRunning(dataDir);
    if (found.kind !== "silent" || performance.now() > limit) return found;
    await wait(SILENCE_POLL_MS);
  }
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
  const { persistent, port, onChoice } = options;
  const dataDir = persistent ? options.dataDir : await mkdtemp(join(tmpdir(), "billferry-redis-"));
  const server = await startServer({ binary, dataDir, persistent, port });
  const supervised = supervise(server, {
    startAgain: async () => startServer({ binary, dataDir, persistent, port: server.port }),
    onStarted: async () => (persistent ? writeRecord(dataDir, server.url) : undefined),
    onNotice: onChoice,
  });
  const stop = async (): Promise<void> => {
    await supervised.stop();
    if (!persistent) await rm(dataDir, { recursive: true, force: true });
  };
  return announce(options, { url: server.url, stop }, `${binary.origin},私有实例 ${server.url} (started privately)`);
}

function announce({ onChoice }: ObtainRedisOptions, redis: ContainerRedis, words: string): ObtainedRedis {
  const choice = `Redis:使用${words}`;
  onChoice(choice);
  return { ...redis, choice };
}
