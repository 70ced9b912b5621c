import { succeeds } from "./commands.ts";
import type { EngineOrReason } from "./engine.ts";
import { preparePrivateEngine } from "./private-engine.ts";

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
    prometheusImage: undefined,
    startRunning: async () => {},
    inNetwork: () => [],
    stop: async () => {},
  };
}
