import { killAtRedisStep, killInCall } from "../kills.ts";
import type { Scenario } from "../scenario.ts";

const HOLDS = "no order is lost, none is there twice";
const PACE = { pushMs: 25 } as const;
/** A stockout number as the sandbox gives them, as what the loader writes after an answered push has it; where the job
 *  is acknowledged it stands in quotes. */
const STOCKOUT_NUMBER = /(?<!")CK20\d{12}/;

/** Fault 1 for the loader: kill -9 at each step of a push. */
export const KILL_LOADER: readonly Scenario[] = [
  {
    number: 1,
    name: "kill-loader-before-call",
    zh: "写入进程在调用前被强杀",
    en: "loader killed as it asks for its call",
    holds: HOLDS,
    setup: PACE,
    act: async (world) =>
      killAtRedisStep(world, "loader", { pattern: /gate:[0-9a-f]+\}:calls/, direction: "requests", when: "after" }),
  },
  {
    number: 1,
    name: "kill-loader-request-lost",
    zh: "写入进程在调用中被强杀,请求丢失",
    en: "loader killed during the call, the request is lost",
    holds: HOLDS,
    setup: PACE,
    act: async (world) => killInCall(world, "before-effect", true),
  },
  {
    number: 1,
    name: "kill-loader-effect-after-death",
    zh: "写入进程在调用中被强杀,之后单据才生效",
    en: "loader killed during the call, the effect comes after its death",
    holds: HOLDS,
    setup: PACE,
    act: async (world) => killInCall(world, "before-effect", false),
  },
  {
    number: 1,
    name: "kill-loader-after-effect",
    zh: "写入进程在生效后、应答前被强杀",
    en: "loader killed after the effect, before the answer",
    holds: HOLDS,
    isShort: true,
    setup: PACE,
    act: async (world) => killInCall(world, "after-effect", false),
  },
  {
    number: 1,
    name: "kill-loader-before-record",
    zh: "写入进程在应答后、记账前被强杀",
    en: "loader killed after the answer, before it is recorded",
    holds: HOLDS,
    setup: PACE,
    act: async (world) =>
      killAtRedisStep(world, "loader", { pattern: STOCKOUT_NUMBER, direction: "requests", when: "before" }),
  },
  {
    number: 1,
    name: "kill-loader-after-record",
    zh: "写入进程在记账后、确认任务前被强杀",
    en: "loader killed after the record, before the job is acknowledged",
    holds: HOLDS,
    setup: PACE,
    act: async (world) =>
      killAtRedisStep(world, "loader", { pattern: STOCKOUT_NUMBER, direction: "requests", when: "after" }),
  },
];
