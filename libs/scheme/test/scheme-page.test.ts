import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { checkSchemes, formatFinding, loadScheme, testScheme } from "@billferry/scheme";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";

import { FILTER_NAMES } from "../src/core/template.ts";

const ROOT = join(import.meta.dirname, "../../..");
const PAGES = ["docs/scheme.md", "docs/en/scheme.md"].map((path) => {
  const text = readFileSync(join(ROOT, path), "utf8");
  const blocks = [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map((match) => match[1] ?? "");
  return {
    path,
    text,
    schemes: blocks.filter((block) => block.startsWith("name:")),
    cases: blocks.filter((block) => block.startsWith("title:")),
  };
});
const SCHEMES = PAGES.flatMap(({ path, schemes }) =>
  schemes.map((text) => [path, (parse(text) as { name: string }).name, text] as const),
);
const CASES = PAGES.flatMap(({ path, cases }) => cases.map((text) => [path, text] as const));

/** The shipped schemes and tables, and one file more. */
function folderWith(file: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "billferry-page-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(ROOT, "schemes"), folder, { recursive: true });
  writeFileSync(join(folder, "tables", "units.csv"), "item,unit,ratio\n*,Pcs,1\n");
  writeFileSync(join(folder, "tables", "warehouses.csv"), "kingdee,wangdiantong\nCK001,A\n");
  writeFileSync(join(folder, file), text);
  return folder;
}

test.each(PAGES)("$path has examples", ({ schemes, cases }) => {
  expect([schemes.length, cases.length]).toEqual([2, 1]);
});

test.each(SCHEMES)("%s: the example %s is a scheme without findings", (_path, name, text) => {
  const folder = folderWith(`${name}.yaml`, text);
  expect(
    (checkSchemes(folder, [name]).get(name) ?? []).filter(({ severity }) => severity !== "hint").map(formatFinding),
  ).toEqual([]);
});

test.each(CASES)("%s: the example of a case passes", (_path, text) => {
  const folder = folderWith("stk-misdelivery.cases/example.yaml", text);
  const results = testScheme(folder, loadScheme(folder, "stk-misdelivery"), { update: false });
  expect(results.find(({ path }) => path.endsWith("example.yaml"))).toMatchObject({ kind: "passed" });
});

test.each(PAGES)("$path: every function of the templates is on the page", ({ text }) => {
  for (const name of FILTER_NAMES) expect(text).toMatch(new RegExp(`\`${name}\\b`));
});
