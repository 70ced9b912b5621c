import { until } from "../patience.ts";
import { runCli } from "../run-cli.ts";
import type { Scenario } from "../scenario.ts";
import type { World } from "../world.ts";

interface Trouble {
  readonly code: string;
  readonly bill: { readonly lines: readonly { readonly stock?: string }[]; readonly carrier?: string };
}

const TROUBLES: readonly Trouble[] = [
  { code: "WDT_WAREHOUSE_UNKNOWN", bill: { lines: [{ stock: "CK777" }] } },
  { code: "WDT_WAREHOUSE_OUTSOURCED", bill: { lines: [{ stock: "CK090" }] } },
  { code: "WDT_CARRIER_UNKNOWN", bill: { lines: [{}], carrier: "NOBODY" } },
];
const UNKNOWN_SKUS = 5;
/** Wangdiantong says it in other words, too. */
const OTHER_WORDS = {
  "warehouse-unknown": { code: 100, message: "仓库编号不存在或无仓库访问权限" },
  "carrier-unknown": { code: 100, message: "logistics_code {value} not exist" },
  "goods-unknown": { code: 100, message: "spec_no {value} not exist" },
};

/** Fault 22: codes that Wangdiantong does not know, and their mending. */
export const CODES: readonly Scenario[] = [
  {
    number: 22,
    name: "unknown-codes",
    zh: "未知商家编码、仓库、物流公司,委外仓库",
    en: "unknown SKUs, warehouse and carrier, an outsourced warehouse; then put right and retried",
    holds: "each is a case under its own code, the others flow; put right, all are delivered",
    setup: { unknownSkus: UNKNOWN_SKUS, settings: { wangdiantong: { refusals: OTHER_WORDS } } },
    act: async (world) => {
      for (const { bill } of TROUBLES) {
        const { billNo } = (await world.control("bills", bill)) as { billNo: string };
        await world.control(`bills/${billNo}/audit`, {});
        world.strike();
      }
      await world.untilDone(90_000);
      const codes = Object.groupBy(await world.cases(), (each) => each.code);
      for (const { code } of TROUBLES) world.check(code, codes[code as never] !== undefined, "no such case");
      const skus = codes["WDT_SKU_UNKNOWN"]?.length ?? 0;
      world.check("WDT_SKU_UNKNOWN", skus >= UNKNOWN_SKUS, skus);
      const gaps = (await world.ledger.gaps.list()).map(({ subject, code }) => `${subject}/${code}`);
      for (const gap of ["warehouse_no/CK777", "logistics_code/NOBODY"])
        world.check(`${gap} is a missing code`, gaps.includes(gap), gaps.join(", "));
      const { absent } = await world.summary();
      const extraSkus = absent.flatMap(({ lastRefusal }) => /NEW-XSCKD\d+/.exec(lastRefusal?.message ?? "")?.[0] ?? []);
      await world.set({
        wangdiantong: {
          extraSkus,
          extraWarehouses: ["CK777"],
          outsourcedWarehouses: [],
          extraCarriers: ["NOBODY"],
        },
      });
      await retryAll(world);
    },
  },
  {
    number: 22,
    name: "unknown-reason",
    zh: "出库原因不存在或已停用",
    en: "the reason is not in Wangdiantong's list; then put right and retried",
    holds: "as above",
    setup: {
      bills: (asked) => Math.min(asked, 100),
      scheme: (text) => text.replace("# reason: 金蝶销售出库", "reason: 金蝶销售出库"),
      settings: { wangdiantong: { reasons: [] } },
    },
    act: async (world) => {
      const { expected } = await world.summary();
      await until("every order is a case", async () => (await world.cases()).length === expected, 90_000);
      world.strike(expected);
      const other = (await world.cases()).find((each) => each.code !== "WDT_REASON_UNKNOWN");
      world.check("the code is WDT_REASON_UNKNOWN", other === undefined, other?.code ?? "");
      await world.set({ wangdiantong: { reasons: ["金蝶销售出库"] } });
      await retryAll(world);
    },
  },
  {
    number: 22,
    name: "colours-mixed",
    zh: "一张单据中同一物料有两种颜色(辅助属性),方案没有用到",
    en: "two colours of one material in one bill, which the scheme does not use; then a bill for each",
    holds: "a case by name, never one line of both; a bill of one colour goes",
    setup: { environment: { SWEEP_EVERY: "2s" } },
    act: async (world) => {
      const colours = ["RED", "BLUE"].map((auxiliary) => ({ auxiliary, quantity: "3" }));
      const billNo = await approve(world, colours);
      world.strike();
      await until("the bill is a case", async () => (await world.cases()).length > 0, 90_000);
      const codes = (await world.cases()).map((each) => each.code);
      world.check("the code is MAP_GOODS_MIXED", codes.join() === "MAP_GOODS_MIXED", codes.join());
      world.mark();
      await world.control(`bills/${billNo}/void`, {});
      for (const colour of colours) await approve(world, [colour]);
      await until("no case is left", async () => (await world.cases()).length === 0, 90_000);
      await world.untilShare(1);
    },
  },
  {
    number: 22,
    name: "table-mended",
    zh: "旺店通没有的仓库编码,只改对照表",
    en: "Wangdiantong knows a warehouse by another code; a row in the table, under load, and nothing else",
    holds: "all orders leave by themselves with the new code and the old key, those that wait in the queue as well",
    setup: {
      scheme: (text) => text,
      pushMs: 20,
      settings: { wangdiantong: { missingWarehouses: ["CK001"], extraWarehouses: ["WH-01"] } },
    },
    act: async (world) => {
      const some = Math.ceil(world.bills / 50);
      await until("some are refused", async () => (await world.cases()).length >= some, 180_000);
      const other = (await world.cases()).find((each) => each.code !== "WDT_WAREHOUSE_UNKNOWN");
      world.check("the code is WDT_WAREHOUSE_UNKNOWN", other === undefined, other?.code ?? "");
      world.strike((await world.cases()).length);
      world.writeTable("warehouses", ["CK001,WH-01"]);
      world.mappedWarehouses.set("CK001", "WH-01");
      world.mark();
      await world.untilShare(1, 120_000);
      await until("the missing code is no gap", async () => (await world.ledger.gaps.list()).length === 0);
    },
  },
];

/** A new bill of these lines, approved. */
async function approve(world: World, lines: readonly object[]): Promise<string> {
  const { billNo } = (await world.control("bills", { lines })) as { billNo: string };
  await world.control(`bills/${billNo}/audit`, {});
  return billNo;
}

async function retryAll(world: World): Promise<void> {
  world.mark();
  const { exitCode, stderr } = await runCli(["retry", "--all"], world.environment);
  world.check("billferry retry --all", exitCode === 0, `exit code ${exitCode} ${stderr}`);
  await world.untilShare(1);
}
