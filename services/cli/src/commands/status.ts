import { setTimeout as wait } from "node:timers/promises";

import { readStatus, type Status } from "@billferry/desk";
import { tellTableTrouble } from "@billferry/scheme";
import type { Command } from "commander";

import { formatStatus } from "../core/status-text.ts";
import { LIMIT_SECONDS, printAnswers, type ReportOptions } from "../report-each.ts";
import { askEach, chosenSchemes, schemeOption, schemePlace } from "../schemes.ts";
import { withinSeconds, withRedis } from "../with-redis.ts";
import { say } from "../say.ts";

const WATCH_MS = 2_000;

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
        for (;;) {
          const asked = askEach(names, async (name) => {
            const status = await readStatus(redis, name, log);
            return { ...status, reasons: [...status.reasons, ...tellTableTrouble(schemePlace(env), name)] };
          });
          print(await withinSeconds(LIMIT_SECONDS, asked), options);
          if (!options.watch) return;
          await wait(WATCH_MS);
        }
      });
    });
}

function print(statuses: ReadonlyMap<string, Status>, options: StatusOptions): void {
  if (options.watch && !options.json && process.stdout.isTTY) process.stdout.write("\u001B[2J\u001B[H");
  printAnswers(statuses, options, {
    format: (status) => formatStatus(status, say),
    isFinding: ({ reasons }) => reasons.length > 0,
  });
}
