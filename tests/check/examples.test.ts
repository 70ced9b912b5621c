import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** The chapter of worked examples, by their headings. */
const CHAPTER = /^## Change a rule in five minutes$([^]*?)^## /m.exec(read("CONTRIBUTING.md"))?.[1] ?? "";
const EXAMPLES = CHAPTER.split(/^### /m)
  .slice(1)
  .map((text) => ({ title: text.split("\n")[0] ?? "", text }));

test("there is an example for each kind of rule", () => {
  expect(EXAMPLES.map(({ title }) => title)).toEqual([
    "A fault code",
    "A fault of the sandbox",
    "A parameter of the target",
    "A ledger transition",
  ]);
});

test.each(EXAMPLES)("$title: every file is there, and holds the name that is told", ({ text }) => {
  const rows = [...text.matchAll(/^\| `([^`]+)` +\| `([^`]+)` +\|/gm)];
  expect(rows.length).toBeGreaterThan(2);
  const stale = rows.filter(([, file = "", name = ""]) => !existsSync(join(ROOT, file)) || !read(file).includes(name));
  expect(stale.map(([, file, name]) => `${file}: ${name}`)).toEqual([]);
});

test.each(EXAMPLES)("$title: its tests are there", ({ text }) => {
  const [, command = ""] = /^`([^`]+)`$/m.exec(text) ?? [];
  const places = [...command.matchAll(/vitest run ([^&]+)/g)].flatMap(([, list = ""]) => list.trim().split(" "));
  expect(places.length).toBeGreaterThan(0);
  expect(places.filter((place) => !existsSync(join(ROOT, place)))).toEqual([]);
});
