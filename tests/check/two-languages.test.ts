import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { FOR_ENGINEERS, PARTS } from "@billferry/docs/pages";
import { expect, test } from "vitest";

import { listSettings } from "../docs/settings-catalogue.ts";
import { findChineseProse, findEnglishProse, readSkeleton } from "./two-languages.ts";

const DOCS = join(import.meta.dirname, "..", "..", "docs");

const ENGINEERS = new Set(FOR_ENGINEERS.map(({ file }) => file));

/** For users and operators. */
const PAGES = ["index.md", ...PARTS.flatMap(({ pages }) => pages.map(({ file }) => file))];

const SETTINGS = new Set(listSettings().flatMap(({ settings }) => settings.map(({ name }) => name)));

/** The Chinese page of errors tells remedies at greater length, with a sentence of English for each code. */
const LONGER_IN_CHINESE = new Set(["errors.md"]);

test.each(["", "en"])("each page in docs/%s is one of users and operators, or one of engineers", (folder) => {
  const files = readdirSync(join(DOCS, folder)).filter((file) => file.endsWith(".md") && !ENGINEERS.has(file));
  expect(files.length).toBeGreaterThan(10);
  expect(files.toSorted()).toEqual(PAGES.toSorted());
});

test.each(PAGES)("%s is a page of its own in each language", (file) => {
  for (const page of [read(file), read(join("en", file))]) {
    expect(page).not.toContain("@include");
    expect(page.length).toBeGreaterThan(400);
  }
});

test.each(PAGES)("%s has the same headings, tables, commands and settings in both languages", (file) => {
  const [chinese, english] = [read(file), read(join("en", file))].map((page) => readSkeleton(page, SETTINGS));
  if (LONGER_IN_CHINESE.has(file))
    expect([english?.headings, english?.tables]).toEqual([chinese?.headings, chinese?.tables]);
  else expect(english).toEqual(chinese);
});

test.each(PAGES)("en/%s says nothing in Chinese but labels and vendors' terms", (file) => {
  expect(findChineseProse(read(join("en", file)))).toEqual([]);
});

test.each(PAGES.filter((file) => !LONGER_IN_CHINESE.has(file)))("%s says nothing in English", (file) => {
  expect(findEnglishProse(read(file))).toEqual([]);
});

test("what one language lacks, or says in the other's words, is told", () => {
  const chinese = "# 告警\n\n```sh\nnpx billferry status # 现状\n```\n\n| 名称 |\n| --- |\n| `LOG_LEVEL` |\n";
  const english = "# Alerts\n\n## More\n\n```sh\nnpx billferry doubts # 现状\n```\n\n`npx billferry bill <no>`\n";
  const settings = new Set(["LOG_LEVEL"]);
  expect(readSkeleton(chinese, settings)).toEqual({
    headings: [1],
    tables: [3],
    commands: ["npx billferry status"],
    settings: ["LOG_LEVEL"],
  });
  expect(readSkeleton(english, settings)).toEqual({
    headings: [1, 2],
    tables: [],
    commands: ["npx billferry doubts", "npx billferry bill <>"],
    settings: [],
  });
  expect(findChineseProse(english)).toEqual(["现状"]);
  expect(
    findChineseProse("Press “加签” in Kingdee (金蝶), `备注`.\n\n| Chinese | of |\n| --- | --- |\n| 单据 | 一张 |"),
  ).toEqual([" | 一张 | "]);
  expect(findChineseProse("“保存之后几秒生效;不必重启,也不必再做别的”")).toHaveLength(1);
  expect(
    findEnglishProse("设置。This page is written for operators who read.\n\n用 `a b c d e f g h i j`。"),
  ).toHaveLength(1);
});

function read(file: string): string {
  return readFileSync(join(DOCS, file), "utf8");
}
