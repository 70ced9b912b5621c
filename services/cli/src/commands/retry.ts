import type { Facts, Subject } from "@billferry/audit";
import { CLASS_WORDS, type FaultClass, type QueueName } from "@billferry/contracts";
import { RETRIABLE, retry, type RetryReport, type RetrySelection } from "@billferry/desk";
import { Option, type Command } from "commander";

import { CommandEnd, EXIT } from "../command-end.ts";
import { groupDigits } from "../core/words.ts";
import { byOption, noteOption, onRecord, type PersonOptions } from "../on-record.ts";
import { openProgressLine } from "../progress-line.ts";
import type { ReportOptions } from "../report-each.ts";
import { askEach, chosenSchemes, schemeOption } from "../schemes.ts";
import { untilInterrupted } from "../until-interrupted.ts";
import { withRedis } from "../with-redis.ts";
import { say } from "../say.ts";

interface RetryOptions extends ReportOptions, PersonOptions {
  readonly bill?: readonly string[];
  readonly order?: readonly string[];
  readonly gap?: string;
  readonly class?: FaultClass;
  readonly case?: string;
  readonly job?: string;
  readonly queue?: QueueName;
  readonly all?: boolean;
  readonly dryRun?: boolean;
}

const MOST_LISTED = 20;

export function addRetryCommand(program: Command): void {
  program
    .command("retry")
    .description(
      say({
        zh: "按金蝶现在的内容、现在的方案和对照表重做并重试;已送达的不动,重复执行无害",
        en: "do again with what Kingdee, the scheme and the tables say now; what is delivered is left alone, repeating does no harm",
      }),
    )
    .option("--bill <number...>", say({ zh: "单据编号,可以有几个", en: "bill numbers" }))
    .option("--order <outer_no...>", say({ zh: "外部单号,可以有几个", en: "keys of orders (outer_no)" }))
    .option(
      "--gap <name>",
      say({
        zh: "等待某个编码的全部单据与订单,例如 warehouses/CK009(见 billferry cases --gaps)",
        en: "all bills and orders that wait for a code, e.g. warehouses/CK009 (see billferry cases --gaps)",
      }),
    )
    .addOption(
      new Option("--class <name>", say({ zh: "一个类别的全部异常", en: "all cases of one class" })).choices(
        Object.keys(CLASS_WORDS),
      ),
    )
    .option(
      "--case <id>",
      say({
        zh: "一项异常,例如 order:XSCKD000123-CK001(见 billferry cases)",
        en: "one case, e.g. order:XSCKD000123-CK001 (see billferry cases)",
      }),
    )
    .option("--all", say({ zh: "全部异常与失败任务", en: "all cases and failed jobs" }))
    .option("--job <id>", say({ zh: "一个失败任务,内容不变", en: "one failed job, its content unchanged" }))
    .addOption(
      new Option(
        "--queue <name>",
        say({ zh: "一个队列的全部失败任务,内容不变", en: "all failed jobs of one queue, their content unchanged" }),
      ).choices(RETRIABLE),
    )
    .option(...schemeOption())
    .option(...byOption())
    .option(...noteOption())
    .option("--dry-run", say({ zh: "只列出,不重试", en: "only list, do not retry" }))
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action(async (options: RetryOptions) => {
      const selection = toSelection(options);
      const isDryRun = options.dryRun ?? false;
      const report = await run(options, selection, isDryRun);
      const text = options.json ? JSON.stringify({ ...report, dryRun: isDryRun }) : format(report, isDryRun);
      process.stdout.write(`${text}\n`);
      process.exitCode = report.isCutShort ? EXIT.interrupted : isFinding(selection, report) ? EXIT.found : EXIT.good;
    });
}

async function run(options: RetryOptions, selection: RetrySelection, isDryRun: boolean): Promise<RetryReport> {
  const progress = openProgressLine(process.stderr, { plainEveryMs: 2_000 });
  const onProgress = (done: number, total: number): void =>
    progress.show(
      say({
        zh: `已处理 ${groupDigits(String(done))} / ${groupDigits(String(total))}`,
        en: `done ${groupDigits(String(done))} / ${groupDigits(String(total))}`,
      }),
    );
  try {
    const reports = await untilInterrupted(async (signal) =>
      withRedis(async (redis, log, env) =>
        askEach(chosenSchemes(options, env), async (scheme) => {
          const work = async () => retry(redis, log, { scheme, selection, isDryRun, signal, onProgress });
          const about = { act: "retry", scheme, subjects: subjectsOf(selection), before: { ...selection } } as const;
          return isDryRun ? work() : onRecord(redis, { options, ...about, after: tellReport }, work);
        }),
      ),
    );
    return merge([...reports.values()]);
  } finally {
    progress.close();
  }
}

function subjectsOf(selection: RetrySelection): readonly Subject[] {
  switch (selection.kind) {
    case "bills":
      return selection.billNos.map((id) => ({ kind: "bill", id }));
    case "orders":
      return selection.outerNos.map((id) => ({ kind: "order", id }));
    case "case":
      return [{ kind: "case", id: selection.caseId }];
    case "gap":
      return [{ kind: "gap", id: selection.name }];
    case "job":
      return [{ kind: "job", id: selection.id }];
    case "queue":
      return [{ kind: "queue", id: selection.name }];
    case "class":
    case "all":
      return [];
  }
}

function tellReport({ retried, skipped, leftAlone, notFound, isCutShort }: RetryReport): Facts {
  const counts = { retried: retried.length, skipped, leftAlone: leftAlone.length, isCutShort };
  return { ...counts, notFound, jobs: retried.slice(0, MOST_LISTED).map(({ id }) => id) };
}

/** One report of several schemes: what one of them knows is found. */
function merge(reports: readonly RetryReport[]): RetryReport {
  const [first] = reports;
  return {
    retried: reports.flatMap(({ retried }) => retried),
    skipped: reports.reduce((sum, { skipped }) => sum + skipped, 0),
    leftAlone: reports.flatMap(({ leftAlone }) => leftAlone),
    notFound: (first?.notFound ?? []).filter((name) => reports.every(({ notFound }) => notFound.includes(name))),
    isCutShort: reports.some(({ isCutShort }) => isCutShort),
  };
}

/** What was asked for by name and is not there to retry is a finding; an empty queue is none. */
function isFinding(selection: RetrySelection, { retried, notFound }: RetryReport): boolean {
  return notFound.length > 0 || (selection.kind === "job" && retried.length === 0);
}

function toSelection(options: RetryOptions): RetrySelection {
  const { bill, order, gap, class: faultClass, case: caseId, job, queue, all } = options;
  const given: RetrySelection[] = [
    ...(bill === undefined ? [] : [{ kind: "bills", billNos: bill } as const]),
    ...(order === undefined ? [] : [{ kind: "orders", outerNos: order } as const]),
    ...(gap === undefined ? [] : [{ kind: "gap", name: gap } as const]),
    ...(faultClass === undefined ? [] : [{ kind: "class", faultClass } as const]),
    ...(caseId === undefined ? [] : [{ kind: "case", caseId } as const]),
    ...(job === undefined ? [] : [{ kind: "job", id: job } as const]),
    ...(queue === undefined ? [] : [{ kind: "queue", name: queue } as const]),
    ...(all ? [{ kind: "all" } as const] : []),
  ];
  const [first] = given;
  if (first === undefined || given.length > 1)
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: "请指定 --bill、--order、--gap、--class、--case、--job、--queue、--all 之一(--help 查看用法)",
        en: "name one of --bill, --order, --gap, --class, --case, --job, --queue, --all (--help shows the usage)",
      }),
    );
  return first;
}

function format(report: RetryReport, isDryRun: boolean): string {
  const { retried, skipped, leftAlone, notFound } = report;
  const verb = isDryRun
    ? say({ zh: "将重试", en: "to be retried:" })
    : say({ zh: "已安排重试", en: "retries arranged:" });
  return [
    ...list(retried.map(({ queue, id, reason }) => `${queue} ${id}${reason === "" ? "" : `\n  ${say(reason)}`}`)),
    ...list(leftAlone.map(({ id, why }) => say({ zh: `${id}:${why}`, en: `${id}: ${say(why)}` }))),
    ...notFound.map((name) =>
      say({
        zh: `${name}:台账中没有(用 billferry cases 或 billferry bill 查看)`,
        en: `${name}: not in the ledger (see billferry cases or billferry bill)`,
      }),
    ),
    ...(report.isCutShort
      ? [
          say({
            zh: "已中断:到此为止的已安排重试,其余未动",
            en: "Interrupted: what stands above is arranged, the rest was left alone",
          }),
        ]
      : []),
    say({
      zh: `${verb} ${retried.length} 项${skipped > 0 ? `,${skipped} 项已在进行中(此前已有人重试,或正在自动进行)` : ""}`,
      en: `${verb} ${retried.length}${skipped > 0 ? `, ${skipped} under way already (retried before, or by themselves)` : ""}`,
    }),
  ].join("\n");
}

function list(lines: readonly string[]): string[] {
  const more = lines.length - MOST_LISTED;
  return [
    ...lines.slice(0, MOST_LISTED),
    ...(more > 0 ? [say({ zh: `……另有 ${more} 项(--json 列出全部)`, en: `… ${more} more (--json lists all)` })] : []),
  ];
}
