import { isBillQuery } from "../call-desk.ts";
import { pause, until } from "../patience.ts";
import type { Scenario } from "../scenario.ts";
import { withPageSize } from "../world-setup.ts";
import type { World } from "../world.ts";

interface BillLine {
  readonly billNo: string;
  readonly expected: readonly string[];
}

const SWEEPS = { SWEEP_EVERY: "2s" } as const;

/** Faults 16 to 19: what happens to bills at the edges of pages and windows, and after they were read. */
export const BILLS: readonly Scenario[] = [
  {
    number: 16,
    name: "same-second",
    zh: "全部单据在同一时刻审核,跨越页边界",
    en: "all bills approved in the same moment, across page edges",
    holds: "complete",
    setup: { spreadMs: 0, scheme: withPageSize(100) },
    act: async (world) => {
      world.strike();
      await world.untilShare(0.5);
      // The same again at the edge of a window that is being read.
      await world.generate(Math.ceil(world.bills / 5), world.seed + 1);
    },
  },
  {
    number: 17,
    name: "late-commit",
    zh: "单据晚于回读范围才可见",
    en: "bills become visible half an hour after their approve time, beyond the overlap",
    holds: "found by a sweep, and counted by it",
    setup: { environment: SWEEPS },
    act: async (world) => {
      await world.untilShare(1);
      const late = Math.max(5, Math.ceil(world.bills / 50));
      const approvedAt = kingdeeTime(Date.now() - 1_800_000);
      for (let each = 0; each < late; each += 1) {
        const { billNo } = (await world.control("bills", {})) as BillLine;
        await world.control(`bills/${billNo}/audit`, { approvedAt });
      }
      world.strike(late);
      world.mark();
      await world.untilShare(1);
      const { sweeps } = await world.ledger.progress.read();
      world.check("the sweep counts what it found", sweeps.length > 0, JSON.stringify(sweeps));
    },
  },
  {
    number: 18,
    name: "changed-between-pages",
    zh: "读取途中单据被修改、反审核、作废、删除",
    en: "bills edited, unapproved, voided and deleted between the pages of the reading",
    holds: "what Kingdee says at the end is delivered, and nothing else",
    setup: { scheme: withPageSize(300), replicas: { loader: 0 }, environment: SWEEPS },
    act: async (world) => {
      const bills = (await world.control("bills?state=selectable")) as BillLine[];
      let next = 0;
      const unwatch = world.calls.watch(async (moment, call) => {
        const bill = bills[(next * 37) % bills.length];
        if (moment !== "after-effect" || !isBillQuery(call) || bill === undefined || next >= 24) return;
        await change(world, bill.billNo, (["edit", "unaudit", "void", "delete"] as const)[next % 4] ?? "edit");
        next += 1;
        world.strike();
      });
      await until("24 bills have changed", () => next >= Math.min(24, bills.length));
      unwatch();
      // Reading, the check of open bills and the sweeps see it before anything is pushed.
      await pause(20_000);
      await world.start("loader");
      await world.start("loader");
    },
  },
  {
    number: 18,
    name: "changed-after-delivery",
    zh: "送达之后单据被修改、反审核、作废、删除",
    en: "bills edited, unapproved, voided and deleted after delivery; others approved again unchanged",
    holds: "each order that differs from Kingdee is a case by name, and no other is",
    setup: { bills: (asked) => Math.min(asked, 300), environment: SWEEPS },
    act: async (world) => {
      await world.untilShare(1);
      await world.untilDone(60_000);
      const bills = (await world.control("bills?state=selectable")) as BillLine[];
      for (const [index, { billNo }] of bills.slice(0, 20).entries()) {
        await change(world, billNo, (["edit", "unaudit", "void", "delete", "again"] as const)[index % 5] ?? "edit");
        world.strike();
      }
      const { unexpected, wrong } = await world.summary();
      const differing = [...unexpected, ...wrong.map(({ outerNo }) => outerNo)];
      for (const outerNo of differing) world.expectedCases.add(`order:${outerNo}`);
      await until("each is a case", async () => (await world.cases()).length >= differing.length, 90_000);
      // Time enough for a case too many.
      await pause(5_000);
    },
  },
  {
    number: 19,
    name: "bill-of-5000-lines",
    zh: "5 000 行的单据跨页",
    en: "two bills of 5 000 lines over several pages, another bill after them",
    holds: "each is sent once, and whole",
    setup: { bills: (asked) => Math.ceil(asked / 5) },
    act: async (world) => {
      for (const lineCount of [5_000, 5_000, 1]) {
        const { billNo } = (await world.control("bills", { lineCount })) as BillLine;
        await world.control(`bills/${billNo}/audit`, {});
      }
      world.strike(2);
      await world.untilShare(1);
    },
  },
];

async function change(
  world: World,
  billNo: string,
  how: "edit" | "unaudit" | "void" | "delete" | "again",
): Promise<void> {
  if (how === "again") {
    await world.control(`bills/${billNo}/unaudit`, {});
    await world.control(`bills/${billNo}/audit`, {});
    return;
  }
  await world.control(`bills/${billNo}/${how}`, how === "edit" ? { reaudit: true } : {});
}

/** A wall-clock time as Kingdee writes it, in its zone. */
function kingdeeTime(epochMs: number): string {
  return new Date(epochMs + 8 * 3_600_000).toISOString().slice(0, 19);
}
