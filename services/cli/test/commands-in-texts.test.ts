import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { FAULT_CODES } from "@billferry/contracts";
import type { Command } from "commander";
import { expect, test } from "vitest";

import { createProgram } from "../src/program.ts";

const ROOT = join(import.meta.dirname, "../../..");

/**
 * Pages that operators read, and every source text that may reach one. Decisions of the past name commands of the past.
 */
const PAGES = [
  "README.md",
  "README.zh-CN.md",
  ".env.example",
  ...filesOf("docs", ".md").filter((path) => !path.includes("/adr/")),
];
const SOURCES = ["libs", "services"].flatMap((folder) =>
  readdirSync(join(ROOT, folder)).flatMap((name) => filesOf(join(folder, name, "src"), ".ts")),
);

function filesOf(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path));
}

/** "billferry settle order:X --accept" as its words; the words end where the text does not go on as a command line.
 * A namespace and a file of this name are none. */
function commandsIn(text: string): readonly (readonly string[])[] {
  const found = text.matchAll(
    /(?<!-n |namespace |[=/])billferry((?: +(?:[a-z][a-z-]*|--[a-z][a-z-]*|[\w:./<>…-]+))+)/g,
  );
  return [...found].map((match) => (match[1] ?? "").trim().split(/ +/));
}

/** What does not parse of it, in words; nothing where all does. */
function findMistake(words: readonly string[]): string | undefined {
  let command: Command = createProgram();
  let rest = words;
  while (rest[0] !== undefined && command.commands.length > 0) {
    const next = command.commands.find((each) => each.name() === rest[0]);
    if (next === undefined) return `${command.name()} has no command ${rest[0]}`;
    [command, rest] = [next, rest.slice(1)];
  }
  for (const [index, word] of rest.entries()) {
    if (!word.startsWith("--")) continue;
    const option = command.options.find(({ long }) => long === word);
    if (option === undefined) return `${command.name()} has no ${word}`;
    const value = rest[index + 1];
    if (option.argChoices && value !== undefined && /^[a-z-]+$/.test(value) && !option.argChoices.includes(value))
      return `${command.name()} ${word} cannot be ${value}`;
  }
  return undefined;
}

test("a mistake in a command is seen", () => {
  expect(findMistake(["retry", "--all"])).toBeUndefined();
  expect(findMistake(["scheme", "check", "x"])).toBeUndefined();
  expect(findMistake(["again"])).toBe("billferry has no command again");
  expect(findMistake(["retry", "--everything"])).toBe("retry has no --everything");
  expect(findMistake(["settle", "order:X", "--correct", "all"])).toBe("settle --correct cannot be all");
});

test("every command that a remedy names is one of the command line's", () => {
  const named = Object.entries(FAULT_CODES).flatMap(([code, { remedy, meaning }]) =>
    commandsIn(`${meaning} ${remedy}`).map((words) => [code, findMistake(words)] as const),
  );
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter(([, mistake]) => mistake !== undefined)).toEqual([]);
});

test.each(PAGES)("%s: every command parses with the command line", (path) => {
  const mistakes = commandsIn(readFileSync(join(ROOT, path), "utf8")).flatMap((words) => findMistake(words) ?? []);
  expect(mistakes).toEqual([]);
});

test("every command in the texts of the program parses with the command line", () => {
  const named = SOURCES.flatMap((path) =>
    commandsIn(readFileSync(join(ROOT, path), "utf8")).map((words) => ({ path, words, mistake: findMistake(words) })),
  );
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter(({ mistake }) => mistake !== undefined)).toEqual([]);
});
