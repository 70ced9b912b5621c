import type { Channel } from "@billferry/alerts";
import { connectRedis } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { expect, onTestFinished, test } from "vitest";

import { RedisAwayTeller } from "../src/redis-away.ts";

const LOG = createLogger({ name: "test", level: "silent", version: "0" });

/** A way to people that writes down what it is given. */
function startChannel(): Channel & { readonly titles: string[] } {
  const titles: string[] = [];
  return {
    ...{
      name: "webhook",
      title: { zh: "Webhook", en: "Webhook" },
      perMinute: null,
      tellsRepeats: true,
      paceMs: 0,
      titles,
    },
    send: async ({ title }) => {
      titles.push(title);
      return Promise.resolve({ kind: "sent" });
    },
  };
}

test("Redis that is away is told once, by the process that had the watch; and that it is back, once", async () => {
  const server = await startRedis({ persistent: true });
  const redis = connectRedis(server.url, LOG);
  onTestFinished(async () => {
    redis.disconnect();
    await server.stop();
  });
  const [channel, standby] = [startChannel(), startChannel()];
  const teller = new RedisAwayTeller({ channels: [channel], waitMs: 0, log: LOG, language: "zh" });
  const other = new RedisAwayTeller({ channels: [standby], waitMs: 0, log: LOG, language: "zh" });
  expect(await teller.prove(redis, true)).toBe(true);
  await server.kill();
  for (let look = 0; look < 3; look += 1) {
    expect(await teller.prove(redis, true)).toBe(false);
    expect(await other.prove(redis, false)).toBe(false);
  }
  expect(channel.titles).toEqual(["Billferry 告警:Redis 不可用,读取与送达全部停止"]);
  await server.restart();
  await expect.poll(async () => teller.prove(redis, true), { timeout: 60_000 }).toBe(true);
  expect(channel.titles.slice(1)).toEqual(["Billferry 已恢复:Redis 不可用,读取与送达全部停止"]);
  expect(standby.titles).toEqual([]);
}, 120_000);
