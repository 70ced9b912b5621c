import { isPush, outerNoOf } from "../call-desk.ts";
import { pause, until } from "../patience.ts";
import { runCli } from "../run-cli.ts";
import type { Scenario } from "../scenario.ts";
import type { World } from "../world.ts";

interface DescribedBill {
  readonly id: number;
  readonly billNo: string;
  readonly expected: readonly string[];
}

const SWEEPS = { SWEEP_EVERY: "3s" } as const;
const STOCKS = ["B2C-MAIN", "MAIN"] as const;
const LIMIT_MS = 120_000;

/** Fault 18, where what changes is what a bill is known by: its number, its id, the key of its order. */
export const IDENTITY: readonly Scenario[] = [
  {
    number: 18,
    name: "number-used-again",
    zh: "推送受阻期间单据被删除,并以同一编号重建",
    en: "bills deleted and made again under their numbers while pushes fail, half of them with other content",
    holds: "the living bills are delivered once, as they are now, and nobody is told to cancel anything",
    setup: { environment: SWEEPS },
    act: async (world) => {
      await world.addFault({
        vendor: "wangdiantong",
        service: "stockout_order_push",
        kind: "status",
        status: 503,
        every: 1,
      });
      const bills = await selectable(world);
      await untilOrdered(world, bills);
      const remade = bills.slice(0, Math.ceil(bills.length * 0.75));
      for (const [index, { billNo }] of remade.entries()) {
        await world.control(`bills/${billNo}/remake`, { isChanged: index % 2 === 1 });
        world.strike();
      }
      // Read, and no more: the first of each number still has its order waiting.
      await until("the second of each number is read", async () => isReadTwice(world, remade), LIMIT_MS);
      await world.clearFaults();
      world.mark();
      await world.untilShare(1, LIMIT_MS);
    },
  },
  {
    number: 18,
    name: "made-again-after-delivery",
    zh: "送达之后单据被删除,并以同一编号重建",
    en: "bills deleted and made again under their numbers after delivery, half of them with other content",
    holds: "the same content is delivered already; other content is a case of the new bill, and nothing else is one",
    setup: { environment: SWEEPS },
    act: async (world) => {
      await world.untilShare(1);
      await world.untilDone(60_000);
      for (const [index, { billNo }] of (await selectable(world)).slice(0, 30).entries()) {
        await world.control(`bills/${billNo}/remake`, { isChanged: index % 2 === 1 });
        world.strike();
      }
      const { wrong } = await world.summary();
      for (const { outerNo } of wrong) world.expectedCases.add(`order:${outerNo}`);
      await untilCases(world);
    },
  },
  {
    number: 18,
    name: "number-changed",
    zh: "单据编号在同一内码下被修改",
    en: "bills get other numbers under their ids, some before and some after delivery",
    holds: "each is delivered under its number of now, and a document under an old one is a case before that",
    setup: { environment: SWEEPS, replicas: { loader: 0 } },
    act: async (world) => {
      const bills = await selectable(world);
      await untilOrdered(world, bills);
      for (const { billNo } of bills.slice(0, 10)) await renumber(world, billNo);
      // The check of open bills and the reading see it before anything is pushed.
      await pause(8_000);
      await world.start("loader");
      await world.start("loader");
      await world.untilShare(1);
      await world.untilDone(60_000);
      const late: string[] = [];
      const unwatch = world.calls.watch(async (moment, call) => {
        const outerNo = isPush(call) ? outerNoOf(call) : undefined;
        const old = outerNo?.replace(/^N-/, "");
        if (moment !== "before-effect" || outerNo === undefined || old === outerNo) return;
        if (!(await world.cases()).some(({ caseId }) => caseId === `order:${old}`)) late.push(outerNo);
      });
      for (const { billNo, expected } of bills.slice(10, 30)) {
        for (const outerNo of expected) world.expectedCases.add(`order:${outerNo}`);
        await renumber(world, billNo);
      }
      await untilCases(world);
      await world.untilShare(1);
      unwatch();
      world.check("the old document is a case before the new one is pushed", late.length === 0, late.join(", "));
      const { stdout } = await runCli(["bill", bills[10]?.billNo ?? ""], world.environment);
      world.check("billferry bill OLD-NUMBER", stdout.includes(`N-${bills[10]?.billNo}`), stdout);
    },
  },
  {
    number: 18,
    name: "id-used-again",
    zh: "数据中心还原后,内码被另一张单据使用",
    en: "a restored data centre gives out ids again: other bills with other numbers and goods under known ids",
    holds: "the new bills are delivered, and the documents of those that are gone are cases",
    setup: { environment: SWEEPS },
    act: async (world) => {
      await world.untilShare(1);
      await world.untilDone(60_000);
      for (const { id, billNo, expected } of (await selectable(world)).slice(0, 15)) {
        await world.control(`bills/${billNo}/delete`, {});
        for (const outerNo of expected) world.expectedCases.add(`order:${outerNo}`);
        await world.control("bills", { id, billNo: `N-${billNo}`, lineCount: 2 });
        await world.control(`bills/N-${billNo}/audit`, {});
        world.strike();
      }
      await untilCases(world);
      await world.untilShare(1);
    },
  },
  {
    number: 18,
    name: "one-key-two-bills",
    zh: "两张单据得到同一个外部单号(编号与仓库编码中都有连字符)",
    en: "two bills whose keys are one, ZZ1 in stock B2C-MAIN and ZZ1-B2C in stock MAIN; then put right either way",
    holds: "one is delivered, the other a case that names both; another number, or settle --own-key, delivers it",
    setup: { environment: SWEEPS, settings: { wangdiantong: { extraWarehouses: [...STOCKS] } } },
    act: async (world) => {
      const count = Math.max(4, Math.ceil(world.bills / 50));
      for (let each = 1; each <= count; each += 1) {
        await makeBill(world, `ZZ${each}`, STOCKS[0]);
        await makeBill(world, `ZZ${each}-B2C`, STOCKS[1]);
        world.strike();
      }
      await until("each pair has a case", async () => (await world.cases()).length === count, LIMIT_MS);
      const strange = (await world.cases()).find(({ code }) => code !== "BILL_KEY_TAKEN");
      world.check("the code is BILL_KEY_TAKEN", strange === undefined, strange?.code ?? "");
      const bills = await selectable(world);
      for (const { caseId } of await world.cases()) {
        const bill = bills.find(({ id }) => caseId === `bill:${id}`);
        if (bill === undefined) continue;
        if (bill.id % 4 < 2) {
          await renumber(world, bill.billNo);
          continue;
        }
        const { exitCode, stderr } = await runCli(
          ["settle", caseId, "--own-key", "--note", "两张都发"],
          world.environment,
        );
        world.check("billferry settle --own-key", exitCode === 0, `exit code ${exitCode} ${stderr}`);
      }
      world.mark();
      await world.untilShare(1, LIMIT_MS);
    },
  },
];

async function selectable(world: World): Promise<readonly DescribedBill[]> {
  return (await world.control("bills?state=selectable")) as DescribedBill[];
}

async function makeBill(world: World, billNo: string, stock: string): Promise<void> {
  await world.control("bills", { billNo, lines: [{ stock, quantity: "2" }] });
  await world.control(`bills/${billNo}/audit`, {});
}

async function renumber(world: World, billNo: string): Promise<void> {
  await world.control(`bills/${billNo}/renumber`, { billNo: `N-${billNo}` });
  world.strike();
}

/** Each bill is read and turned, so that its orders wait to be pushed. */
async function untilOrdered(world: World, bills: readonly DescribedBill[]): Promise<void> {
  const isOrdered = async ({ id }: DescribedBill): Promise<boolean> =>
    (await world.ledger.bills.find(String(id)))?.state === "ordered";
  await until(
    "every bill is turned into orders",
    async () => (await Promise.all(bills.map(isOrdered))).every(Boolean),
    LIMIT_MS,
  );
}

/** Of each of these numbers the ledger knows two bills. */
async function isReadTwice(world: World, bills: readonly DescribedBill[]): Promise<boolean> {
  const known = await Promise.all(bills.map(async ({ billNo }) => world.ledger.bills.findByNumber(billNo)));
  return known.every((each) => each.length > 1);
}

/** The cases that must be are there; then time enough for one too many. */
async function untilCases(world: World): Promise<void> {
  await until(
    "each is a case",
    async () => {
      const ids = new Set((await world.cases()).map(({ caseId }) => caseId));
      return [...world.expectedCases].every((id) => ids.has(id));
    },
    LIMIT_MS,
  );
  await pause(5_000);
}
