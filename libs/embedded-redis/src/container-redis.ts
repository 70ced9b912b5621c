import { createHash, randomBytes } from "node:crypto";
import { resolve } from "node:path";

import { dataArgs } from "./server-process.ts";

const IMAGE = "redis:7-alpine";
const PORT = 6379;
const START_LIMIT_MS = 180_000;

export interface ContainerRedis {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts Redis in a container if a Docker engine answers and has, or can pull, the image; otherwise tells why not.
 * The library is loaded only now: the common case never needs it, and images of ours leave it out.
 * The data lives in a volume named after `dataDir`.
 */
export async function startInContainer(options: {
  dataDir: string;
  persistent: boolean;
  port?: number | undefined;
  /** Default `redis:7-alpine`. */
  image?: string | undefined;
}): Promise<ContainerRedis | string> {
  const { dataDir, persistent, port, image = IMAGE } = options;
  try {
    const { GenericContainer, getContainerRuntimeClient, Wait } = await import("testcontainers");
    await getContainerRuntimeClient();
    const password = randomBytes(24).toString("hex");
    const prepared = new GenericContainer(image)
      // The mapped port is open on every interface of the engine's host, so it asks for a password.
      .withCommand(["redis-server", "--bind", "*", "--requirepass", password, ...dataArgs(persistent)])
      .withExposedPorts(port === undefined ? PORT : { container: PORT, host: port })
      .withWaitStrategy(Wait.forLogMessage("Ready to accept connections"))
      .withStartupTimeout(START_LIMIT_MS);
    if (persistent) prepared.withBindMounts([{ source: volumeName(dataDir), target: "/data", mode: "rw" }]);
    const container = await prepared.start();
    return {
      url: `redis://:${password}@${container.getHost()}:${container.getMappedPort(PORT)}`,
      stop: async () => void (await container.stop({ timeout: 10_000 })),
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function volumeName(dataDir: string): string {
  return `billferry-redis-${createHash("sha256").update(resolve(dataDir)).digest("hex").slice(0, 12)}`;
}
