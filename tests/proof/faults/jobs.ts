import { schemePrefix } from "@billferry/contracts";
import { retry } from "@billferry/desk";
import { createLogger } from "@billferry/runtime";
import { Queue } from "bullmq";

import { pause, until } from "../patience.ts";
import { runCli } from "../run-cli.ts";
import type { Scenario } from "../scenario.ts";
import { SCHEME, type World } from "../world.ts";

const log = createLogger({ name: "proof", level: "fatal", version: "0" });
const SELECTION = { scheme: SCHEME, selection: { kind: "all" }, isDryRun: false } as const;

/** Faults 20, 21 and 30: jobs that come twice, kill their process, or are retried twice. */
export const JOBS: readonly Scenario[] = [
  {
    number: 20,
    name: "every-job-twice",
    zh: "每个任务都重复投递",
    en: "every transform and load job is delivered again, some more than once",
    holds: "one effect",
    setup: { pushMs: 10 },
    act: async (world) => {
      const queues = (["transform", "load"] as const).map(
        (name) => new Queue(name, { connection: world.connection, prefix: schemePrefix(SCHEME) }),
      );
      for (let round = 0; round < 6; round += 1) {
        await pause(1_500);
        for (const queue of queues) world.strike(await addAgain(queue, round));
      }
      await world.untilShare(1);
      for (const queue of queues) world.strike(await addAgain(queue, 6));
      await Promise.all(queues.map(async (queue) => queue.close()));
    },
  },
  {
    number: 21,
    name: "poison-bill",
    zh: "某张单据使进程崩溃",
    en: "one bill kills every process that works on it",
    holds: "parked at its third death, all others flow; released it is delivered",
    setup: { replicas: { transformer: 2 } },
    act: async (world) => {
      const [poison] = (await world.control("bills?state=selectable")) as { billNo: string; id: number }[];
      if (poison === undefined) return;
      const traps = world.of("transformer").map((victim) =>
        // The bill's number as an argument of its own: what the stage writes of it once its work is under way, but not
        // that it is parked.
        victim.proxy.trap(
          new RegExp(`\\r\\n${poison.billNo}\\r\\n(?![^]*JOB_POISON)`),
          { direction: "requests", when: "before", times: 100 },
          async () => {
            world.strike();
            await victim.kill();
          },
        ),
      );
      await until("the poison bill is parked", async () => (await world.cases()).length > 0, 90_000);
      world.check("it died three times", world.injected === 3, world.injected);
      const parked = await world.cases();
      const shown = parked.map((each) => `${each.billNo} ${each.code}`).join(", ");
      world.check("the poison bill alone is parked", shown === `${poison.billNo} JOB_POISON`, shown);
      const { absent } = await world.summary();
      await until("all others are there", async () => {
        const summary = await world.summary();
        return summary.absent.every(({ billNo }) => billNo === poison.billNo);
      });
      for (const trap of traps) trap.remove();
      world.mark(absent.find(({ billNo }) => billNo === poison.billNo)?.outerNo);
      await runCli(["retry", "--all"], world.environment);
      await world.untilShare(1);
    },
  },
  {
    number: 30,
    name: "retry-pressed-twice",
    zh: "两名操作员同时重复点击重试",
    en: "two operators press retry twice each, at the same moment",
    holds: "one effect each, the second is told so",
    setup: { bills: (asked) => Math.min(asked, 200), unknownSkus: 6 },
    act: async (world) => {
      await world.untilDone(60_000);
      const held = await world.cases();
      world.check(
        "the unknown SKUs are cases",
        held.every((each) => each.code === "WDT_SKU_UNKNOWN"),
        held.length,
      );
      await allowUnknownSkus(world);
      const presses = Array.from({ length: 4 }, async () => retry(world.connection, log, SELECTION));
      const reports = await Promise.all(presses);
      const retried = reports.reduce((sum, report) => sum + report.retried.length, 0);
      world.strike(4);
      world.mark(held[0]?.caseId.replace(/^order:/, ""));
      world.check("each job is retried once", retried === held.length, `${retried} of ${held.length}`);
      await world.untilShare(1);
    },
  },
  {
    number: 30,
    name: "failed-jobs-cleaned",
    zh: "看板上清理了全部失败任务",
    en: "all failed jobs are cleaned away on the board, then the codes are put right: a retry, a sweep, the gap check",
    holds: "no order is stranded: each act sets up what has no job",
    setup: {
      bills: (asked) => Math.min(asked, 300),
      unknownSkus: 6,
      settings: { wangdiantong: { missingWarehouses: ["CK002"] } },
      environment: { GAP_CHECK_EVERY: "5s" },
    },
    act: async (world) => {
      // Refused for a reason that no gap check looks after.
      const { billNo } = (await world.control("bills", { lines: [{ stock: "CK090" }] })) as { billNo: string };
      await world.control(`bills/${billNo}/audit`, {});
      const isCase = async (): Promise<boolean> =>
        (await world.cases()).some((each) => each.code === "WDT_WAREHOUSE_OUTSOURCED");
      await until("it is a case", isCase, 180_000);
      await world.untilDone(60_000);
      const queue = new Queue("load", { connection: world.connection, prefix: schemePrefix(SCHEME) });
      const clean = async (): Promise<void> => world.strike((await queue.clean(0, 10_000, "failed")).length);
      await clean();
      // By the gap check.
      await allowUnknownSkus(world);
      const areFreed = async (): Promise<boolean> =>
        (await world.cases()).every((each) => each.code !== "WDT_SKU_UNKNOWN");
      await until("the gap check has freed the SKUs", areFreed, 180_000);
      await clean();
      // By a sweep.
      await world.set({ wangdiantong: { outsourcedWarehouses: [] } });
      await runCli(["sweep", "--depth", "2d"], world.environment);
      await until("the sweep has freed the bill", async () =>
        (await world.cases()).every((each) => each.billNo !== billNo),
      );
      await clean();
      await queue.close();
      // By a retry.
      await world.set({ wangdiantong: { missingWarehouses: [] } });
      world.mark();
      const { stdout } = await runCli(["retry", "--class", "master-data", "--json"], world.environment);
      world.check("billferry retry --class", stdout.includes('"dryRun":false'), stdout.slice(0, 200));
      // An order of that warehouse may lack its SKU as well, which is told only now.
      await world.untilDone(60_000);
      await allowUnknownSkus(world);
      await world.untilShare(1);
    },
  },
];

/** Adds every job that the queue still knows once more, under another id. */
async function addAgain(queue: Queue, round: number): Promise<number> {
  const jobs = await queue.getJobs(["completed", "active", "waiting", "delayed"], 0, 400);
  const fresh = jobs.filter((job) => job?.id !== undefined && !job.id.startsWith("again"));
  await queue.addBulk(
    fresh.map((job) => ({
      name: job.name,
      data: job.data as unknown,
      opts: { jobId: `again${round}-${job.id}`, attempts: 12 },
    })),
  );
  return fresh.length;
}

/** Wangdiantong learns every SKU for whose lack it refused an order. */
async function allowUnknownSkus(world: World): Promise<void> {
  const { absent } = await world.summary();
  const skus = absent.flatMap(({ lastRefusal }) => /NEW-XSCKD\d+/.exec(lastRefusal?.message ?? "")?.[0] ?? []);
  await world.set({ wangdiantong: { extraSkus: skus } });
}
