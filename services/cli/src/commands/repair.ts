import { inspectState, rebuildState, type StateReport } from "@billferry/operations";
import type { Command } from "commander";

import { CommandEnd, EXIT } from "../command-end.ts";
import { askEach, chosenSchemes, printEach, SCHEME_OPTION, singleScheme, type SchemeChoice } from "../schemes.ts";
import { withRedis } from "../with-redis.ts";

interface RepairOptions extends SchemeChoice {
  readonly rebuild?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

const MOST_SHOWN = 20;

export function addRepairCommand(program: Command): void {
  program
    .command("repair")
    .description("检查台账;--rebuild 清空后由两端重建,不会重复(有问题时退出码为 1)")
    .option("--check", "只检查(默认)")
    .option("--rebuild", "清空本方案的台账与任务,下一次读取时由金蝶与旺店通重建")
    .option("--yes", "确认 --rebuild")
    .option(...SCHEME_OPTION)
    .option("--json", "输出一行 JSON")
    .action(async (options: RepairOptions) => {
      if (options.rebuild && !options.yes)
        throw new CommandEnd(
          EXIT.usage,
          "--rebuild 会清空本方案的台账(含人工接受的记录)与任务,由两端重建;确认请加 --yes",
        );
      await (options.rebuild ? rebuild(options) : check(options));
    });
}

async function check(options: RepairOptions): Promise<void> {
  const reports = await withRedis(async (redis, _log, env) =>
    askEach(chosenSchemes(options, env), async (scheme) => inspectState(redis, scheme)),
  );
  process.stdout.write(`${printEach(reports, options.json, describe)}\n`);
  process.exitCode = [...reports.values()].some(({ unreadable }) => unreadable.length > 0) ? EXIT.found : EXIT.good;
}

async function rebuild(options: RepairOptions): Promise<void> {
  const outcome = await withRedis(async (redis, log, env) =>
    rebuildState(redis, log, { scheme: singleScheme(options, env) }),
  );
  const text =
    outcome.kind === "rebuilt"
      ? `已清空台账与 ${outcome.removedJobs} 个任务;下一次读取将由两端重建(若服务已停止,请启动)`
      : `有 ${outcome.active} 个任务一分钟内没有结束,未做任何改动;请停止各服务后再试`;
  process.stdout.write(`${options.json ? JSON.stringify(outcome) : text}\n`);
  process.exitCode = outcome.kind === "rebuilt" ? EXIT.good : EXIT.found;
}

function describe({ bills, orders, unreadable }: StateReport): string {
  const lines = unreadable.slice(0, MOST_SHOWN).map((name) => `  ${name}`);
  return [
    `单据 ${bills} 张,订单 ${orders} 个,无法识别 ${unreadable.length} 条`,
    ...lines,
    ...(unreadable.length > 0 ? ["→ npx billferry repair --rebuild --yes"] : []),
  ].join("\n");
}
