import { formatKingdeeTime, QUEUES, SHANGHAI } from "@billferry/contracts";
import { PAUSABLE, resumeStages, type PausableStage, type StageChange } from "@billferry/desk";
import type { Command } from "commander";

import { askEach, chosenSchemes, printEach, SCHEME_OPTION, type SchemeChoice } from "../schemes.ts";
import { withRedis } from "../with-redis.ts";
import { STAGES_ARGUMENT } from "./pause.ts";

export function addResumeCommand(program: Command): void {
  program
    .command("resume")
    .description("恢复被暂停的环节,在看板上暂停的也一样")
    .addArgument(STAGES_ARGUMENT)
    .option(...SCHEME_OPTION)
    .option("--json", "输出一行 JSON")
    .action(async (stages: readonly PausableStage[], options: SchemeChoice & { readonly json?: boolean }) => {
      const chosen = stages.length === 0 ? PAUSABLE : [...new Set(stages)];
      const changes = await withRedis(async (redis, log, env) =>
        askEach(chosenSchemes(options, env), async (scheme) => resumeStages(redis, log, { scheme, stages: chosen })),
      );
      process.stdout.write(`${printEach(changes, options.json, (each) => each.map(describe).join("\n"))}\n`);
    });
}

function describe({ stage, isChanged, pause }: StageChange): string {
  const { label } = QUEUES[stage];
  if (!isChanged) return `${label}:没有暂停(可能已由他人恢复)`;
  const since = pause === null ? "" : `(${pause.by} 于 ${formatKingdeeTime(pause.atMs, SHANGHAI)} 暂停:${pause.note})`;
  return `${label}:已恢复${since}`;
}
