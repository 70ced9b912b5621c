import { succeeds, type CommandEnv } from "./commands.ts";
import { preparePrivateEngine } from "./private-engine.ts";

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
  /** Ends building; from now on containers with networks of their own can run. */
  readonly startRunning: () => Promise<void>;
  /** What to put before a command that has to reach published ports. */
  readonly inNetwork: () => readonly string[];
  readonly stop: () => Promise<void>;
}

export type EngineOrReason = Engine | { readonly skipped: string };

/** The engine that answers, else a private one where this machine allows it, else the reason why there is none. */
export async function findEngine(): Promise<EngineOrReason> {
  if (!(await succeeds(["docker", "info"]))) return preparePrivateEngine();
  const hasPlugin = await succeeds(["docker", "compose", "version"]);
  if (!hasPlugin && !(await succeeds(["docker-compose", "version"])))
    return { skipped: "docker compose is not installed" };
  return {
    description: "the Docker engine of this machine",
    docker: "docker",
    compose: hasPlugin ? ["docker", "compose"] : ["docker-compose"],
    env: { DOCKER_BUILDKIT: "1" },
    buildArgs: [],
    redisImage: undefined,
    startRunning: async () => {},
    inNetwork: () => [],
    stop: async () => {},
  };
}
