import { userInfo } from "node:os";

import { formatKingdeeTime, QUEUES, SHANGHAI } from "@billferry/contracts";
import { PAUSABLE, pauseStages, type PausableStage, type StageChange } from "@billferry/desk";
import { Argument, type Command } from "commander";

import { askEach, chosenSchemes, printEach, SCHEME_OPTION, type SchemeChoice } from "../schemes.ts";
import { withRedis } from "../with-redis.ts";

/** Longer than a call may take. */
const WAIT_MS = 45_000;

interface PauseOptions extends SchemeChoice {
  readonly note: string;
  readonly by?: string;
  readonly json?: boolean;
}

/** The stages of `pause` and `resume`: none means all. */
export const STAGES_ARGUMENT = new Argument("[stages...]", "环节;不写表示全部").choices(PAUSABLE);

export function addPauseCommand(program: Command): void {
  program
    .command("pause")
    .description("暂停读取(extract,含补漏)、转换(transform)或写入(load),直到 resume;重启之后仍然有效")
    .addArgument(STAGES_ARGUMENT)
    .requiredOption("--note <text>", "原因,会显示在 status 中")
    .option("--by <name>", "操作人,默认为系统用户名")
    .option(...SCHEME_OPTION)
    .option("--json", "输出一行 JSON")
    .action(async (stages: readonly PausableStage[], options: PauseOptions) => {
      const request = { ...toRequest(stages, options), note: options.note, waitMs: WAIT_MS };
      const changes = await withRedis(async (redis, log, env) =>
        askEach(chosenSchemes(options, env), async (scheme) => pauseStages(redis, log, { scheme, ...request })),
      );
      process.stdout.write(`${printEach(changes, options.json, (each) => each.map(describe).join("\n"))}\n`);
    });
}

function toRequest(
  stages: readonly PausableStage[],
  { by }: Pick<PauseOptions, "by">,
): { readonly stages: readonly PausableStage[]; readonly by: string } {
  return { stages: stages.length === 0 ? PAUSABLE : [...new Set(stages)], by: by ?? userInfo().username };
}

function describe({ stage, isChanged, pause, active }: StageChange): string {
  const { label } = QUEUES[stage];
  const rest = active > 0 ? `;${active} 个进行中的任务做完为止` : "";
  if (isChanged) return `${label}:已暂停${rest}`;
  const who =
    pause === null ? "在看板暂停" : `由 ${pause.by} 于 ${formatKingdeeTime(pause.atMs, SHANGHAI)} 暂停(${pause.note})`;
  return `${label}:此前已${who}${rest}`;
}
