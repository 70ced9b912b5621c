import type { CallMoment, WatchedCall } from "@billferry/sandbox";

import { isPush, outerNoOf } from "./call-desk.ts";
import { ownerOfPort } from "./owner-of-port.ts";
import { becomes, within } from "./patience.ts";
import type { Replica, ServiceName } from "./replica.ts";
import type { World } from "./world.ts";

/** How many kills a step gets, and how many orders must come in between two of them. */
const KILLS = 5;
const TRAP_LIMIT_MS = 15_000;
/** The first one comes after the services have started, on however busy a machine. */
const FIRST_TRAP_LIMIT_MS = 90_000;
/** Long enough for others to come first: an order that is struck alone again and again is rightly called poison. */
const GROWTH_LIMIT_MS = 30_000;

/** A step of a stage's talk with Redis. */
export interface RedisStep {
  readonly pattern: RegExp;
  readonly direction: "requests" | "answers";
  readonly when: "before" | "after";
}

/** Kills replicas of a stage, one after the other, each exactly at this step of its talk with Redis. */
export async function killAtRedisStep(world: World, service: ServiceName, step: RedisStep): Promise<void> {
  for (let turn = 0; turn < KILLS; turn += 1) {
    const victims = world.of(service);
    const victim = victims[turn % victims.length] as Replica;
    await victim.untilReady();
    const { promise: killed, resolve } = Promise.withResolvers<boolean>();
    victim.proxy.trap(
      step.pattern,
      { direction: step.direction, when: step.when, times: 1 },
      async (): Promise<void> => {
        world.strike();
        world.mark();
        await victim.kill();
        resolve(true);
      },
    );
    // Without new work the step may not come again; what was struck by then counts.
    if ((await within(limitOf(turn), killed)) !== true) return;
    await world.untilGrowth(Math.ceil(world.bills / 20), GROWTH_LIMIT_MS);
  }
}

/** Kills the loader whose push this is, at this moment of it; `isLost`: the request itself never has its effect. */
export async function killInCall(world: World, moment: CallMoment, isLost: boolean): Promise<void> {
  for (let turn = 0; turn < KILLS; turn += 1) {
    const { promise: killed, resolve } = Promise.withResolvers<void>();
    let isArmed = true;
    const unwatch = world.calls.watch(async (at, call) => {
      if (!isArmed || at !== moment || !isPush(call)) return undefined;
      isArmed = false;
      world.mark(outerNoOf(call));
      await killOwner(world, "loader", call);
      resolve();
      return isLost ? "lost" : undefined;
    });
    await within(limitOf(turn), killed);
    unwatch();
    if (isArmed) return;
    await world.untilGrowth(Math.ceil(world.bills / 20), GROWTH_LIMIT_MS);
    await becomes(() => world.of("loader").every((each) => each.pid() !== undefined), 5_000);
  }
}

function limitOf(turn: number): number {
  return turn === 0 ? FIRST_TRAP_LIMIT_MS : TRAP_LIMIT_MS;
}

/** Kills the replica that made this call; where the system does not tell which it was, all of them. */
export async function killOwner(world: World, service: ServiceName, call: WatchedCall): Promise<void> {
  const replicas = world.of(service);
  const pids = replicas.flatMap((each) => each.pid() ?? []);
  const owner = ownerOfPort(call.remotePort, pids);
  const victims = owner === undefined ? replicas : replicas.filter((each) => each.pid() === owner);
  world.strike();
  await Promise.all(victims.map(async (each) => each.kill()));
}
