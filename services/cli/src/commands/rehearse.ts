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
import { chosenSchemes, printEach, SCHEME_OPTION, type SchemeChoice } from "../schemes.ts";

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
      "演练:读取真实金蝶的一段历史,推送到沙箱旺店通;不向真实旺店通发送,不改动正在运行的台账(有发现时退出码为 1)",
    )
    .requiredOption("--from <time>", FROM_HELP)
    .option("--to <time>", TO_HELP)
    .option(...SCHEME_OPTION)
    .option("--known-skus <file>", "旺店通中已有的商家编码(CSV 的第一列);默认任何编码都接受")
    .option("--orders <file>", "把得到的订单写成 CSV")
    .option(
      "--calls-per-minute <n>",
      "沙箱每分钟允许的调用次数;按真实限额演练时设置",
      (text) => toCount("--calls-per-minute", text),
      DEFAULT_CALLS_PER_MINUTE,
    )
    .option("--stay", "结束后保留看板与台账供查看,直到 Ctrl+C")
    .option("--json", "输出一行 JSON")
    .action(rehearse);
}

async function rehearse(options: RehearseOptions): Promise<void> {
  const { from, to, callsPerMinute } = options;
  checkSpan(from, to);
  if (callsPerMinute < 1) throw new CommandEnd(EXIT.usage, "--calls-per-minute:应大于 0");
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
      signal: listenForStop(() => display.note("正在停止……")),
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
    throw new CommandEnd(EXIT.usage, `--known-skus:无法读取 ${file}`, { cause });
  });
  const read = readCsv(bytes);
  if ("problems" in read)
    throw new CommandEnd(
      EXIT.usage,
      `--known-skus:${read.problems.map(({ line, text }) => `第 ${line} 行 ${text}`).join(";")}`,
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
    "用到的旺店通编码(上线前须已存在,billferry doctor 可逐项核对):",
    describeCodes("仓库", codes.warehouses),
    describeCodes("物流", codes.carriers),
    describeCodes("原因", codes.reasons),
    describeCodes("货品", codes.skus),
    `按每分钟 ${quota} 次的限额,这 ${orders.length} 个订单约需 ${minutesAtQuota} 分钟`,
    "没有向真实旺店通发送任何数据;金蝶只被读取。",
  ].join("\n");
}

function describeCodes(title: string, uses: readonly CodeUse[]): string {
  const shown = uses.slice(0, SHOWN_CODES).map(({ code, orders }) => `${code} ×${orders}`);
  const more = uses.length > SHOWN_CODES ? ` ……另有 ${uses.length - SHOWN_CODES} 个(--json 列出)` : "";
  return `  ${title} ${uses.length} 个:${shown.join("、") || "无"}${more}`;
}

function format(found: RehearsedScheme): string {
  const { from, to, bills, expected, matched, excluded, cases, gaps, unexplained } = found;
  const outside = excluded.reduce((sum, each) => sum + each.bills, 0);
  const rules = excluded.map((each) => `${each.rule} ${each.bills}`).join("、");
  return [
    `演练 ${from} 至 ${to}(审核时间)`,
    `  单据 ${bills} 张,可以转换的订单 ${expected} 个,沙箱旺店通已如数接受 ${matched} 个`,
    `  不传输 ${outside} 张${rules === "" ? "" : `:${rules}`}`,
    `  异常单 ${cases.reduce((sum, each) => sum + each.cases, 0)} 项`,
    ...cases.flatMap(({ code, meaning, remedy, owner, cases: count, billNos }) => [
      `    [${code}] ${meaning} ×${count},责任方 ${OWNER_WORDS[owner].zh} → ${remedy}`,
      `      例如 ${billNos.join("、")}`,
    ]),
    ...(gaps.length > 0 ? [formatGaps(gaps)] : []),
    unexplained.length > 0 ? `  两端不一致 ${unexplained.length} 项:` : "  两端核对一致",
    ...unexplained.map(({ outerNo, billNo, text }) => `    ${outerNo || billNo}:${text}`),
  ].join("\n");
}
