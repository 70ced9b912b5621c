import type { QueueName } from "@billferry/contracts";
import { RETRIABLE, retryJobs, type RetryReport, type RetrySelection } from "@billferry/operations";
import { Option, type Command } from "commander";

import { CommandEnd, EXIT } from "../command-end.ts";
import { askEach, chosenSchemes, SCHEME_OPTION, type SchemeChoice } from "../schemes.ts";
import { withRedis } from "../with-redis.ts";

interface RetryOptions extends SchemeChoice {
  readonly job?: string;
  readonly queue?: QueueName;
  readonly all?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function addRetryCommand(program: Command): void {
  program
    .command("retry")
    .description("重试失败的任务,重试次数重新计算;重复执行无害")
    .option("--job <id>", "一个任务")
    .addOption(new Option("--queue <name>", "一个队列的全部失败任务").choices(RETRIABLE))
    .option("--all", "全部失败任务")
    .option(...SCHEME_OPTION)
    .option("--dry-run", "只列出,不重试")
    .option("--json", "输出一行 JSON")
    .action(async (options: RetryOptions) => {
      const selection = toSelection(options);
      const isDryRun = options.dryRun ?? false;
      const reports = await withRedis(async (redis, log, env) =>
        askEach(chosenSchemes(options, env), async (scheme) => retryJobs(redis, log, { scheme, selection, isDryRun })),
      );
      const report: RetryReport = {
        retried: [...reports.values()].flatMap(({ retried }) => retried),
        skipped: [...reports.values()].reduce((sum, { skipped }) => sum + skipped, 0),
      };
      process.stdout.write(
        `${options.json ? JSON.stringify({ ...report, dryRun: isDryRun }) : format(report, isDryRun)}\n`,
      );
      // A job that was asked for by its id and is not there to retry is a finding; an empty queue is none.
      process.exitCode = selection.kind === "job" && report.retried.length === 0 ? EXIT.found : EXIT.good;
    });
}

function toSelection({ job, queue, all }: RetryOptions): RetrySelection {
  const given: RetrySelection[] = [
    ...(job === undefined ? [] : [{ kind: "job", id: job } as const]),
    ...(queue === undefined ? [] : [{ kind: "queue", name: queue } as const]),
    ...(all ? [{ kind: "all" } as const] : []),
  ];
  const [first] = given;
  if (first === undefined || given.length > 1)
    throw new CommandEnd(EXIT.usage, "请指定 --job、--queue、--all 三者之一(--help 查看用法)");
  return first;
}

function format({ retried, skipped }: RetryReport, isDryRun: boolean): string {
  const lines = retried.map(({ queue, id, reason }) => `${queue} ${id}\n  ${reason}`);
  const verb = isDryRun ? "将重试" : "已重试";
  return [...lines, `${verb} ${retried.length} 个任务${skipped > 0 ? `,${skipped} 个已由他人处理` : ""}`].join("\n");
}
