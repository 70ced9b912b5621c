import { askForSweep, type AskedOutcome } from "@billferry/desk";
import type { SweepResult } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";
import type { Command } from "commander";
import parseDuration from "parse-duration";

import { CommandEnd, EXIT } from "../command-end.ts";
import { byOption, noteOption, onRecord, type PersonOptions } from "../on-record.ts";
import { openProgressLine, type ProgressLine } from "../progress-line.ts";
import { actOnEach, type ReportOptions } from "../report-each.ts";
import { schemeOption } from "../schemes.ts";
import { untilInterrupted } from "../until-interrupted.ts";
import { say } from "../say.ts";

const TIMEOUT_MS = 30 * 60_000;
const PLAIN_EVERY_MS = 3_000;

interface Wait {
  readonly scheme: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: ProgressLine["tell"];
}

type Ask<Outcome> = (redis: RedisConnection, log: Logger, wait: Wait) => Promise<AskedOutcome<Outcome>>;

export function addSweepCommand(program: Command): void {
  program
    .command("sweep")
    .description(
      say({
        zh: "现在补漏一次:重读最近一段时间,找出迟到、变更、撤回和遗漏的单据",
        en: "sweep now: re-read the recent past, and find bills that came late, changed, were withdrawn or overlooked",
      }),
    )
    .option(
      "--depth <duration>",
      say({ zh: "重读多久以来审核的单据", en: "how far back bills are re-read, by their approval" }),
      "1d",
    )
    .option(...byOption())
    .option(...noteOption())
    .option(...schemeOption())
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action(async (options: AskOptions & { depth: string }) => {
      const depthMs = parseDuration(options.depth);
      if (depthMs === null || depthMs <= 0 || !/[a-z]/i.test(options.depth))
        throw new CommandEnd(
          EXIT.usage,
          say({
            zh: `--depth:应为时长,例如 7d、12h,实际为 ${JSON.stringify(options.depth)}`,
            en: `--depth: should be a duration such as 7d or 12h, but is ${JSON.stringify(options.depth)}`,
          }),
        );
      const sweep: Ask<SweepResult> = async (redis, log, wait) =>
        askForSweep(redis, log, { ...wait, depthMs: Math.round(depthMs) });
      await askAndWait(sweep, describeSweep, { ...options, act: "sweep" });
    });
}

export type AskOptions = ReportOptions & PersonOptions;

function tellAsked({ kind }: AskedOutcome<unknown>) {
  return { outcome: kind };
}

/** Asks for work of a service and waits for its outcome. */
export async function askAndWait<Outcome>(
  act: Ask<Outcome>,
  describe: (outcome: Outcome) => string,
  options: AskOptions & { readonly act: "read-now" | "sweep"; readonly depth?: string },
): Promise<void> {
  const { depth } = options;
  const progress = openProgressLine(process.stderr, { plainEveryMs: PLAIN_EVERY_MS });
  const { tell: onProgress } = progress;
  await untilInterrupted(async (signal) =>
    actOnEach(options, {
      act: async (redis, log, scheme) => {
        const subjects = [{ kind: "stage", id: options.act === "sweep" ? "sweep" : "extract" } as const];
        const before = depth === undefined ? undefined : { depth };
        return onRecord(redis, { options, act: options.act, scheme, subjects, before, after: tellAsked }, async () =>
          act(redis, log, { scheme, timeoutMs: TIMEOUT_MS, signal, onProgress }),
        );
      },
      format: (asked) => describeAsked(asked, describe),
      isFinding: ({ kind }) => kind !== "done",
    }),
  ).finally(progress.close);
}

function describeAsked<Outcome>(asked: AskedOutcome<Outcome>, describe: (outcome: Outcome) => string): string {
  switch (asked.kind) {
    case "done":
      return describe(asked.outcome);
    case "failed":
      return say({ zh: `未完成:${asked.reason}`, en: `not done: ${say(asked.reason)}` });
    case "late":
      return asked.workers === 0
        ? say({
            zh: "没有运行中的 extractor;任务已排队,启动后执行",
            en: "no extractor is running; the job is queued and will be done after a start",
          })
        : say({
            zh: `尚未完成(${asked.state}),会自行继续;用 billferry status 查看`,
            en: `not finished yet (${asked.state}), it goes on by itself; see billferry status`,
          });
  }
}

function describeSweep({ from, to, bills, fresh, changed, withdrawn, revived }: SweepResult): string {
  return say({
    zh: `已补漏 ${from} 至 ${to}:重读 ${bills},新增 ${fresh},变更 ${changed},撤回 ${withdrawn},重建 ${revived}`,
    en: `Swept ${from} to ${to}: re-read ${bills}, new ${fresh}, changed ${changed}, withdrawn ${withdrawn}, revived ${revived}`,
  });
}
