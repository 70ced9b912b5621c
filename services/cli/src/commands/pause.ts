import type { Facts } from "@billferry/audit";
import { formatKingdeeTime, QUEUES, SHANGHAI } from "@billferry/contracts";
import { PAUSABLE, pauseStages, resumeStages, type PausableStage, type StageChange } from "@billferry/desk";
import { Argument, type Command } from "commander";

import { BY_OPTION, NOTE_OPTION, onRecord, personOf, type PersonOptions } from "../on-record.ts";
import { actOnEach, type ReportOptions } from "../report-each.ts";
import { SCHEME_OPTION } from "../schemes.ts";

/** Longer than a call may take. */
const WAIT_MS = 45_000;

/** The stages of `pause` and `resume`: none means all. */
const STAGES_ARGUMENT = new Argument("[stages...]", "环节;不写表示全部").choices(PAUSABLE);

export function addPauseCommand(program: Command): void {
  program
    .command("pause")
    .description("暂停读取(extract,含补漏)、转换(transform)或写入(load),直到 resume;重启之后仍然有效")
    .addArgument(STAGES_ARGUMENT)
    .requiredOption("--note <text>", "原因,会显示在 status 中")
    .option(...BY_OPTION)
    .option(...SCHEME_OPTION)
    .option("--json", "输出一行 JSON")
    .action(async (stages: readonly PausableStage[], options: ReportOptions & { note: string; by?: string }) => {
      const request = { stages: toStages(stages), by: personOf(options), note: options.note, waitMs: WAIT_MS };
      await actOnEach(options, {
        act: async (redis, log, scheme) =>
          onRecord(redis, { options, act: "pause", ...aboutStages(scheme, request.stages) }, async () =>
            pauseStages(redis, log, { scheme, ...request }),
          ),
        format: (changes) => changes.map(describePause).join("\n"),
      });
    });
}

export function addResumeCommand(program: Command): void {
  program
    .command("resume")
    .description("恢复被暂停的环节,在看板上暂停的也一样")
    .addArgument(STAGES_ARGUMENT)
    .option(...BY_OPTION)
    .option(...NOTE_OPTION)
    .option(...SCHEME_OPTION)
    .option("--json", "输出一行 JSON")
    .action(async (stages: readonly PausableStage[], options: ReportOptions & PersonOptions) =>
      actOnEach(options, {
        act: async (redis, log, scheme) =>
          onRecord(redis, { options, act: "resume", ...aboutStages(scheme, toStages(stages)) }, async () =>
            resumeStages(redis, log, { scheme, stages: toStages(stages) }),
          ),
        format: (changes) => changes.map(describeResume).join("\n"),
      }),
    );
}

function aboutStages(scheme: string, stages: readonly PausableStage[]) {
  return { scheme, subjects: stages.map((id) => ({ kind: "stage", id }) as const), after: tellChanges };
}

function tellChanges(changes: readonly StageChange[]): Facts {
  return Object.fromEntries(changes.map(({ stage, isChanged }) => [stage, isChanged ? "changed" : "as it was"]));
}

function toStages(stages: readonly PausableStage[]): readonly PausableStage[] {
  return stages.length === 0 ? PAUSABLE : [...new Set(stages)];
}

function describePause({ stage, isChanged, pause, active }: StageChange): string {
  const { label } = QUEUES[stage];
  const rest = active > 0 ? `;${active} 个进行中的任务做完为止` : "";
  if (isChanged) return `${label}:已暂停${rest}`;
  const who =
    pause === null ? "在看板暂停" : `由 ${pause.by} 于 ${formatKingdeeTime(pause.atMs, SHANGHAI)} 暂停(${pause.note})`;
  return `${label}:此前已${who}${rest}`;
}

function describeResume({ stage, isChanged, pause }: StageChange): string {
  const { label } = QUEUES[stage];
  if (!isChanged) return `${label}:没有暂停(可能已由他人恢复)`;
  const since = pause === null ? "" : `(${pause.by} 于 ${formatKingdeeTime(pause.atMs, SHANGHAI)} 暂停:${pause.note})`;
  return `${label}:已恢复${since}`;
}
