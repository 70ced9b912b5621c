import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { openLogFile } from "../src/log-file.ts";

function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), "billferry-log-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("a log that grows is put aside, keeps its name, and never takes more than its share of the disk", () => {
  const folder = folderOfTest();
  const problems: string[] = [];
  const log = openLogFile(join(folder, "loader.log"), (reason) => problems.push(reason), 100);
  for (let line = 1; line <= 200; line += 1) log.write(`line ${String(line).padStart(4, "0")}`);
  log.close();
  const names = readdirSync(folder).toSorted();
  expect(names).toEqual(["loader.log", ...[1, 2, 3, 4, 5].map((number) => `loader.log.${number}`)]);
  // From the oldest to the newest, every line that is still there stands in its order, up to the last.
  const kept = names.toReversed().slice(0, 5).concat("loader.log");
  const lines = kept.flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n"));
  expect(lines.at(-1)).toBe("line 0200");
  expect(lines).toEqual(lines.toSorted());
  expect(lines).toHaveLength(200 - Number(lines[0]?.slice(5)) + 1);
  expect(problems).toEqual([]);
});

test("a log that a run before has left full is put aside at the next start", () => {
  const folder = folderOfTest();
  writeFileSync(join(folder, "loader.log"), "x".repeat(200));
  const log = openLogFile(join(folder, "loader.log"), () => undefined, 100);
  log.write("first");
  log.close();
  expect(readFileSync(join(folder, "loader.log"), "utf8")).toBe("first\n");
  expect(readFileSync(join(folder, "loader.log.1"), "utf8")).toBe("x".repeat(200));
});
