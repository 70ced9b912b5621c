import { relative } from "node:path";

import {
  checkSchemes,
  formatFinding,
  listSchemes,
  loadScheme,
  testScheme,
  type CaseResult,
  type SchemeFinding,
} from "@billferry/scheme";
import type { Command } from "commander";

import { CommandEnd, EXIT } from "../command-end.ts";
import { chosenSchemes, schemeFolder, schemePlace } from "../schemes.ts";
import { addFieldsCommand } from "./scheme-fields.ts";
import { addNewCommand } from "./scheme-new.ts";
import { say } from "../say.ts";

type NamedSchemes = Readonly<{ all?: boolean; json?: boolean }>;

/** `billferry scheme check` and `scheme test`: files alone. `scheme fields` and `scheme new` ask Kingdee. */
export function addSchemeCommand(program: Command): void {
  const scheme = program.command("scheme").description(
    say({
      zh: "起草、检查与测试集成方案;查看金蝶表单有哪些字段",
      en: "draft, check and test schemes; see which fields a form of Kingdee has",
    }),
  );
  addNewCommand(scheme);
  addFieldsCommand(scheme);
  scheme
    .command("check")
    .description(
      say({
        zh: "检查方案文件与对照表:写错的字段、会漏单或重复推单的写法(有错误时退出码为 1)",
        en: "check scheme files and tables: wrong fields, rules that would lose bills or push them twice (exit code 1 on errors)",
      }),
    )
    .argument(
      "[name...]",
      say({ zh: "方案名;默认为 SCHEMES 所列的全部", en: "schemes; by default all that SCHEMES lists" }),
    )
    .option("--all", say({ zh: "SCHEME_DIR 中的全部方案", en: "all schemes in SCHEME_DIR" }))
    .option("--strict", say({ zh: "有提醒时退出码也为 1", en: "exit code 1 for warnings, too" }))
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action((names: readonly string[], options: NamedSchemes & { readonly strict?: boolean }) => {
      const findings = checkSchemes(schemePlace(process.env), namedSchemes(names, options));
      const text = options.json ? JSON.stringify(Object.fromEntries(findings)) : formatFindings(findings);
      process.stdout.write(`${text}\n`);
      const all = [...findings.values()].flat();
      const isCounted = ({ severity }: SchemeFinding): boolean =>
        severity === "error" || (options.strict === true && severity === "warning");
      process.exitCode = all.some(isCounted) ? EXIT.found : EXIT.good;
    });
  scheme
    .command("test")
    .description(
      say({
        zh: "以方案旁的用例(<方案名>.cases/*.yaml)测试:给定单据,应得到怎样的订单(不符时退出码为 1)",
        en: "test with the cases beside a scheme (<scheme>.cases/*.yaml): which orders a given bill should become (exit code 1 if it does not)",
      }),
    )
    .argument(
      "[name...]",
      say({ zh: "方案名;默认为 SCHEMES 所列的全部", en: "schemes; by default all that SCHEMES lists" }),
    )
    .option("--all", say({ zh: "SCHEME_DIR 中的全部方案", en: "all schemes in SCHEME_DIR" }))
    .option(
      "--update",
      say({
        zh: "为尚无 expect 的用例写入实际结果,供人核对;已有的不改动",
        en: "write what comes out into cases that have no expect yet, to be checked by a person; others are left alone",
      }),
    )
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action((names: readonly string[], options: NamedSchemes & { readonly update?: boolean }) => {
      const update = options.update ?? false;
      const [folder, place] = [schemeFolder(process.env), schemePlace(process.env)];
      const results = new Map(
        namedSchemes(names, options).map((name) => [name, testScheme(folder, loadScheme(place, name), { update })]),
      );
      process.stdout.write(`${options.json ? JSON.stringify(Object.fromEntries(results)) : formatResults(results)}\n`);
      const isGood = [...results.values()].flat().every(({ kind }) => kind === "passed");
      process.exitCode = isGood ? EXIT.good : EXIT.found;
    });
}

function namedSchemes(names: readonly string[], { all }: NamedSchemes): readonly string[] {
  if (all && names.length > 0)
    throw new CommandEnd(
      EXIT.usage,
      say({ zh: "方案名与 --all 只能选一个", en: "choose either names of schemes or --all" }),
    );
  if (all) return listSchemes(schemeFolder(process.env), "all");
  return names.length > 0 ? names : chosenSchemes({}, process.env);
}

function formatFindings(findings: ReadonlyMap<string, readonly SchemeFinding[]>): string {
  return [...findings]
    .flatMap(([name, own]) => [
      ...own.map((finding) => formatFinding({ ...finding, path: shorten(finding.path) })),
      `${name}:${summarize(own)}`,
    ])
    .join("\n");
}

function summarize(findings: readonly SchemeFinding[]): string {
  const [errors, warnings] = (["error", "warning"] as const).map(
    (wanted) => findings.filter(({ severity }) => severity === wanted).length,
  );
  return errors === 0 && warnings === 0
    ? say({ zh: "没有发现问题", en: "nothing was found" })
    : say({ zh: `${errors} 个错误,${warnings} 个提醒`, en: `${errors} errors, ${warnings} warnings` });
}

function formatResults(results: ReadonlyMap<string, readonly CaseResult[]>): string {
  return [...results]
    .flatMap(([name, own]) => {
      const passed = own.filter(({ kind }) => kind === "passed").length;
      const summary =
        own.length === 0
          ? say({
              zh: `${name}:没有用例(${name}.cases/*.yaml),写法见 docs/scheme.md`,
              en: `${name}: no cases (${name}.cases/*.yaml); docs/scheme.md says how to write them`,
            })
          : say({
              zh: `${name}:${own.length} 个用例,${passed} 个通过`,
              en: `${name}: ${own.length} cases, ${passed} passed`,
            });
      return [...own.flatMap(formatResult), summary];
    })
    .join("\n");
}

function formatResult(result: CaseResult): readonly string[] {
  const where = `${shorten(result.path)} ${result.title}`;
  switch (result.kind) {
    case "passed":
      return [say({ zh: `通过 ${where}`, en: `passed ${where}` })];
    case "broken":
      return [say({ zh: `无法运行 ${result.problem}`, en: `cannot run ${result.problem}` })];
    case "open":
      return [
        `${result.isWritten ? say({ zh: "已写入实际结果,请核对", en: "what came out was written, please check it:" }) : say({ zh: "没有 expect(--update 可写入实际结果)", en: "no expect (--update writes what comes out):" })} ${where}`,
        say({ zh: `  实际 ${JSON.stringify(result.actual)}`, en: `  actual ${JSON.stringify(result.actual)}` }),
      ];
    case "failed":
      return [
        say({ zh: `不符 ${where}`, en: `differs ${where}` }),
        ...result.differences.map(({ at, expected, actual }) =>
          say({
            zh: `  ${at}:应为 ${show(expected)},实际 ${show(actual)}`,
            en: `  ${at}: should be ${show(expected)}, but is ${show(actual)}`,
          }),
        ),
      ];
  }
}

function show(value: unknown): string {
  return value === undefined ? say({ zh: "(无)", en: "(nothing)" }) : JSON.stringify(value);
}

function shorten(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short;
}
