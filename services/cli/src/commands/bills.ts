import { listBills, SHOWN_STATES, type ListedBill, type ShownState } from "@billferry/desk";
import { Option, type Command } from "commander";

import { CommandEnd, EXIT } from "../command-end.ts";
import { reportEach, type ReportOptions } from "../report-each.ts";
import { schemeOption } from "../schemes.ts";
import { say } from "../say.ts";

interface BillsOptions extends ReportOptions {
  readonly day: string;
  readonly state?: ShownState;
}

const STATE_HELP = {
  zh: "只列一种状态;单据的状态取它与其订单中最差的",
  en: "list one state only; a bill is as well as the worst of its orders",
};

export function addBillsCommand(program: Command): void {
  program
    .command("bills")
    .description(
      say({
        zh: "台账中某一天审核的单据:单据编号、状态、订单",
        en: "bills in the ledger approved on one day: number, state, orders",
      }),
    )
    .requiredOption(
      "--day <date>",
      say({ zh: "审核日期(金蝶时间),例如 2026-11-23", en: "day of approval (Kingdee time) such as 2026-11-23" }),
    )
    .addOption(new Option("--state <name>", say(STATE_HELP)).choices(Object.keys(SHOWN_STATES)))
    .option(...schemeOption())
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action(async (options: BillsOptions) => {
      const { day, state } = options;
      if (!/^\d{4}-\d{2}-\d{2}$/.test(day))
        throw new CommandEnd(
          EXIT.usage,
          say({
            zh: `--day:应为日期,例如 2026-11-23,实际为 ${JSON.stringify(day)}`,
            en: `--day: should be a date such as 2026-11-23, but is ${JSON.stringify(day)}`,
          }),
        );
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
      say({ zh: `${billNo}:${SHOWN_STATES[shownState].zh}`, en: `${billNo}: ${SHOWN_STATES[shownState].en}` }),
      ...(reason === "" ? [] : [say(reason)]),
      ...(orders.length === 0 ? [] : [orders.join(say({ zh: "、", en: ", " }))]),
    ].join(say({ zh: ",", en: ", " })),
  );
  return [
    ...lines,
    say({
      zh: `${day} 审核的单据共 ${bills.length} 张(billferry bill <单号> 查看经过)`,
      en: `${bills.length} bills approved on ${day} (billferry bill NUMBER tells their story)`,
    }),
  ].join("\n");
}
