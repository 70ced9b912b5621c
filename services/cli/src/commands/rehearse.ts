import { readFile, writeFile } from "node:fs/promises";

import { OWNER_WORDS } from "@billferry/contracts";
import { readSecretFiles } from "@billferry/settings";
import { readCsv } from "@billferry/scheme";
import { stringify } from "csv-stringify/sync";
import type { Command } from "commander";
import { listenForStop } from "@billferry/supervisor";

import { CommandEnd, EXIT } from "../command-end.ts";
import { toOrderTable } from "../core/order-table.ts";
import { countCodes, type CodeUse, type TakenOrder } from "../core/used-codes.ts";
import { formatGaps } from "../gap-text.ts";
import { openDisplay } from "../progress-display.ts";
import { runRehearsal, type RehearsalResult, type RehearsedScheme } from "../rehearsal.ts";
import { toCount } from "../read-count.ts";
import { checkSpan, FROM_HELP, TO_HELP } from "../read-span.ts";
import { chosenSchemes, printEach, schemeOption, type SchemeChoice } from "../schemes.ts";
import { say } from "../say.ts";

interface RehearseOptions extends SchemeChoice {
  readonly from: string;
  readonly to?: string;
  readonly knownSkus?: string;
  readonly orders?: string;
  readonly callsPerMinute: number;
  readonly stay?: boolean;
  readonly json?: boolean;
}

/** A pace that one machine holds easily; `--calls-per-minute` sets the account's own. */
const DEFAULT_CALLS_PER_MINUTE = 6_000;
const DEFAULT_QUOTA = 60;
const SHOWN_CODES = 20;

export function addRehearseCommand(program: Command): void {
  program
    .command("rehearse")
    .description(
      say({
        zh: "演练:读取真实金蝶的一段历史,推送到沙箱旺店通;不向真实旺店通发送,不改动正在运行的台账(有发现时退出码为 1)",
        en: "rehearse: read a stretch of the real Kingdee's history and push it to a stand-in for Wangdiantong; nothing is sent to the real one, the running ledger is left alone (exit code 1 on findings)",
      }),
    )
    .requiredOption("--from <time>", say(FROM_HELP))
    .option("--to <time>", say(TO_HELP))
    .option(...schemeOption())
    .option(
      "--known-skus <file>",
      say({
        zh: "旺店通中已有的商家编码(CSV 的第一列);默认任何编码都接受",
        en: "SKUs that Wangdiantong has (first column of a CSV); by default any is accepted",
      }),
    )
    .option("--orders <file>", say({ zh: "把得到的订单写成 CSV", en: "write the orders as CSV" }))
    .option(
      "--calls-per-minute <n>",
      say({
        zh: "沙箱每分钟允许的调用次数;按真实限额演练时设置",
        en: "calls a minute that the sandbox allows; set it to rehearse with the real limit",
      }),
      (text) => toCount("--calls-per-minute", text),
      DEFAULT_CALLS_PER_MINUTE,
    )
    .option(
      "--stay",
      say({ zh: "结束后保留看板与台账供查看,直到 Ctrl+C", en: "keep console and ledger to look at until Ctrl+C" }),
    )
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action(rehearse);
}

async function rehearse(options: RehearseOptions): Promise<void> {
  const { from, to, callsPerMinute } = options;
  checkSpan(from, to);
  if (callsPerMinute < 1)
    throw new CommandEnd(
      EXIT.usage,
      say({ zh: "--calls-per-minute:应大于 0", en: "--calls-per-minute: should be more than 0" }),
    );
  const env = readSecretFiles(process.env);
  const display = openDisplay(process.stderr);
  const knownSkus = options.knownSkus === undefined ? null : await readKnownSkus(options.knownSkus);
  await runRehearsal(
    {
      env,
      schemes: chosenSchemes(options, env),
      asked: { from, to },
      knownSkus,
      callsPerMinute,
      isStaying: options.stay ?? false,
      signal: listenForStop(() => display.note(say({ zh: "正在停止……", en: "Stopping…" }))),
      display,
    },
    async (result) => {
      if (options.orders !== undefined) await writeOrders(options.orders, result.orders);
      const quota = Number(env["WDT_CALLS_PER_MINUTE"]) || DEFAULT_QUOTA;
      process.stdout.write(`${report(result, quota, options.json)}\n`);
      const isClean = [...result.schemes.values()].every((each) => each.cases.length + each.unexplained.length === 0);
      process.exitCode = isClean ? EXIT.good : EXIT.found;
    },
  );
}

async function readKnownSkus(file: string): Promise<readonly string[]> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new CommandEnd(
      EXIT.usage,
      say({ zh: `--known-skus:无法读取 ${file}`, en: `--known-skus: cannot read ${file}` }),
      { cause },
    );
  });
  const read = readCsv(bytes);
  if ("problems" in read)
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: `--known-skus:${read.problems.map(({ line, text }) => `第 ${line} 行 ${text}`).join(";")}`,
        en: `--known-skus: ${read.problems.map(({ line, text }) => `line ${line} ${say(text)}`).join("; ")}`,
      }),
    );
  return read.rows.flatMap(({ cells }) => cells[0] || []);
}

/** Readable by this user alone: orders may name receivers. */
async function writeOrders(file: string, orders: readonly TakenOrder[]): Promise<void> {
  await writeFile(file, stringify([...toOrderTable(orders)], { bom: true, escape_formulas: true }), { mode: 0o600 });
}

function report({ schemes, orders }: RehearsalResult, quota: number, json: boolean | undefined): string {
  const codes = countCodes(orders);
  const minutesAtQuota = Math.max(0, Math.ceil(orders.length / quota) - 1);
  const numbers = { orders: orders.length, codes, quota, minutesAtQuota };
  if (json) return JSON.stringify({ schemes: Object.fromEntries(schemes), ...numbers });
  return [
    printEach(schemes, false, format),
    say({
      zh: "用到的旺店通编码(上线前须已存在,billferry doctor 可逐项核对):",
      en: "Wangdiantong codes that were used (they must exist before going live, billferry doctor checks each):",
    }),
    describeCodes(say({ zh: "仓库", en: "warehouses" }), codes.warehouses),
    describeCodes(say({ zh: "物流", en: "carriers" }), codes.carriers),
    describeCodes(say({ zh: "原因", en: "reasons" }), codes.reasons),
    describeCodes(say({ zh: "货品", en: "goods" }), codes.skus),
    say({
      zh: `按每分钟 ${quota} 次的限额,这 ${orders.length} 个订单约需 ${minutesAtQuota} 分钟`,
      en: `with a limit of ${quota} calls a minute these ${orders.length} orders take about ${minutesAtQuota} minutes`,
    }),
    say({
      zh: "没有向真实旺店通发送任何数据;金蝶只被读取。",
      en: "Nothing was sent to the real Wangdiantong; Kingdee was only read.",
    }),
  ].join("\n");
}

function describeCodes(title: string, uses: readonly CodeUse[]): string {
  const shown = uses.slice(0, SHOWN_CODES).map(({ code, orders }) => `${code} ×${orders}`);
  const more =
    uses.length > SHOWN_CODES
      ? say({
          zh: ` ……另有 ${uses.length - SHOWN_CODES} 个(--json 列出)`,
          en: ` … ${uses.length - SHOWN_CODES} more (--json lists them)`,
        })
      : "";
  return say({
    zh: `  ${title} ${uses.length} 个:${shown.join("、") || "无"}${more}`,
    en: `  ${title} ${uses.length}: ${shown.join(", ") || "none"}${more}`,
  });
}

function format(found: RehearsedScheme): string {
  const { from, to, bills, expected, matched, excluded, cases, gaps, unexplained } = found;
  const outside = excluded.reduce((sum, each) => sum + each.bills, 0);
  const rules = excluded.map((each) => `${each.rule} ${each.bills}`).join(say({ zh: "、", en: ", " }));
  return [
    say({ zh: `演练 ${from} 至 ${to}(审核时间)`, en: `Rehearsal of ${from} to ${to} (approve time)` }),
    say({
      zh: `  单据 ${bills} 张,可以转换的订单 ${expected} 个,沙箱旺店通已如数接受 ${matched} 个`,
      en: `  bills ${bills}, orders that could be made ${expected}, taken as wanted by the stand-in ${matched}`,
    }),
    say({
      zh: `  不传输 ${outside} 张${rules === "" ? "" : `:${rules}`}`,
      en: `  not moved ${outside} bills${rules === "" ? "" : `: ${rules}`}`,
    }),
    say({
      zh: `  异常单 ${cases.reduce((sum, each) => sum + each.cases, 0)} 项`,
      en: `  cases ${cases.reduce((sum, each) => sum + each.cases, 0)}`,
    }),
    ...cases.flatMap(({ code, meaning, remedy, owner, cases: count, billNos }) => [
      say({
        zh: `    [${code}] ${meaning} ×${count},责任方 ${OWNER_WORDS[owner].zh} → ${remedy}`,
        en: `    [${code}] ${say(meaning)} ×${count}, owner ${OWNER_WORDS[owner].en} → ${say(remedy)}`,
      }),
      say({ zh: `      例如 ${billNos.join("、")}`, en: `      e.g. ${billNos.join(", ")}` }),
    ]),
    ...(gaps.length > 0 ? [formatGaps(gaps)] : []),
    unexplained.length > 0
      ? say({ zh: `  两端不一致 ${unexplained.length} 项:`, en: `  the two ends differ in ${unexplained.length}:` })
      : say({ zh: "  两端核对一致", en: "  both ends agree" }),
    ...unexplained.map(({ outerNo, billNo, text }) =>
      say({ zh: `    ${outerNo || billNo}:${text}`, en: `    ${outerNo || billNo}: ${say(text)}` }),
    ),
  ].join("\n");
}
