import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ensureServerBinary, startServer, type RunningServer } from "@billferry/embedded-redis";

import { PROJECT_CACHE_DIR } from "./project-cache.ts";

export interface StartRedisOptions {
  /** True: append-only file, so that `restart` finds the data again. Default false: a restart is also a loss. */
  readonly persistent?: boolean;
  /** Further arguments of redis-server, for example `["--maxmemory", "10mb"]`. */
  readonly extraArgs?: readonly string[];
}

export interface TestRedis {
  /** Stays the same over restarts. */
  readonly url: string;
  readonly port: number;
  /** Power cut: SIGKILL, at once. What was not yet written to the file is lost. */
  readonly kill: () => Promise<void>;
  /** Starts again on the same port and folder; ends a running server politely first. */
  readonly restart: () => Promise<void>;
  /** Accepts connections but answers nothing, until `resume`. */
  readonly pause: () => void;
  readonly resume: () => void;
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
  const dataDir = await mkdtemp(join(tmpdir(), "billferry-test-redis-"));
  let server: RunningServer = await startServer({ binary, dataDir, persistent, extraArgs });
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
    stop: async () => {
      await server.stop("SIGKILL");
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
