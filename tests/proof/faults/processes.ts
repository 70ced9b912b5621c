import { isPush } from "../call-desk.ts";
import { pause, within } from "../patience.ts";
import type { Scenario } from "../scenario.ts";
import type { World } from "../world.ts";

/** Faults 2, 3, 9, 25 and 28: what happens to processes. */
export const PROCESSES: readonly Scenario[] = [
  {
    number: 2,
    name: "kill-any-again-and-again",
    zh: "每隔 1.5 秒强杀一个随机进程",
    en: "a process at random killed every 1.5 s",
    holds: "progress goes on; nothing lost, nothing twice",
    setup: { pushMs: 60, replicas: { transformer: 2 } },
    act: async (world) => {
      const random = seededNumbers(world.seed);
      for (let turn = 0; turn < 8; turn += 1) {
        await pause(1_500);
        const victim = world.replicas[Math.floor(random() * world.replicas.length)];
        await victim?.kill();
        world.strike();
        world.mark();
      }
    },
  },
  {
    number: 3,
    name: "rolling-restart",
    zh: "负载下逐个平滑重启",
    en: "every replica stopped politely and started again, one after the other, under load",
    holds: "as above; every stop is clean and burns no attempt",
    setup: { pushMs: 60, replicas: { transformer: 2 } },
    act: async (world) => {
      await world.untilShare(0.1);
      for (const replica of world.replicas) {
        await replica.untilReady();
        const exitCode = await replica.stop();
        world.strike();
        world.check(`${replica.name} stops with 0`, exitCode === 0, String(exitCode));
        replica.start();
        await replica.untilReady();
        world.mark();
      }
    },
  },
  {
    number: 9,
    name: "loader-paused",
    zh: "写入进程被挂起超过锁与租约后恢复",
    en: "a loader stopped (SIGSTOP) past its lock and lease, then resumed",
    holds: "the resumed process sees that it lost the order before any effect",
    setup: { pushMs: 40 },
    act: async (world) => {
      await world.untilShare(0.2);
      const [victim] = world.of("loader");
      // Stopped with calls on their way: what they lead to happens while their sender sleeps.
      const { promise: called, resolve } = Promise.withResolvers<void>();
      const unwatch = world.calls.watch((_moment, call) => {
        if (isPush(call)) resolve();
      });
      await within(5_000, called);
      victim?.signal("SIGSTOP");
      unwatch();
      world.strike();
      await pause(20_000);
      victim?.signal("SIGCONT");
      world.mark();
    },
  },
  {
    number: 25,
    name: "replicas-1-8-2",
    zh: "副本数 1 → 8 → 2(有真实限额)",
    en: "loaders from 1 to 8 to 2 under a real quota",
    holds: "the rate holds for all of them together: no call is refused",
    setup: {
      bills: (asked) => Math.min(asked, 300),
      callsPerMinute: 600,
      environment: { WDT_CALLS_PER_MINUTE: "600" },
      replicas: { loader: 1 },
      pushMs: 100,
    },
    act: async (world) => {
      await world.untilShare(0.05);
      for (let each = 0; each < 7; each += 1) await world.start("loader");
      world.strike();
      await world.untilShare(0.6);
      await Promise.all(
        world
          .of("loader")
          .slice(2)
          .map(async (each) => each.stop()),
      );
      world.strike();
      world.mark();
      await world.untilDone(120_000);
      const { refusedCalls } = await world.summary();
      world.check("no call is refused", refusedCalls === 0, refusedCalls);
    },
  },
  {
    number: 28,
    name: "out-of-memory",
    zh: "内存极小、页很大",
    en: "96 MB of heap for every process, and the largest pages",
    holds: "memory stays bounded, or the process dies and progress goes on",
    setup: { replicas: { extractor: 0, transformer: 0, loader: 0 } },
    act: async (world) => {
      const nodeArgs = ["--max-old-space-size=96"];
      for (const service of ["extractor", "transformer", "loader"] as const) await world.start(service, { nodeArgs });
      await addLargeBills(world, 4);
      world.strike();
      world.mark();
      await world.untilShare(1);
    },
  },
];

async function addLargeBills(world: World, count: number): Promise<void> {
  for (let each = 0; each < count; each += 1) {
    const { billNo } = (await world.control("bills", { lineCount: 4_000 })) as { billNo: string };
    await world.control(`bills/${billNo}/audit`, {});
  }
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
