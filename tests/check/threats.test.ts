import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");

const rows = [
  ...readFileSync(join(ROOT, "docs/threat-model.md"), "utf8").matchAll(/\| `([^`]+\.test\.ts)`: (.+?) +\|$/gm),
];

test("every threat has a row with a test", () => {
  const lines = readFileSync(join(ROOT, "docs/threat-model.md"), "utf8").match(/^\| [^-t].*$/gm) ?? [];
  expect(rows.length).toBeGreaterThan(15);
  expect(rows).toHaveLength(lines.length);
});

test.each(rows.map(([, path = "", title = ""]) => [path, title]))("%s has the test that shows: %s", (path, title) => {
  expect(existsSync(join(ROOT, path))).toBe(true);
  const titles = readFileSync(join(ROOT, path), "utf8")
    .split("\n")
    .filter((line) => /^(test|  ")/.test(line));
  expect(titles.filter((line) => line.includes(title))).not.toEqual([]);
});
