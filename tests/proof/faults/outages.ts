import { isBillQuery } from "../call-desk.ts";
import { pause } from "../patience.ts";
import type { Scenario } from "../scenario.ts";
import { withPageSize, type WorldSetup } from "../world-setup.ts";
import type { World } from "../world.ts";

const KINGDEE = { vendor: "kingdee", service: "ExecuteBillQuery" } as const;
const WANGDIANTONG = { vendor: "wangdiantong" } as const;
const OUTAGE_MS = 15_000;
const READING: WorldSetup = { scheme: withPageSize(500), pushMs: 10 };

/** Faults 23, 24 and 26: a side that is slow, gone, or has become another. Times are scaled down from the list's. */
export const OUTAGES: readonly Scenario[] = [
  {
    number: 23,
    name: "kingdee-slow",
    zh: "金蝶每页 3 秒(按比例缩短)",
    en: "Kingdee takes 3 s a page (scaled down from 30 s)",
    holds: "no stall storm, no page read twice",
    setup: READING,
    act: async (world) => {
      await world.addFault({ ...KINGDEE, kind: "delay", every: 1, delayMs: 3_000 });
      const asked = new Map<string, number>();
      const unwatch = world.calls.watch((moment, call) => {
        // The window's bounds move with every reading; the same words twice are the same page twice. An empty answer is
        // asked for twice on purpose: the reading would end with it.
        const hasRows = moment === "after-effect" && isBillQuery(call) && call.answer !== "[]";
        if (hasRows) asked.set(call.body, (asked.get(call.body) ?? 0) + 1);
      });
      await world.untilShare(1, 180_000);
      unwatch();
      const twice = [...asked.values()].filter((times) => times > 1).length;
      world.check("no page is read twice", twice === 0, twice);
      world.strike(await world.countStrikes());
      await world.clearFaults();
    },
  },
  {
    number: 23,
    name: "wangdiantong-slow",
    zh: "旺店通每次调用 5 秒(按比例缩短)",
    en: "Wangdiantong takes 5 s a call, longer than a lock (scaled down from 20 s)",
    holds: "no stall storm, no order pushed twice",
    setup: { bills: (asked) => Math.min(asked, 60) },
    act: async (world) => {
      await world.addFault({ ...WANGDIANTONG, kind: "delay", every: 1, delayMs: 5_000 });
      await world.untilShare(1, 120_000);
      const { calls, expected } = await world.summary();
      world.check("one push an order", calls["push"] === expected, `${calls["push"]} for ${expected}`);
      world.strike(await world.countStrikes());
      await world.clearFaults();
    },
  },
  {
    number: 24,
    name: "kingdee-outage",
    zh: "金蝶中断 15 秒(按比例缩短),先 503 后断线",
    en: "Kingdee is gone for 15 s (scaled down from hours): 503, then cut connections",
    holds: "the backlog is read by itself afterwards",
    setup: READING,
    act: async (world) => {
      await goDown(world, KINGDEE);
      await world.generate(Math.ceil(world.bills / 4), world.seed + 1);
      world.mark();
    },
  },
  {
    number: 24,
    name: "wangdiantong-outage",
    zh: "旺店通中断 15 秒(按比例缩短),先 502 后断线",
    en: "Wangdiantong is gone for 15 s (scaled down from hours): 502, then cut connections",
    holds: "the circuit opens; the backlog drains afterwards, no order has failed for it",
    isShort: true,
    setup: { pushMs: 10 },
    act: async (world) => {
      await goDown(world, WANGDIANTONG);
      world.check("no attempt has failed for it", (await world.cases()).length === 0, "cases");
      world.mark();
    },
  },
  {
    number: 26,
    name: "field-renamed",
    zh: "金蝶字段被改名",
    en: "a field that the scheme needs is renamed in Kingdee, and put right after 8 s",
    holds: "the scheme stops and says why; nothing wrong is sent; it heals by itself",
    setup: READING,
    act: async (world) => breakContract(world, { renamedFields: ["FRealQty"] }),
  },
  {
    number: 26,
    name: "field-retyped",
    zh: "金蝶字段类型改变",
    en: "a quantity becomes text in Kingdee, and is put right after 8 s",
    holds: "as above",
    setup: READING,
    act: async (world) => breakContract(world, { retypedFields: ["FRealQty"] }),
  },
];

async function goDown(world: World, side: typeof KINGDEE | typeof WANGDIANTONG): Promise<void> {
  await world.untilShare(0.1);
  await world.addFault({ ...side, kind: "status", status: side === KINGDEE ? 503 : 502, every: 1 });
  await pause(OUTAGE_MS / 2);
  let strikes = await world.countStrikes();
  await world.clearFaults();
  await world.addFault({ ...side, kind: "cut-before", every: 1 });
  await pause(OUTAGE_MS / 2);
  strikes += await world.countStrikes();
  await world.clearFaults();
  world.check("the side that is gone is not hammered", strikes <= 100, strikes);
  world.strike(strikes);
}

async function breakContract(
  world: World,
  broken: { readonly renamedFields?: string[]; readonly retypedFields?: string[] },
): Promise<void> {
  await world.untilShare(0.1);
  await world.set({ kingdee: broken });
  world.strike();
  await world.generate(Math.ceil(world.bills / 4), world.seed + 1);
  await pause(8_000);
  const { stoppedUntilMs, lastError } = await world.ledger.progress.read();
  world.check("the scheme has stopped", stoppedUntilMs !== null, "it runs");
  world.check("it says why", lastError !== null && lastError.includes("FRealQty"), lastError ?? "nothing");
  const { wrong } = await world.summary();
  world.check("nothing wrong was sent", wrong.length === 0, wrong.length);
  await world.set({ kingdee: { renamedFields: [], retypedFields: [] } });
  world.mark();
}
