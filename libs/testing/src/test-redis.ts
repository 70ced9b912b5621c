import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import { ensureServerBinary, startServer, type RunningServer } from "@billferry/embedded-redis";

import { PROJECT_CACHE_DIR } from "./project-cache.ts";

export interface StartRedisOptions {
  /** True: append-only file, so that `restart` finds the data again, also after `kill`; a power cut is `snapshot` and
   *  `rewind`. Default false: a restart is also a loss. */
  readonly persistent?: boolean;
  /** Further arguments of redis-server, for example `["--maxmemory", "10mb"]`. */
  readonly extraArgs?: readonly string[];
}

/** The files of a persistent server as they were at one moment. */
interface RedisSnapshot {
  readonly folder: string;
}

export interface TestRedis {
  /** Stays the same over restarts. */
  readonly url: string;
  readonly port: number;
  /** SIGKILL, at once. What was answered to is in the file of a persistent server. */
  readonly kill: () => Promise<void>;
  /** Starts again on the same port and folder; ends a running server politely first. */
  readonly restart: () => Promise<void>;
  /** Accepts connections but answers nothing, until `resume`. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** Copies the files of a persistent server, which stands still meanwhile and runs afterwards. */
  readonly snapshot: () => Promise<RedisSnapshot>;
  /**
   * Kills the server and starts it with the data of that moment, on the same port: a power cut that lost what came
   * after (everysec: the last second), or a failover to a stale replica. A snapshot can be used again.
   */
  readonly rewind: (snapshot: RedisSnapshot) => Promise<void>;
  /** Ends the server and removes its folder; safe to call again. */
  readonly stop: () => Promise<void>;
}

/**
 * A real redis-server of the caller's own on 127.0.0.1, ready in some 20 ms: nothing is shared between test files, so
 * each may wipe, kill or restart it. It ends with the test process whatever happens.
 */
export async function startRedis(options: StartRedisOptions = {}): Promise<TestRedis> {
  const { persistent = false, extraArgs } = options;
  const binary = await ensureServerBinary({ cacheDir: PROJECT_CACHE_DIR, onChoice: () => {} });
  const ownDir = await mkdtemp(join(tmpdir(), "billferry-test-redis-"));
  const dataDir = join(ownDir, "data");
  let server: RunningServer = await startServer({ binary, dataDir, persistent, extraArgs });
  let snapshots = 0;
  const { url, port } = server;
  return {
    url,
    port,
    kill: async () => server.stop("SIGKILL"),
    restart: async () => {
      await server.stop("SIGTERM");
      server = await startServer({ binary, dataDir, persistent, extraArgs, port });
    },
    pause: () => server.signal("SIGSTOP"),
    resume: () => server.signal("SIGCONT"),
    snapshot: async () => {
      if (!persistent) throw new Error("a server without a file has nothing to copy");
      snapshots += 1;
      const folder = join(ownDir, `snapshot-${snapshots}`);
      // The parts of the file and the manifest that names them have to be of one moment.
      server.signal("SIGSTOP");
      await cp(dataDir, folder, { recursive: true, filter: isData }).finally(() => server.signal("SIGCONT"));
      return { folder };
    },
    rewind: async ({ folder }) => {
      await server.stop("SIGKILL");
      await rm(dataDir, { recursive: true, force: true });
      await cp(folder, dataDir, { recursive: true });
      server = await startServer({ binary, dataDir, persistent, extraArgs, port });
    },
    stop: async () => {
      await server.stop("SIGKILL");
      await rm(ownDir, { recursive: true, force: true });
    },
  };
}

// A rewrite under way is a child of its own that does not stand still; its unfinished part is none of the data.
function isData(path: string): boolean {
  return !basename(path).startsWith("temp-");
}
