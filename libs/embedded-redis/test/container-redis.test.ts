import { startInContainer } from "@billferry/embedded-redis";
import { Redis } from "ioredis";
import { getContainerRuntimeClient } from "testcontainers";
import { expect, onTestFinished, test } from "vitest";

const LIMIT_MS = 240_000;
// Kept from a machine whose engine answers but has no registry to pull from: that is no fault of ours.
const NOT_PULLED = /pull|No such image|registry|manifest|toomanyrequests/i;

async function hasEngine(): Promise<boolean> {
  try {
    await getContainerRuntimeClient();
    return true;
  } catch {
    return false;
  }
}

test.skipIf(!(await hasEngine()))(
  "where a Docker engine answers, Redis comes from it, with a password and without eviction",
  async ({ skip }) => {
    const container = await startInContainer({ dataDir: ".data/container-test", persistent: false });
    if (typeof container === "string") {
      if (NOT_PULLED.test(container)) skip(`the image cannot be had here: ${container}`);
      throw new Error(container);
    }
    const client = new Redis(container.url);
    onTestFinished(async () => {
      client.disconnect();
      await container.stop();
    });
    expect(await client.ping()).toBe("PONG");
    expect(await client.config("GET", "maxmemory-policy")).toEqual(["maxmemory-policy", "noeviction"]);
    const stranger = new Redis(container.url.replace(/:[^:@]*@/, ""), { maxRetriesPerRequest: 0, lazyConnect: true });
    stranger.on("error", () => undefined);
    await expect(stranger.ping()).rejects.toThrow(/NOAUTH/);
    stranger.disconnect();
  },
  LIMIT_MS,
);
