import { CLASS_WORDS, FAULT_CODES, OWNER_WORDS } from "@billferry/contracts";
import { SHOWN_STATES } from "@billferry/desk";
import { BILL_STATE_WORDS, BILL_TRANSITIONS, ORDER_STATE_WORDS, ORDER_TRANSITIONS } from "@billferry/ledger";
import { expect, test } from "vitest";

import { readRepository } from "./check/repository.ts";

const REPOSITORY = readRepository();

const SHIPPED = REPOSITORY.sources.filter(({ path }) => /^(libs|services)\/[\w-]+\/src\//.test(path));

const GLOSSARY = REPOSITORY.documents.get("docs/glossary.md") ?? "";

/** The tables, each with its rows; the first of them is the heading, the second the line below it. */
const TABLES = (GLOSSARY.match(/(?:^\|.*\n)+/gm) ?? []).map((table) => table.trim().split("\n").map(cellsOf));

/** Words of the chapters, and those of the closed lists, which may share some. */
const CHAPTERS = TABLES.filter(([heading]) => heading?.[0] === "our word").flatMap((table) => table.slice(2));

const LISTS = TABLES.filter(([heading]) => heading?.[0] !== "our word").map((table) => table.slice(2));

test("no word stands in the glossary twice, and each has its Chinese word", () => {
  expect([CHAPTERS.length > 80, LISTS.length]).toEqual([true, 6]);
  const terms = CHAPTERS.flatMap(([term = ""]) => wordsOf(term));
  expect(terms.filter((term, index) => terms.indexOf(term) !== index)).toEqual([]);
  const rows = [...CHAPTERS, ...LISTS.flat()];
  expect(rows.filter(([term, chinese = ""]) => term === "" || !/\p{Script=Han}/u.test(chinese))).toEqual([]);
});

test("every word of the glossary is used in code", () => {
  const code = SHIPPED.map(({ text }) => text).join("\n");
  const isUsed = (term: string): boolean => new RegExp(term.split(/[\s_-]+/).join("[\\s*_-]*"), "i").test(code);
  const terms = [...CHAPTERS, ...LISTS.flat()].flatMap(([term = ""]) => wordsOf(term));
  expect(terms.filter((term) => !isUsed(term))).toEqual([]);
});

test("every state, recovery, class of faults and owner is listed", () => {
  const entries = Object.values(FAULT_CODES);
  const listed = new Set(LISTS.flat().flatMap(([term = ""]) => wordsOf(term)));
  const words = [
    ...[...BILL_TRANSITIONS, ...ORDER_TRANSITIONS].map(({ to }) => to),
    ...entries.flatMap((entry) => [entry.recovery, entry.class, entry.owner]),
    ...outcomeKinds(),
  ];
  expect(words.filter((word) => !listed.has(word))).toEqual([]);
});

test("states, classes of faults and owners have one Chinese word each, here and in what people see", () => {
  const [states, , , classes, owners] = LISTS.map(
    (list) => new Map(list.map(([term = "", chinese]) => [term.replaceAll("`", ""), chinese])),
  );
  expect(states).toEqual(chinese({ ...BILL_STATE_WORDS, ...ORDER_STATE_WORDS, ...SHOWN_STATES }));
  expect(classes).toEqual(chinese(CLASS_WORDS));
  expect(owners).toEqual(chinese(OWNER_WORDS));
});

/**
 * The sandbox stands for the vendors: it shares no code with the product, so neither names. What the page knows of the
 * board's answers is made from their document.
 */
test("no two packages of the product export one name", () => {
  const packages = new Map<string, Set<string>>();
  for (const { path, exports } of SHIPPED.filter(
    ({ path }) => !/^services\/sandbox\/|^libs\/console-page\/src\/api\//.test(path),
  ))
    for (const name of exports) {
      const owner = path.split("/").slice(0, 2).join("/");
      packages.set(name, (packages.get(name) ?? new Set<string>()).add(owner));
    }
  const doubles = [...packages].filter(([, owners]) => owners.size > 1);
  expect(doubles.map(([name, owners]) => `${name}: ${[...owners].join(", ")}`)).toEqual([]);
});

function chinese(words: Readonly<Record<string, { readonly zh: string }>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(words).map(([term, { zh }]) => [term, zh]));
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

/** The kinds of the closed union, read from its own source: a type is gone at run time. */
function outcomeKinds(): string[] {
  const source = REPOSITORY.sources.find(({ path }) => path === "libs/contracts/src/outcomes.ts");
  const kinds = [...(source?.code ?? "").matchAll(/readonly kind: "([\w-]+)"/g)].map((match) => match[1] ?? "");
  expect(kinds.length).toBeGreaterThan(4);
  return kinds;
}

/** "job, attempt" are two words; what stands in parentheses tells which of two things is meant. */
function wordsOf(term: string): string[] {
  return term
    .replaceAll("`", "")
    .replaceAll(/ ?\([^)]*\)/g, "")
    .split(", ")
    .map((word) => word.trim());
}
