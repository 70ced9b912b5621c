import type { CommandEnv } from "./commands.ts";

/** A Docker engine to build and run in. */
export interface Engine {
  readonly description: string;
  /** The client that can build with secrets here. */
  readonly docker: string;
  /** `["docker", "compose"]` or `["docker-compose"]`. */
  readonly compose: readonly [string, ...string[]];
  readonly env: CommandEnv;
  /** Further arguments of `docker build`: base image, secrets, network. */
  readonly buildArgs: readonly string[];
  /** Undefined: the images that docker-compose.yml names. */
  readonly redisImage: string | undefined;
  /** The same for Prometheus. */
  readonly prometheusImage: string | undefined;
  /** Ends building; from now on containers with networks of their own can run. */
  readonly startRunning: () => Promise<void>;
  /** What to put before a command that has to reach published ports. */
  readonly inNetwork: () => readonly string[];
  readonly stop: () => Promise<void>;
}

export type EngineOrReason = Engine | { readonly skipped: string };
