import { isBillQuery } from "../call-desk.ts";
import { killAtRedisStep, killOwner } from "../kills.ts";
import { within } from "../patience.ts";
import type { Scenario } from "../scenario.ts";
import { withPageSize } from "../world-setup.ts";
import type { World } from "../world.ts";

const HOLDS = "no bill is lost, none becomes work twice";
/** Small pages: there are many steps between which to die. */
const READING = { scheme: withPageSize(300), pushMs: 10 } as const;

/** The call that moves the watermark carries two moments behind the count of what it carries, and no other on that key
 *  does. */
const WATERMARK = /\{billferry:sal-outstock\}L:progress\r\n\$1\r\n\d\r\n(\$13\r\n\d{13}\r\n){2}/;

/** Fault 1 for the transformer and the extractor: kill -9 at each step. */
export const KILL_READER: readonly Scenario[] = [
  {
    number: 1,
    name: "kill-transformer-before-ledger",
    zh: "转换进程领到任务时被强杀",
    en: "transformer killed as it is handed a bill",
    holds: HOLDS,
    setup: { replicas: { transformer: 2 } },
    act: async (world) =>
      killAtRedisStep(world, "transformer", {
        pattern: /transform-sal-outstock-XSCKD/,
        direction: "answers",
        when: "before",
      }),
  },
  {
    number: 1,
    name: "kill-transformer-before-enqueue",
    zh: "转换进程在记账后、入队前被强杀",
    en: "transformer killed after the ledger, before it enqueues",
    holds: HOLDS,
    setup: { replicas: { transformer: 2 } },
    act: async (world) =>
      killAtRedisStep(world, "transformer", {
        pattern: /load-sal-outstock-XSCKD/,
        direction: "requests",
        when: "before",
      }),
  },
  {
    number: 1,
    name: "kill-transformer-after-enqueue",
    zh: "转换进程在入队后、确认任务前被强杀",
    en: "transformer killed after it enqueued, before it returns",
    holds: HOLDS,
    setup: { replicas: { transformer: 2 } },
    act: async (world) =>
      killAtRedisStep(world, "transformer", {
        pattern: /load-sal-outstock-XSCKD/,
        direction: "answers",
        when: "before",
      }),
  },
  {
    number: 1,
    name: "kill-extractor-in-page",
    zh: "读取进程在读取某页时被强杀",
    en: "extractor killed while it reads a page",
    holds: HOLDS,
    setup: READING,
    act: async (world) => killInQuery(world, [2, 3, 2, 4, 3]),
  },
  {
    number: 1,
    name: "kill-extractor-before-record",
    zh: "读取进程在入队后、记账前被强杀",
    en: "extractor killed after it enqueued, before the record",
    holds: HOLDS,
    setup: READING,
    act: async (world) =>
      killAtRedisStep(world, "extractor", {
        pattern: /transform-sal-outstock-XSCKD/,
        direction: "answers",
        when: "before",
      }),
  },
  {
    number: 1,
    name: "kill-extractor-before-advance",
    zh: "读取进程在记账后、推进水位前被强杀",
    en: "extractor killed after the record, before the watermark moves",
    holds: HOLDS,
    setup: READING,
    act: async (world) =>
      killAtRedisStep(world, "extractor", { pattern: WATERMARK, direction: "requests", when: "before" }),
  },
];

/** Kills the extractor as it asks for its nth page since its last start, for each of these. */
async function killInQuery(world: World, pages: readonly number[]): Promise<void> {
  for (const page of pages) {
    const { promise: killed, resolve } = Promise.withResolvers<boolean>();
    let seen = 0;
    const unwatch = world.calls.watch(async (moment, call) => {
      if (moment !== "before-effect" || !isBillQuery(call)) return;
      seen += 1;
      if (seen !== page) return;
      await killOwner(world, "extractor", call);
      world.mark();
      resolve(true);
    });
    await within(15_000, killed);
    unwatch();
  }
}
