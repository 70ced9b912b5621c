import { listBills, SHOWN_STATES, type ListedBill, type ShownState } from "@billferry/desk";
import { Option, type Command } from "commander";

import { CommandEnd, EXIT } from "../command-end.ts";
import { reportEach, type ReportOptions } from "../report-each.ts";
import { SCHEME_OPTION } from "../schemes.ts";

interface BillsOptions extends ReportOptions {
  readonly day: string;
  readonly state?: ShownState;
}

const STATE_HELP = "只列一种状态;单据的状态取它与其订单中最差的";

export function addBillsCommand(program: Command): void {
  program
    .command("bills")
    .description("台账中某一天审核的单据:单据编号、状态、订单")
    .requiredOption("--day <date>", "审核日期(金蝶时间),例如 2026-11-23")
    .addOption(new Option("--state <name>", STATE_HELP).choices(Object.keys(SHOWN_STATES)))
    .option(...SCHEME_OPTION)
    .option("--json", "输出一行 JSON")
    .action(async (options: BillsOptions) => {
      const { day, state } = options;
      if (!/^\d{4}-\d{2}-\d{2}$/.test(day))
        throw new CommandEnd(EXIT.usage, `--day:应为日期,例如 2026-11-23,实际为 ${JSON.stringify(day)}`);
      const wanted = { day, ...(state === undefined ? {} : { state }) };
      await reportEach(options, {
        ask: async (redis, scheme) => listBills(redis, scheme, wanted),
        format: (bills) => format(bills, day),
      });
    });
}

function format(bills: readonly ListedBill[], day: string): string {
  const lines = bills.map(({ billNo, shownState, reason, orders }) =>
    [
      `${billNo}:${SHOWN_STATES[shownState].zh}`,
      ...(reason === "" ? [] : [reason]),
      ...(orders.length === 0 ? [] : [orders.join("、")]),
    ].join(","),
  );
  return [...lines, `${day} 审核的单据共 ${bills.length} 张(billferry bill <单号> 查看经过)`].join("\n");
}
