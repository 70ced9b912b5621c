import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";

import { findEnvProblems, type EnvProblem } from "@billferry/settings";
import { ROOT } from "@billferry/supervisor";
import type { Command } from "commander";

import { CommandEnd, EXIT } from "../command-end.ts";
import { say } from "../say.ts";

/** What stands in `.env`, looked at as it stands; no value is shown, and nothing is connected to. */
export function addEnvCommand(program: Command): void {
  program
    .command("env")
    .description(say({ zh: "设置文件 .env", en: "the file of settings, .env" }))
    .command("check")
    .argument(
      "[file]",
      say({
        zh: "文件,默认为 ENV_FILE 所指,否则为 .env",
        en: "file, by default the one that ENV_FILE names, else .env",
      }),
    )
    .description(
      say({
        zh: "逐行检查 .env:哪个值会因 $、# 或落单的引号被 docker compose 或 Node 读成别的(有问题时退出码为 1)",
        en: "check .env line by line: which value docker compose or Node would read as another, for a $, a # or a stray quote (exit code 1 if there is one)",
      }),
    )
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action((file: string | undefined, options: { readonly json?: boolean }) => {
      const path = file === undefined ? resolve(ROOT, process.env["ENV_FILE"] || ".env") : resolve(file);
      const problems = findEnvProblems(readText(path));
      const text =
        problems.length === 0
          ? say({ zh: `${show(path)}:各值都会原样读到`, en: `${show(path)}: every value is read as it stands` })
          : describe(path, problems);
      process.stdout.write(`${options.json ? JSON.stringify(problems) : text}\n`);
      process.exitCode = problems.length === 0 ? EXIT.good : EXIT.found;
    });
}

function describe(path: string, problems: readonly EnvProblem[]): string {
  return problems
    .map(({ line, name, text, remedy }) =>
      say({
        zh: `${show(path)} 第 ${line} 行 ${name}:${text}\n  → ${remedy}`,
        en: `${show(path)} line ${line} ${name}: ${say(text)}\n  → ${say(remedy)}`,
      }),
    )
    .join("\n");
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: `无法读取 ${show(path)} → 由 .env.example 复制为 .env,或写出文件的路径`,
        en: `cannot read ${show(path)} → copy .env.example to .env, or name the file`,
      }),
      {
        cause,
      },
    );
  }
}

function show(path: string): string {
  const short = relative(process.cwd(), path);
  return short === "" || short.startsWith("..") ? path : short;
}
