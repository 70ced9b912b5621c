import { createLogger, openQueue } from "@billferry/runtime";

import { until } from "../patience.ts";
import { runCli } from "../run-cli.ts";
import type { Scenario } from "../scenario.ts";
import { SCHEME, type World } from "../world.ts";

const PUSH = { vendor: "wangdiantong", service: "stockout_order_push" } as const;
const BAN_MS = 12_000;

/** Faults 11 and 14: refusals that had an effect, and a ban that each call prolongs. */
export const REFUSALS: readonly Scenario[] = [
  {
    number: 11,
    name: "refusal-with-effect",
    zh: "单据已建立,应答却是拒绝(审核失败、数据库错误、未知文本)",
    en: "one push in seven makes its document and is answered with a refusal; some refusals make none",
    holds: "looked up before it is believed: delivered, and a case for its audit; never held as refused",
    setup: { settings: { wangdiantong: { repeatsStockoutNo: true } } },
    act: async (world) => {
      const refusal = { ...PUSH, kind: "refusal", withEffect: true } as const;
      const words = [
        [20, "check_fail Unknown Database Error"],
        [20, "check failed: stock not enough"],
        [100, "单据创建成功,审核失败"],
      ] as const;
      for (const [index, [code, message]] of words.entries())
        await world.addFault({ ...refusal, code, message, probability: 0.05, seed: world.seed + index });
      await world.addFault({
        ...refusal,
        withEffect: false,
        code: 7777,
        message: "some_new_error_xyz",
        // Never the same order twice: what is refused in the same words again, and is not there, is rightly held.
        every: 50,
      });
      await world.untilShare(0.9);
      world.strike(await world.countStrikes());
      await world.clearFaults();
      world.mark();
      await world.untilDone(60_000);
      for (const outerNo of (await world.summary()).unaudited) world.expectedCases.add(`order:${outerNo}`);
      const other = (await world.cases()).find((each) => each.code !== "WDT_NOT_AUDITED");
      world.check("every case is WDT_NOT_AUDITED", other === undefined, `${other?.caseId} ${other?.code}`);
    },
  },
  {
    number: 14,
    name: "ban-prolonged-by-calls",
    zh: "封禁 12 秒,其间每次调用都重新计时",
    en: "a ban of 12 s that each call of any replica prolongs",
    holds: "the rest grows until nobody has called for long enough; no attempt is burned, and status says until when",
    setup: { bills: (asked) => Math.min(asked, 200), replicas: { loader: 3 }, limitMs: 240_000 },
    act: async (world) => {
      await world.addFault({ ...PUSH, kind: "ban", delayMs: BAN_MS, next: 1, skip: 20 });
      await until("the ban is on", async () => (await world.countStrikes()) > 0, 60_000);
      world.strike();
      const { stdout } = await runCli(["status", "--json"], world.environment);
      world.check("status says until when it rests", /旺店通要求暂缓调用.*北京时间/.test(stdout), stdout);
      world.mark();
      await world.untilShare(1, 180_000);
      const most = await mostAttempts(world);
      world.check("no attempt is burned", most <= 1, most);
    },
  },
];

async function mostAttempts(world: World): Promise<number> {
  const log = createLogger({ name: "proof", level: "fatal", version: "0" });
  const queue = openQueue({ stage: "load", scheme: SCHEME }, world.connection, log);
  try {
    const jobs = await queue.getJobs(["completed", "failed"]);
    return Math.max(0, ...jobs.map((job) => job.attemptsMade));
  } finally {
    await queue.close();
  }
}
