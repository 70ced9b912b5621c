import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Document } from "yaml";

import {
  compareOutcomes,
  runCase,
  schemeCase,
  toRows,
  type CaseDifference,
  type CaseOutcome,
} from "./core/scheme-case.ts";
import type { Scheme } from "./core/scheme.ts";
import { formatProblem } from "./file-problem.ts";
import { readYaml } from "./read-yaml.ts";

/** One case file: passed, different, without an expectation yet, or not readable. */
export type CaseResult = { readonly path: string; readonly title: string } & (
  | { readonly kind: "passed" }
  | { readonly kind: "failed"; readonly differences: readonly CaseDifference[] }
  | { readonly kind: "open"; readonly actual: CaseOutcome; readonly isWritten: boolean }
  | { readonly kind: "broken"; readonly problem: string }
);

/** Runs the cases beside a scheme, `<folder>/<scheme>.cases/*.yaml`; no folder is no cases. With `update`, cases
 *  without `expect` get what came out written in, for a person to review. */
export function testScheme(
  folder: string,
  scheme: Scheme,
  options: { readonly update: boolean },
): readonly CaseResult[] {
  const cases = join(folder, `${scheme.definition.name}.cases`);
  return listCases(cases).map((file) => testFile(join(cases, file), scheme, options));
}

function listCases(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((file) => /\.ya?ml$/.test(file))
      .toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function testFile(path: string, scheme: Scheme, { update }: { readonly update: boolean }): CaseResult {
  const read = readYaml(readFileSync(path, "utf8"));
  const toBroken = (problems: readonly { readonly line: number; readonly text: string }[]): CaseResult => {
    const problem = problems.map((each) => formatProblem({ path, ...each })).join(";");
    return { path, title: path, kind: "broken", problem };
  };
  if ("problems" in read) return toBroken(read.problems);
  const parsed = schemeCase.safeParse(read.value);
  if (!parsed.success)
    return toBroken(
      parsed.error.issues.map((issue) => {
        const at = issue.path.filter((part) => typeof part !== "symbol");
        return { line: read.locate(at), text: `${at.join(".")}:${issue.message}` };
      }),
    );
  const { title, expect } = parsed.data;
  const rows = toRows(parsed.data, scheme);
  if ("unknown" in rows) return toBroken([{ line: 0, text: `方案中没有字段 ${rows.unknown.join("、")}` }]);
  const actual = runCase(rows, scheme);
  if (expect === undefined) {
    if (update) writeExpectation(path, read.document, actual);
    return { path, title, kind: "open", actual, isWritten: update };
  }
  const differences = compareOutcomes(expect, actual);
  return differences.length === 0 ? { path, title, kind: "passed" } : { path, title, kind: "failed", differences };
}

function writeExpectation(path: string, document: Document, actual: CaseOutcome): void {
  document.set("expect", actual);
  writeFileSync(path, document.toString({ lineWidth: 0 }));
}
