import type { Facts } from "@billferry/audit";
import { formatKingdeeTime, QUEUES, SHANGHAI } from "@billferry/contracts";
import { PAUSABLE, pauseStages, resumeStages, type PausableStage, type StageChange } from "@billferry/desk";
import { Argument, type Command } from "commander";

import { byOption, noteOption, onRecord, personOf, type PersonOptions } from "../on-record.ts";
import { actOnEach, type ReportOptions } from "../report-each.ts";
import { schemeOption } from "../schemes.ts";
import { say } from "../say.ts";

/** Longer than a call may take. */
const WAIT_MS = 45_000;

/** The stages of `pause` and `resume`: none means all. */
const stagesArgument = (): Argument =>
  new Argument("[stages...]", say({ zh: "环节;不写表示全部", en: "stages; none means all" })).choices(PAUSABLE);

export function addPauseCommand(program: Command): void {
  program
    .command("pause")
    .description(
      say({
        zh: "暂停读取(extract,含补漏)、转换(transform)或写入(load),直到 resume;重启之后仍然有效",
        en: "pause reading (extract, with sweeps), turning (transform) or pushing (load) until resume; also over a restart",
      }),
    )
    .addArgument(stagesArgument())
    .requiredOption("--note <text>", say({ zh: "原因,会显示在 status 中", en: "why, shown by status" }))
    .option(...byOption())
    .option(...schemeOption())
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
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
    .description(
      say({
        zh: "恢复被暂停的环节,在看板上暂停的也一样",
        en: "resume stages that are paused, also those paused on the board",
      }),
    )
    .addArgument(stagesArgument())
    .option(...byOption())
    .option(...noteOption())
    .option(...schemeOption())
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
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
  const rest =
    active > 0
      ? say({ zh: `;${active} 个进行中的任务做完为止`, en: `; ${active} jobs under way are finished first` })
      : "";
  if (isChanged) return say({ zh: `${label}:已暂停${rest}`, en: `${label}: paused${rest}` });
  const who =
    pause === null
      ? say({ zh: "在看板暂停", en: "paused on the board" })
      : say({
          zh: `由 ${pause.by} 于 ${formatKingdeeTime(pause.atMs, SHANGHAI)} 暂停(${pause.note})`,
          en: `paused by ${pause.by} at ${formatKingdeeTime(pause.atMs, SHANGHAI)} (${pause.note})`,
        });
  return say({ zh: `${label}:此前已${who}${rest}`, en: `${label}: before that ${who}${rest}` });
}

function describeResume({ stage, isChanged, pause }: StageChange): string {
  const { label } = QUEUES[stage];
  if (!isChanged)
    return say({
      zh: `${label}:没有暂停(可能已由他人恢复)`,
      en: `${label}: was not paused (perhaps somebody else has resumed it)`,
    });
  const since =
    pause === null
      ? ""
      : say({
          zh: `(${pause.by} 于 ${formatKingdeeTime(pause.atMs, SHANGHAI)} 暂停:${pause.note})`,
          en: ` (paused by ${pause.by} at ${formatKingdeeTime(pause.atMs, SHANGHAI)}: ${pause.note})`,
        });
  return say({ zh: `${label}:已恢复${since}`, en: `${label}: resumed${since}` });
}
