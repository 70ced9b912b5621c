import { readFileSync } from "node:fs";
import { join } from "node:path";

import { listSchemes, parseDefinition, toJsonSchema } from "@billferry/scheme";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { parse } from "yaml";

const SHIPPED = join(import.meta.dirname, "../../../schemes");
const validate = new Ajv({ strict: false }).compile({ ...toJsonSchema() });
const textOf = (name: string): string => readFileSync(join(SHIPPED, `${name}.yaml`), "utf8");

test.each(listSchemes(SHIPPED, "all"))("%s is what the schema for editors takes, and names it", (name) => {
  const text = textOf(name);
  expect([validate(parse(text)), validate.errors]).toEqual([true, null]);
  expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=./scheme.schema.json");
});

test.each([
  ["a misspelt setting", "merge_by:", "merge_bye:"],
  ["a misspelt parameter", "  is_check: 1", "  is_chek: 1"],
  ["a page of one row", "page_size: 2000", "page_size: 1"],
  ["a value of no known form", "{ sum: FAllAmount, round: 4 }", "{ total: FAllAmount }"],
  ["a setting that is missing", "group_by: FStockID_FNumber", ""],
])("%s is red in an editor as it is to the program", (_what, from, to) => {
  const text = textOf("sal-outstock").replace(from, to);
  expect(validate(parse(text))).toBe(false);
  expect("problems" in parseDefinition(text)).toBe(true);
});
