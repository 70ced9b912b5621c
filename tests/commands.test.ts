import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const COMMANDS = globSync("libs/*/src/commands/*.lua", { cwd: ROOT }).toSorted();

test("there are commands to look at", () => {
  expect(COMMANDS.length).toBeGreaterThan(30);
});

test.each(COMMANDS)("%s: its head names what it does, its keys, arguments and answer, and somebody runs it", (path) => {
  const text = read(path);
  const [head = ""] = /^(?:-- .*\n)+/.exec(text) ?? [];
  const body = text.slice(head.length);
  expect(head).toMatch(/^-- [A-Z]/);
  expect(head).toMatch(/^-- KEYS {4}\S/m);
  if (/\bARGV\b/.test(body)) expect(head).toMatch(/^-- ARGV {4}\S/m);
  if (/^return /m.test(body)) expect(head).toMatch(/^-- answer {2}\S/m);
  const name = basename(path, ".lua").replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const sources = globSync(join(path, "../../**/*.ts"), { cwd: ROOT }).map(read);
  expect(sources.some((source) => source.includes(`ommands.${name}(`))).toBe(true);
});

test("Redis' clock, locks and scripts are the Redis room's alone", () => {
  const others = globSync("{libs,services}/*/src/**/*.ts", { cwd: ROOT }).filter(
    (path) => !path.startsWith("libs/redis/"),
  );
  expect(others.length).toBeGreaterThan(200);
  const own = /\b(redis|connection|client)\.(time|eval|evalsha|defineCommand)\(|"NX"/;
  expect(others.filter((path) => own.test(read(path)))).toEqual([]);
});
