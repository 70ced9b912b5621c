import { join } from "node:path";

import type { ServiceName } from "../replica.ts";
import type { Scenario } from "../scenario.ts";
import type { World } from "../world.ts";

const TEN_MINUTES_MS = 600_000;
const NONE = { extractor: 0, transformer: 0, loader: 0 } as const;
const SERVICES: readonly ServiceName[] = ["extractor", "transformer", "loader", "loader"];
const PRELOAD = join(import.meta.dirname, "..", "preload", "shift-clock.ts");

/** Fault 10: clocks that are wrong, jump, or stand in another zone. */
export const CLOCKS: readonly Scenario[] = [
  {
    number: 10,
    name: "clock-jumps-ahead",
    zh: "服务器时钟在运行中前跳 10 分钟",
    en: "the services' clock jumps 10 min ahead while running",
    holds: "Wangdiantong takes ±5 min only; the watermark follows Kingdee's clock; what comes later is read too",
    setup: { replicas: NONE, pushMs: 30 },
    act: async (world) => jumpClock(world, TEN_MINUTES_MS),
  },
  {
    number: 10,
    name: "clock-jumps-back",
    zh: "服务器时钟在运行中回拨 10 分钟",
    en: "the services' clock jumps 10 min back while running",
    holds: "as above",
    setup: { replicas: NONE, pushMs: 30 },
    act: async (world) => jumpClock(world, -TEN_MINUTES_MS),
  },
  {
    number: 10,
    name: "clock-wrong-from-start",
    zh: "服务器时钟一直快 10 分钟",
    en: "the services' clock is 10 min ahead from the start",
    holds: "as above",
    setup: { replicas: NONE },
    act: async (world) => {
      const env = { PROOF_CLOCK_JUMP_MS: String(TEN_MINUTES_MS), PROOF_CLOCK_JUMP_AFTER_MS: "0" };
      for (const service of SERVICES) await world.start(service, { env, nodeArgs: ["--import", PRELOAD] });
      world.strike();
    },
  },
  {
    number: 10,
    name: "zones-differ",
    zh: "容器为 UTC,主机为上海、洛杉矶时区",
    en: "services in UTC, Shanghai and Los Angeles",
    holds: "times mean what Kingdee means by them",
    setup: { replicas: NONE },
    act: async (world) => {
      const zones = ["UTC", "America/Los_Angeles", "Asia/Shanghai", "UTC"];
      for (const [index, service] of SERVICES.entries())
        await world.start(service, { env: { TZ: zones[index] as string } });
      world.strike();
    },
  },
  {
    number: 10,
    name: "kingdee-clock-wrong",
    zh: "金蝶服务器时钟快 10 分钟",
    en: "Kingdee's own clock is 10 min ahead",
    holds: "windows are cut by Kingdee's clock",
    setup: { settings: { kingdee: { clockSkewMs: TEN_MINUTES_MS } } },
    act: async (world) => {
      world.strike();
      await world.untilShare(0.5);
      await world.generate(Math.ceil(world.bills / 10), world.seed + 1);
    },
  },
];

/** The jump comes five seconds after the start; bills that are approved after it must be read as well. */
async function jumpClock(world: World, jumpMs: number): Promise<void> {
  const env = { PROOF_CLOCK_JUMP_MS: String(jumpMs), PROOF_CLOCK_JUMP_AFTER_MS: "5000" };
  for (const service of SERVICES) await world.start(service, { env, nodeArgs: ["--import", PRELOAD] });
  await world.untilShare(0.8);
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  world.strike();
  world.mark();
  await world.generate(Math.ceil(world.bills / 10), world.seed + 1);
}
