import { CLASS_WORDS, OWNER_WORDS, type FaultClass } from "@billferry/contracts";
import { listCases, listGapMembers, listGaps, type CaseItem } from "@billferry/desk";
import { Option, type Command } from "commander";

import { EXIT } from "../command-end.ts";
import { describeAge } from "../core/words.ts";
import { formatGaps } from "../gap-text.ts";
import { toCount } from "../read-count.ts";
import { LIMIT_SECONDS, reportEach, type ReportOptions } from "../report-each.ts";
import { askEach, chosenSchemes, printEach, schemeOption } from "../schemes.ts";
import { withinSeconds, withRedis } from "../with-redis.ts";
import { say } from "../say.ts";

const MOST_SHOWN = 1_000;
const MOST_LINES = 10;

interface CasesOptions extends ReportOptions {
  readonly class?: FaultClass;
  readonly gaps?: boolean;
  readonly gap?: string;
  readonly limit: number;
}

export function addCasesCommand(program: Command): void {
  program
    .command("cases")
    .description(
      say({
        zh: "异常单:待处理、有出入的单据与订单,类别、责任方、原因、办法与差异(有时退出码为 1)",
        en: "cases: bills and orders that are held or disputed, with class, owner, reason, remedy and differences (exit code 1 if there are any)",
      }),
    )
    .addOption(
      new Option("--class <name>", say({ zh: "只列一个类别", en: "list one class only" })).choices(
        Object.keys(CLASS_WORDS),
      ),
    )
    .option(
      "--gaps",
      say({
        zh: "只列缺少的编码:每个编码一项,补齐后自动放行",
        en: "list missing codes only: one item each, released by itself once the code is there",
      }),
    )
    .option(
      "--gap <name>",
      say({
        zh: "等待某个编码的单据与订单,例如 warehouses/CK009",
        en: "bills and orders that wait for a code, e.g. warehouses/CK009",
      }),
    )
    .option(
      "--limit <n>",
      say({ zh: "最多列出的项数", en: "the most to be listed" }),
      (text) => toCount("--limit", text),
      MOST_SHOWN,
    )
    .option(...schemeOption())
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action(async (options: CasesOptions) => {
      if (options.gap !== undefined) return showGap(options, options.gap);
      if (options.gaps) return reportEach(options, { ask: listGaps, format: formatGaps, isFinding: isAny });
      const wanted = { limit: options.limit, ...(options.class === undefined ? {} : { faultClass: options.class }) };
      const { cases, gaps } = await withRedis(async (redis, _log, env) => {
        const names = chosenSchemes(options, env);
        const work = async () => ({
          cases: await askEach(names, async (name) => listCases(redis, name, wanted)),
          gaps: await askEach(names, async (name) => listGaps(redis, name)),
        });
        return withinSeconds(LIMIT_SECONDS, work());
      });
      const found = [...gaps.values()].flat();
      // Missing codes are of the class master-data: with another class they are not shown.
      const isAsked = options.class === undefined || options.class === "master-data";
      const head = options.json || found.length === 0 || !isAsked ? "" : `${formatGaps(found)}\n`;
      process.stdout.write(`${head}${printEach(cases, options.json, (each) => formatCases(each, options))}\n`);
      process.exitCode = [...cases.values()].some((each) => each.length > 0) ? EXIT.found : EXIT.good;
    });
}

function formatCases(cases: readonly CaseItem[], { class: faultClass }: Pick<CasesOptions, "class">): string {
  if (cases.length === 0)
    return faultClass === undefined
      ? say({ zh: "没有异常单", en: "no cases" })
      : say({
          zh: `没有“${CLASS_WORDS[faultClass].zh}”一类的异常单(不带 --class 列出全部)`,
          en: `no cases of the class "${CLASS_WORDS[faultClass].en}" (without --class all are listed)`,
        });
  const groups = [...Map.groupBy(cases, (item) => item.faultClass)].flatMap(([faultClass, items]) => [
    say({
      zh: `【${CLASS_WORDS[faultClass].zh}】${faultClass},${items.length} 项`,
      en: `[${CLASS_WORDS[faultClass].en}] ${faultClass}, ${items.length}`,
    }),
    ...items.flatMap(formatCase),
  ]);
  return [
    ...groups,
    say({
      zh: `共 ${cases.length} 项。处理之后:billferry retry --case <异常编号>,或 --all;送达之后的差异:billferry settle <异常编号>`,
      en: `${cases.length} in all. When mended: billferry retry --case ID, or --all; differences after the delivery: billferry settle ID`,
    }),
  ].join("\n");
}

function formatCase(item: CaseItem): string[] {
  const what =
    item.kind === "bill"
      ? say({ zh: `单据 ${item.billNo}`, en: `bill ${item.billNo}` })
      : say({ zh: `订单 ${item.id}(单据 ${item.billNo})`, en: `order ${item.id} (bill ${item.billNo})` });
  return [
    say({
      zh: `  ${item.caseId}  ${what},已等 ${describeAge(item.ageSeconds, say)},责任方 ${OWNER_WORDS[item.owner].zh}`,
      en: `  ${item.caseId}  ${what}, waiting for ${describeAge(item.ageSeconds, say)}, owner ${OWNER_WORDS[item.owner].en}`,
    }),
    `    ${say(item.reason)}`,
    ...item.differences.slice(0, MOST_LINES).map(({ specNo, wanted, present }) =>
      say({
        zh: `    ${specNo} 应为 ${wanted},实为 ${present}`,
        en: `    ${specNo} should be ${wanted}, but is ${present}`,
      }),
    ),
    ...(item.differences.length > MOST_LINES
      ? [
          say({
            zh: `    ……另有 ${item.differences.length - MOST_LINES} 行差异`,
            en: `    … ${item.differences.length - MOST_LINES} more differences`,
          }),
        ]
      : []),
  ];
}

async function showGap(options: CasesOptions, gap: string): Promise<void> {
  await reportEach(options, {
    ask: async (redis, scheme) => (await listGapMembers(redis, scheme, gap)) ?? [],
    format: (members) =>
      members
        .map(({ kind, id, billNo, groups }) =>
          say({
            zh: `${kind}:${id}  单据 ${billNo},${groups.join("、")}`,
            en: `${kind}:${id}  bill ${billNo}, ${groups.join(", ")}`,
          }),
        )
        .join("\n") || say({ zh: `没有等待 ${gap} 的单据`, en: `no bill waits for ${gap}` }),
    isFinding: isAny,
  });
}

function isAny(items: readonly unknown[]): boolean {
  return items.length > 0;
}
