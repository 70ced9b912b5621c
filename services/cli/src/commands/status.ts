import { readStatus, type Status } from "@billferry/desk";
import { tellTableTrouble } from "@billferry/scheme";
import type { Command } from "commander";

import { statusPace } from "../core/status-pace.ts";
import { formatStatus } from "../core/status-text.ts";
import { LIMIT_SECONDS, printAnswers, type ReportOptions } from "../report-each.ts";
import { askEach, chosenSchemes, schemeOption, schemePlace } from "../schemes.ts";
import { openStatusView, watchStatus } from "../watch-status.ts";
import { withinSeconds, withRedis } from "../with-redis.ts";
import { say } from "../say.ts";

type StatusOptions = ReportOptions & { readonly watch?: boolean };

export function addStatusCommand(program: Command): void {
  program
    .command("status")
    .description(
      say({
        zh: "当前进度:读到哪里、还有多少、什么在等什么(有发现时退出码为 1)",
        en: "how things stand: what is read, what is left, what waits for what (exit code 1 on findings)",
      }),
    )
    .option(...schemeOption())
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .option("--watch", say({ zh: "每 2 秒刷新,按 Ctrl+C 结束", en: "again every 2 seconds until Ctrl+C" }))
    .action(async (options: StatusOptions) => {
      await withRedis(async (redis, log, env) => {
        const names = chosenSchemes(options, env);
        const ask = async (): Promise<ReadonlyMap<string, Status>> => {
          const asked = askEach(names, async (name) => {
            const status = await readStatus(redis, name, log);
            return { ...status, reasons: [...status.reasons, ...tellTableTrouble(schemePlace(env), name)] };
          });
          return withinSeconds(LIMIT_SECONDS, asked);
        };
        const draw = (statuses: ReadonlyMap<string, Status>): void => print(statuses, options);
        if (options.watch) await watchStatus(ask, options.json ? draw : openStatusView(process.stdout, draw));
        else draw(await ask());
      });
    });
}

function format(status: Status): string {
  return [statusPace(status, say, process.stdout.isTTY) ?? [], formatStatus(status, say)].flat().join("\n");
}

function print(statuses: ReadonlyMap<string, Status>, options: StatusOptions): void {
  printAnswers(statuses, options, { format, isFinding: ({ reasons }) => reasons.length > 0 });
}
