import { startRedis } from "@billferry/testing";
import { Redis } from "ioredis";

import { isPush, outerNoOf } from "../call-desk.ts";
import { ownerOfPort } from "../owner-of-port.ts";
import { pause, until, within } from "../patience.ts";
import type { Scenario } from "../scenario.ts";
import type { World } from "../world.ts";

const PACE = { pushMs: 30 } as const;
/** BullMQ's lock is 3 s here: both are well past it. */
const SILENCE_MS = 12_000;
const PARTITION_MS = 10_000;
const NAME_LAGS_MS = 4_000;

/** Faults 4 to 8: what happens to Redis, and between it and the services. */
export const REDIS: readonly Scenario[] = [
  {
    number: 4,
    name: "redis-killed",
    zh: "Redis 被强杀后从 AOF 重启",
    en: "Redis killed (SIGKILL) and started again from its append-only file, twice",
    holds: "work goes on where it was; nothing lost, nothing twice",
    setup: PACE,
    act: async (world) => {
      for (const share of [0.2, 0.5]) {
        await world.untilShare(share);
        await world.redis.kill();
        world.strike();
        await pause(1_000);
        await world.redis.restart();
        world.mark();
      }
    },
  },
  {
    number: 4,
    name: "redis-last-second-lost",
    zh: "Redis 断电并丢失最后 1.5 秒",
    en: "Redis killed, and the last 1.5 s of its file lost",
    holds: "rebuilt from both ends; nothing lost, nothing twice",
    setup: PACE,
    act: async (world) => loseSince(world, 0.4, 1_500),
  },
  {
    number: 5,
    name: "redis-flushall",
    zh: "Redis 被清空(FLUSHALL)",
    en: "Redis wiped (FLUSHALL) in the middle",
    holds: "rebuilt from both ends; nothing lost, nothing twice",
    isShort: true,
    setup: PACE,
    act: async (world) => {
      await world.untilShare(0.4);
      await world.connection.flushall();
      world.strike();
      world.mark();
    },
  },
  {
    number: 5,
    name: "redis-stale-replica",
    zh: "切换到落后的副本",
    en: "failover to a replica that is 4 s behind",
    holds: "rebuilt from both ends; nothing lost, nothing twice",
    setup: PACE,
    act: async (world) => loseSince(world, 0.2, 4_000),
  },
  {
    number: 5,
    name: "redis-failover-one-name",
    zh: "同一地址背后发生主从切换,旧连接仍连着旧主节点",
    en: "failover behind one name: open connections stay at the former primary, which refuses every write",
    holds: "readiness goes red; connections are given up and work goes on at the new primary, without a restart",
    setup: PACE,
    act: failOver,
  },
  {
    number: 6,
    name: "redis-full",
    zh: "Redis 内存用尽,拒绝写入",
    en: "Redis refuses writes (maxmemory reached) for 6 s",
    holds: "reading stops, no half state, and it goes on by itself",
    setup: PACE,
    act: async (world) =>
      refuseWrites(world, {
        begin: async (redis) => redis.config("SET", "maxmemory", "1mb"),
        end: async (redis) => redis.config("SET", "maxmemory", "0"),
      }),
  },
  {
    number: 6,
    name: "redis-read-only",
    zh: "Redis 变成只读副本",
    en: "Redis becomes a read-only replica for 6 s",
    holds: "reading stops, no half state, and it goes on by itself",
    setup: PACE,
    act: async (world) =>
      refuseWrites(world, {
        // Of a master that is not there: it keeps what it has and refuses every write.
        begin: async (redis) => redis.replicaof("127.0.0.1", 1),
        end: async (redis) => redis.replicaof("NO", "ONE"),
      }),
  },
  {
    number: 7,
    name: "redis-silent",
    zh: "与 Redis 的连接不断开但无应答",
    en: "every connection to Redis open and silent for 12 s",
    holds: "readiness goes red; work resumes without a restart",
    setup: PACE,
    act: async (world) => {
      await world.untilShare(0.3);
      for (const replica of world.replicas) replica.proxy.goSilent();
      world.strike();
      await pause(SILENCE_MS / 2);
      const ready = await Promise.all(world.replicas.map(async (each) => each.isReady()));
      world.check("readiness is red", !ready.includes(true), ready.join(" "));
      await pause(SILENCE_MS / 2);
      for (const replica of world.replicas) replica.proxy.heal();
      world.mark();
      await world.untilShare(1);
      const deaths = world.replicas.reduce((sum, each) => sum + each.deaths(), 0);
      world.check("no process ended", deaths === 0, deaths);
    },
  },
  {
    number: 8,
    name: "partition-during-call",
    zh: "推送途中与 Redis 断开超过锁时长",
    en: "a loader cut off from Redis for 10 s while its call is in flight",
    holds: "no second effect: whoever takes over sends under the same key and is refused (ADR 6)",
    setup: PACE,
    act: async (world) => {
      await world.untilShare(0.2);
      for (let turn = 0; turn < 2; turn += 1) await partition(world);
    },
  },
];

async function refuseWrites(
  world: World,
  { begin, end }: Record<"begin" | "end", (redis: World["connection"]) => Promise<unknown>>,
): Promise<void> {
  await world.untilShare(0.2);
  await begin(world.connection);
  world.strike();
  await pause(6_000);
  await end(world.connection);
  world.mark();
}

/** The replica becomes primary; for some seconds the name still leads to the former one, as names do. */
async function failOver(world: World): Promise<void> {
  const next = await startRedis({ persistent: true, extraArgs: ["--repl-diskless-sync-delay", "0"] });
  const direct = new Redis(next.url);
  world.cleanUps.push(async () => {
    direct.disconnect();
    await next.stop();
  });
  await direct.replicaof("127.0.0.1", world.redis.port);
  await until("the replica is in step", async () => (await direct.info("replication")).includes("link_status:up"));
  await world.untilShare(0.3);
  await direct.replicaof("NO", "ONE");
  await world.connection.replicaof("127.0.0.1", next.port);
  world.strike();
  await pause(NAME_LAGS_MS);
  const ready = await Promise.all(world.replicas.map(async (each) => each.isReady()));
  world.check("readiness is red", !ready.includes(true), ready.join(" "));
  for (const replica of world.replicas) replica.proxy.leadTo(next.port);
  world.mark();
  // The harness goes along.
  world.connection.options.port = next.port;
  world.connection.disconnect(true);
  await world.untilShare(1);
  const deaths = world.replicas.reduce((sum, each) => sum + each.deaths(), 0);
  world.check("no process ended", deaths === 0, deaths);
}

/** Redis comes back as it was `lostMs` before its end. */
async function loseSince(world: World, share: number, lostMs: number): Promise<void> {
  await world.untilShare(share);
  const snapshot = await world.redis.snapshot();
  await pause(lostMs);
  await world.redis.rewind(snapshot);
  world.strike();
  world.mark();
}

/** Holds one push at its stand-in while its sender cannot reach Redis; then lets it have its effect. */
async function partition(world: World): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  let heldOrder: string | undefined;
  let others = 0;
  const unwatch = world.calls.watch(async (moment, call) => {
    if (moment !== "before-effect" || !isPush(call)) return;
    if (heldOrder !== undefined) {
      if (outerNoOf(call) === heldOrder) others += 1;
      return;
    }
    const loaders = world.of("loader");
    const pid = ownerOfPort(
      call.remotePort,
      loaders.flatMap((each) => each.pid() ?? []),
    );
    const sender = loaders.find((each) => each.pid() === pid);
    if (sender === undefined) return;
    heldOrder = outerNoOf(call);
    sender.proxy.goSilent();
    world.strike();
    await pause(PARTITION_MS);
    sender.proxy.heal();
    world.mark(heldOrder);
    resolve();
  });
  await within(PARTITION_MS + 10_000, over);
  unwatch();
  // The one who takes over may come first, and the held push is the one that is refused; two effects are never.
  world.check("at most one other push of the order while the first was in flight", others <= 1, others);
}
