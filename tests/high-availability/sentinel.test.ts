import { startRedisSentinels } from "@billferry/testing";
import { expect, onTestFinished, test } from "vitest";

import { startServices } from "../pipeline/stack.ts";
import { expectAllOnce, LIMIT_MS, startAll, untilShare } from "./run-through.ts";

test(
  "the primary dies in the middle, sentinels put its replica in its place, and every order is there once, without a restart; the former primary comes back as a replica",
  async () => {
    const { url, primary, replica, primaryPort, stop } = await startRedisSentinels();
    onTestFinished(stop);
    const services = await startServices({ bills: 150, seed: 41 }, { REDIS_URL: url });
    const processes = startAll(services);
    await untilShare(services, 0.2);
    await primary.kill();
    await expect.poll(primaryPort, { timeout: LIMIT_MS }).toBe(replica.port);
    await primary.restart();
    await expectAllOnce(services, processes);
    expect(await primaryPort()).toBe(replica.port);
  },
  LIMIT_MS,
);
