import { setTimeout as wait } from "node:timers/promises";

import { readStatus, type Status } from "@billferry/desk";
import { tellTableTrouble } from "@billferry/scheme";
import type { Command } from "commander";

import { formatStatus } from "../core/status-text.ts";
import { LIMIT_SECONDS, printAnswers, type ReportOptions } from "../report-each.ts";
import { askEach, chosenSchemes, SCHEME_OPTION, schemePlace } from "../schemes.ts";
import { withinSeconds, withRedis } from "../with-redis.ts";

const WATCH_MS = 2_000;

type StatusOptions = ReportOptions & { readonly watch?: boolean };

export function addStatusCommand(program: Command): void {
  program
    .command("status")
    .description("当前进度:读到哪里、还有多少、什么在等什么(有发现时退出码为 1)")
    .option(...SCHEME_OPTION)
    .option("--json", "输出一行 JSON")
    .option("--watch", "每 2 秒刷新,按 Ctrl+C 结束")
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
  printAnswers(statuses, options, { format: formatStatus, isFinding: ({ reasons }) => reasons.length > 0 });
}
