import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { checkSchemes, formatFinding, loadScheme, testScheme } from "@billferry/scheme";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";

import { FILTER_NAMES } from "../src/core/template.ts";

const ROOT = join(import.meta.dirname, "../../..");
const PAGE = readFileSync(join(ROOT, "docs", "scheme.md"), "utf8");
const BLOCKS = [...PAGE.matchAll(/^```yaml\n(.*?)^```$/gms)].map((match) => match[1] ?? "");
const SCHEMES = BLOCKS.filter((block) => block.startsWith("name:"));
const CASES = BLOCKS.filter((block) => block.startsWith("title:"));

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

test("the page of the format has examples", () => {
  expect([SCHEMES.length, CASES.length]).toEqual([2, 1]);
});

test.each(SCHEMES.map((text) => [(parse(text) as { name: string }).name, text]))(
  "the example %s on the page of the format is a scheme without findings",
  (name, text) => {
    const folder = folderWith(`${name}.yaml`, text);
    expect(
      (checkSchemes(folder, [name]).get(name) ?? []).filter(({ severity }) => severity !== "hint").map(formatFinding),
    ).toEqual([]);
  },
);

test.each(CASES)("the example of a case on the page of the format passes", (text) => {
  const folder = folderWith("stk-misdelivery.cases/example.yaml", text);
  const results = testScheme(folder, loadScheme(folder, "stk-misdelivery"), { update: false });
  expect(results.find(({ path }) => path.endsWith("example.yaml"))).toMatchObject({ kind: "passed" });
});

test("every function of the templates is on the page", () => {
  for (const name of FILTER_NAMES) expect(PAGE).toMatch(new RegExp(`\`${name}\\b`));
});
