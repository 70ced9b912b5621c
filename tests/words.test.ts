import { CLASS_WORDS, FAULT_CODES, OWNER_WORDS } from "@billferry/contracts";
import { SHOWN_STATES } from "@billferry/desk";
import { BILL_STATE_WORDS, BILL_TRANSITIONS, ORDER_STATE_WORDS, ORDER_TRANSITIONS } from "@billferry/ledger";
import { expect, test } from "vitest";

import { readRepository } from "./check/repository.ts";

const REPOSITORY = readRepository();

const SHIPPED = REPOSITORY.sources.filter(({ path }) => /^(libs|services)\/[\w-]+\/src\//.test(path));

/** Both pages, which have the same words. */
const GLOSSARIES = ["docs/glossary.md", "docs/en/glossary.md"].map(readGlossary);

test.each(GLOSSARIES)("$path: no word stands there twice, and each has its Chinese word", ({ chapters, lists }) => {
  expect([chapters.length > 80, lists.length]).toEqual([true, 6]);
  const terms = chapters.flatMap(([term = ""]) => wordsOf(term));
  expect(terms.filter((term, index) => terms.indexOf(term) !== index)).toEqual([]);
  const rows = [...chapters, ...lists.flat()];
  expect(rows.filter(([term, chinese = ""]) => term === "" || !/\p{Script=Han}/u.test(chinese))).toEqual([]);
});

test("the glossaries of both languages have the same words", () => {
  const [one, other] = GLOSSARIES.map(({ chapters, lists }) =>
    [...chapters, ...lists.flat()].map(([term = "", word = ""]) => `${term}: ${word}`),
  );
  expect(other).toEqual(one);
});

test.each(GLOSSARIES)("$path: every word is used in code", ({ chapters, lists }) => {
  const code = SHIPPED.map(({ text }) => text).join("\n");
  const isUsed = (term: string): boolean => new RegExp(term.split(/[\s_-]+/).join("[\\s*_-]*"), "i").test(code);
  const terms = [...chapters, ...lists.flat()].flatMap(([term = ""]) => wordsOf(term));
  expect(terms.filter((term) => !isUsed(term))).toEqual([]);
});

test.each(GLOSSARIES)("$path: every state, recovery, class of faults and owner is listed", ({ lists }) => {
  const entries = Object.values(FAULT_CODES);
  const listed = new Set(lists.flat().flatMap(([term = ""]) => wordsOf(term)));
  const words = [
    ...[...BILL_TRANSITIONS, ...ORDER_TRANSITIONS].map(({ to }) => to),
    ...entries.flatMap((entry) => [entry.recovery, entry.class, entry.owner]),
    ...outcomeKinds(),
  ];
  expect(words.filter((word) => !listed.has(word))).toEqual([]);
});

test.each(GLOSSARIES)(
  "$path: states, classes of faults and owners have one Chinese word each, there and in what people see",
  ({ lists }) => {
    const [states, , , classes, owners] = lists.map(
      (list) => new Map(list.map(([term = "", chinese]) => [term.replaceAll("`", ""), chinese])),
    );
    expect(states).toEqual(chinese({ ...BILL_STATE_WORDS, ...ORDER_STATE_WORDS, ...SHOWN_STATES }));
    expect(classes).toEqual(chinese(CLASS_WORDS));
    expect(owners).toEqual(chinese(OWNER_WORDS));
  },
);

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

/** Words of the chapters, and those of the closed lists, which may share some; of each table only its rows. */
function readGlossary(path: string): {
  readonly path: string;
  readonly chapters: readonly string[][];
  readonly lists: readonly (readonly string[][])[];
} {
  const page = REPOSITORY.documents.get(path) ?? "";
  const tables = (page.match(/(?:^\|.*\n)+/gm) ?? []).map((table) => table.trim().split("\n").map(cellsOf));
  return {
    path,
    chapters: tables.filter(isChapter).flatMap((table) => table.slice(2)),
    lists: tables.filter((table) => !isChapter(table)).map((table) => table.slice(2)),
  };
}

function isChapter([heading]: readonly string[][]): boolean {
  return /^(our word|代码中的词)$/.test(heading?.[0] ?? "");
}

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
