import { BILLS } from "./faults/bills.ts";
import { CLOCKS } from "./faults/clocks.ts";
import { CODES } from "./faults/codes.ts";
import { EVIDENCE } from "./faults/evidence.ts";
import { IDENTITY } from "./faults/identity.ts";
import { JOBS } from "./faults/jobs.ts";
import { KILL_LOADER } from "./faults/kill-loader.ts";
import { KILL_READER } from "./faults/kill-reader.ts";
import { OUTAGES } from "./faults/outages.ts";
import { PROCESSES } from "./faults/processes.ts";
import { REDIS } from "./faults/redis.ts";
import { REFUSALS } from "./faults/refusals.ts";
import { SIGN_IN } from "./faults/sign-in.ts";
import { STATE } from "./faults/state.ts";
import { VENDORS } from "./faults/vendors.ts";
import type { NotInjectable, Scenario } from "./scenario.ts";

/** Every fault of the list that can be brought about here, in the order of the list. */
export const SCENARIOS: readonly Scenario[] = [
  ...KILL_LOADER,
  ...KILL_READER,
  ...PROCESSES,
  ...REDIS,
  ...CLOCKS,
  ...VENDORS,
  ...REFUSALS,
  ...SIGN_IN,
  ...BILLS,
  ...IDENTITY,
  ...JOBS,
  ...CODES,
  ...OUTAGES,
  ...STATE,
  ...EVIDENCE,
].toSorted((a, b) => a.number - b.number);

/** What would not be honest here, and why. */
export const NOT_INJECTABLE: readonly NotInjectable[] = [
  {
    number: 3,
    name: "mixed-versions",
    zh: "新旧版本混跑",
    en: "two releases side by side during a rolling update",
    holds: "as for a rolling restart",
    reason: "there is one release; the same code under two numbers would prove nothing",
  },
  {
    number: 4,
    name: "power-cut",
    zh: "整机断电",
    en: "power cut of the machine, with what the disk had not written",
    holds: "reconcile, then continue",
    reason: "needs a machine whose power can be cut; redis-last-second-lost stands for what Redis loses by it",
  },
  {
    number: 6,
    name: "disk-full",
    zh: "磁盘写满",
    en: "disk full",
    holds: "stop reading, clear message, no half state",
    reason: "needs a file system of its own; redis-full refuses the same writes at the same places",
  },
  {
    number: 10,
    name: "machine-clock",
    zh: "操作系统时钟跳变",
    en: "the operating system's clock set ahead or back",
    holds: "as for the services' clocks",
    reason: "needs the right to set the machine's clock; the services' own clocks are moved instead",
  },
  {
    number: 24,
    name: "outage-of-8-hours",
    zh: "一侧中断 8 小时,随后 2 万张单据",
    en: "8 hours without one side, then 20 000 bills",
    holds: "drains at quota, oldest first, one alert",
    reason: "takes 8 hours and more; the same is done with 15 s, and with --bills 20000 the backlog is as long",
  },
  {
    number: 28,
    name: "kernel-oom-kill",
    zh: "内核因内存不足强杀",
    en: "killed by the kernel for lack of memory",
    holds: "bounded memory; page size adapts",
    reason: "needs a memory limit of the kernel's; a heap of 96 MB and kill -9 stand for it",
  },
  {
    number: 11,
    name: "real-vendors",
    zh: "真实的金蝶与旺店通",
    en: "the same faults with the real vendors",
    holds: "the same",
    reason: "needs both accounts, and orders that nobody minds; the stand-ins follow the vendors' documents",
  },
];
