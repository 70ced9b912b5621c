import { askForSweep, type AskedOutcome } from "@billferry/desk";
import type { SweepResult } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";
import type { Command } from "commander";
import parseDuration from "parse-duration";

import { CommandEnd, EXIT } from "../command-end.ts";
import { BY_OPTION, NOTE_OPTION, onRecord, type PersonOptions } from "../on-record.ts";
import { openProgressLine, type ProgressLine } from "../progress-line.ts";
import { actOnEach, type ReportOptions } from "../report-each.ts";
import { SCHEME_OPTION } from "../schemes.ts";
import { untilInterrupted } from "../until-interrupted.ts";

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
    .description("现在补漏一次:重读最近一段时间,找出迟到、变更、撤回和遗漏的单据")
    .option("--depth <duration>", "重读多久以来审核的单据", "1d")
    .option(...BY_OPTION)
    .option(...NOTE_OPTION)
    .option(...SCHEME_OPTION)
    .option("--json", "输出一行 JSON")
    .action(async (options: AskOptions & { depth: string }) => {
      const depthMs = parseDuration(options.depth);
      if (depthMs === null || depthMs <= 0 || !/[a-z]/i.test(options.depth))
        throw new CommandEnd(EXIT.usage, `--depth:应为时长,例如 7d、12h,实际为 ${JSON.stringify(options.depth)}`);
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
      return `未完成:${asked.reason}`;
    case "late":
      return asked.workers === 0
        ? "没有运行中的 extractor;任务已排队,启动后执行"
        : `尚未完成(${asked.state}),会自行继续;用 billferry status 查看`;
  }
}

function describeSweep({ from, to, bills, fresh, changed, withdrawn, revived }: SweepResult): string {
  return `已补漏 ${from} 至 ${to}:重读 ${bills},新增 ${fresh},变更 ${changed},撤回 ${withdrawn},重建 ${revived}`;
}
