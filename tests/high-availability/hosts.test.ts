import { startRedis } from "@billferry/testing";
import { expect, onTestFinished, test } from "vitest";

import { startServices } from "../pipeline/stack.ts";
import { startNetwork } from "./hosts.ts";
import { expectAllOnce, LIMIT_MS, untilShare } from "./run-through.ts";

test(
  "two hosts: one is cut off with pushes under way, the other takes over what it had, and when the cable is back every order is there once, without a restart",
  async (context) => {
    const network = await startNetwork(2);
    if (typeof network === "string") return context.skip(`no network namespaces here: ${network}`);
    onTestFinished(network.stop);
    const { address, hosts } = network;
    const [first, second] = hosts;
    const redis = await startRedis({
      persistent: true,
      extraArgs: ["--bind", "127.0.0.1", address, "--protected-mode", "no"],
    });
    onTestFinished(redis.stop);
    const services = await startServices(
      { bills: 200, seed: 44, host: address },
      { REDIS_URL: `redis://${address}:${redis.port}` },
    );
    const elsewhere = (["extractor", "transformer", "loader"] as const).map((stage) =>
      services.start(stage, {}, second?.prefix),
    );
    const cutOff = services.start("loader", {}, first?.prefix);
    await cutOff.ready;
    await untilShare(services, 0.2);
    await first?.unplug();
    await untilShare(services, 0.7);
    expect(cutOff.isRunning()).toBe(true);
    await first?.plug();
    await expectAllOnce(services, [...elsewhere, cutOff]);
  },
  LIMIT_MS,
);
