import { traceBill, type BillTrace } from "@billferry/desk";
import type { Command } from "commander";

import { EXIT } from "../command-end.ts";
import { describeTrace } from "../core/bill-text.ts";
import { LIMIT_SECONDS, type ReportOptions } from "../report-each.ts";
import { askEach, chosenSchemes, schemeOption } from "../schemes.ts";
import { withinSeconds, withRedis } from "../with-redis.ts";
import { say } from "../say.ts";

export function addBillCommand(program: Command): void {
  program
    .command("bill")
    .description(
      say({
        zh: "一张单据现在在哪里,经过了什么(没有找到时退出码为 1)",
        en: "where a bill is now and what happened to it (exit code 1 if it is not found)",
      }),
    )
    .argument(
      "<number...>",
      say({
        zh: "单据编号、外部单号或旺店通出库单号;不分大小写与全角半角",
        en: "number of the bill, of an order (outer_no) or Wangdiantong's own; whatever case or width",
      }),
    )
    .option(...schemeOption())
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action(async (numbers: string[], options: ReportOptions) => {
      const traces = await withRedis(async (redis, log, env) => {
        const names = chosenSchemes(options, env);
        const trace = async (number: string): Promise<readonly BillTrace[]> => {
          const all = await askEach(names, async (scheme) => traceBill(redis, log, { scheme, number }));
          const found = [...all.values()].filter(({ bills }) => bills.length > 0);
          return found.length > 0 ? found : [...all.values()].slice(0, 1);
        };
        return (await withinSeconds(LIMIT_SECONDS, Promise.all(numbers.map(trace)))).flat();
      });
      process.stdout.write(
        `${options.json ? JSON.stringify(traces) : traces.map((trace) => describeTrace(trace, say)).join("\n")}\n`,
      );
      process.exitCode = traces.some(({ bills }) => bills.length === 0) ? EXIT.found : EXIT.good;
    });
}
