import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";

import { findEnvProblems, type EnvProblem } from "@billferry/settings";
import { ROOT } from "@billferry/supervisor";
import type { Command } from "commander";

import { CommandEnd, EXIT } from "../command-end.ts";

/** What stands in `.env`, looked at as it stands; no value is shown, and nothing is connected to. */
export function addEnvCommand(program: Command): void {
  program
    .command("env")
    .description("设置文件 .env")
    .command("check")
    .argument("[file]", "文件,默认为 ENV_FILE 所指,否则为 .env")
    .description("逐行检查 .env:哪个值会因 $、# 或落单的引号被 docker compose 或 Node 读成别的(有问题时退出码为 1)")
    .option("--json", "输出一行 JSON")
    .action((file: string | undefined, options: { readonly json?: boolean }) => {
      const path = file === undefined ? resolve(ROOT, process.env["ENV_FILE"] || ".env") : resolve(file);
      const problems = findEnvProblems(readText(path));
      const text = problems.length === 0 ? `${show(path)}:各值都会原样读到` : describe(path, problems);
      process.stdout.write(`${options.json ? JSON.stringify(problems) : text}\n`);
      process.exitCode = problems.length === 0 ? EXIT.good : EXIT.found;
    });
}

function describe(path: string, problems: readonly EnvProblem[]): string {
  return problems
    .map(({ line, name, text, remedy }) => `${show(path)} 第 ${line} 行 ${name}:${text}\n  → ${remedy}`)
    .join("\n");
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new CommandEnd(EXIT.usage, `无法读取 ${show(path)} → 由 .env.example 复制为 .env,或写出文件的路径`, {
      cause,
    });
  }
}

function show(path: string): string {
  const short = relative(process.cwd(), path);
  return short === "" || short.startsWith("..") ? path : short;
}
