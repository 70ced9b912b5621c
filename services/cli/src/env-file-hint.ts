import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { findEnvProblems } from "@billferry/settings";
import { ROOT } from "@billferry/supervisor";

import { say } from "./say.ts";

/** One line where a value of `.env` would be read as another by docker compose or Node; which one, `env check` says. */
export function tellEnvProblems(): void {
  const problems = findEnvProblems(readIfThere(resolve(ROOT, process.env["ENV_FILE"] || ".env")));
  if (problems.length === 0) return;
  const names = [...new Set(problems.map(({ name }) => name).filter((name) => name !== ""))].join("、");
  const told = say({
    zh: `.env 有 ${problems.length} 处会被 docker compose 或 Node 读成别的值(${names})→ npx billferry env check`,
    en: `.env: ${problems.length} lines are not read as they stand by docker compose or Node (${names.replaceAll("、", ", ")}) → npx billferry env check`,
  });
  process.stderr.write(`${told}\n`);
}

/** Whoever reads the settings has told of a file that cannot be read. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
