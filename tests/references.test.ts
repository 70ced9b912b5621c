import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import {
  findLostAnchors,
  findLostCitations,
  findLostNames,
  findLostPaths,
  findWideComments,
  indexPaths,
  isHolding,
  listFacts,
  listInvariants,
} from "./check/references.ts";
import { readRepository, readSource, type Source } from "./check/repository.ts";

const REPOSITORY = readRepository();

const FACTS = listFacts(REPOSITORY);

const PATHS = indexPaths(REPOSITORY.paths);

/** This file names what it looks for. */
const OWN = "tests/references.test.ts";

const TEXTS = [...REPOSITORY.sources.map(({ path, text }) => [path, text] as const), ...REPOSITORY.documents].filter(
  ([path]) => path !== OWN,
);

/** Comments of what is shipped: the names in them are those of the code. */
const SHIPPED = REPOSITORY.sources.filter(({ path }) => /^(libs|services)\/[\w-]+\/src\//.test(path));

/**
 * What tells how the code is built. The other documents show examples, or are held against the code by a test of
 * theirs.
 */
const ABOUT_CODE = [...REPOSITORY.documents.keys()].filter((path) =>
  /^docs\/(architecture|delivery|(en\/)?(glossary|job-lifecycle))\.md$|^docs\/adr\/|^CONTRIBUTING\.md$/.test(path),
);

/** In backticks, and no names of the code: examples, names of HTTP, and names that nothing of ours may have. */
const OTHERS_NAMES: Readonly<Record<string, string>> = {
  "an account's variables, as an example": "WDT_SHOP2_APPSECRET_FILE KINGDEE_SHOP2_URL X_FILE NAME_FILE",
  "a header of HTTP": "Host Origin",
  "a key in another case, as an example": "fstockid fnumber",
  "an app id's two parts": "id_secret",
  "a service of Kingdee that writes, and is never answered": "batchSave",
  "a bill number in small letters, as an example": "xs1",
  "a library that was not chosen": "redlock croner neverthrow madge",
  "a command of Redis": "RENAME DUMP RESTORE UNLINK",
  "what a decision has done away with": "SeenOrder PresentDocument operations",
  "names that no file may have": "utils helpers manager misc",
};

const WORDS = new Set([...REPOSITORY.words, ...Object.values(OTHERS_NAMES).flatMap((names) => names.split(" "))]);

test("there is something to check", () => {
  expect(FACTS.size).toBeGreaterThan(100);
  expect(SHIPPED.length).toBeGreaterThan(300);
  expect(ABOUT_CODE.length).toBeGreaterThan(20);
});

test("every fact of a vendor that is cited has its number on the vendor's page", () => {
  expect(TEXTS.flatMap(([path, text]) => findLostCitations(path, text, FACTS))).toEqual([]);
});

test("every path that a comment names is there", () => {
  expect(inComments(REPOSITORY.sources, (path, text) => findLostPaths(path, text, PATHS)).filter(isNoExample)).toEqual(
    [],
  );
});

test("every path that a document names is there", () => {
  const lost = [...REPOSITORY.documents]
    .filter(([path]) => path !== "CHANGELOG.md")
    .flatMap(([path, text]) => findLostPaths(path, text, PATHS));
  expect(lost).toEqual([]);
});

test("every name of the code that a comment of what is shipped names exists", () => {
  expect(inComments(SHIPPED, (path, text) => findLostNames(path, text, WORDS))).toEqual([]);
});

test.each(ABOUT_CODE)("%s: every name of the code exists", (path) => {
  expect(findLostNames(path, REPOSITORY.documents.get(path) ?? "", WORDS)).toEqual([]);
});

test.each([...REPOSITORY.documents.keys()])("%s: every link to a heading finds it", (path) => {
  expect(findLostAnchors(path, REPOSITORY.documents)).toEqual([]);
});

test("every invariant of the architecture names a test or a rule that holds it, and that is there", () => {
  const invariants = listInvariants(REPOSITORY.documents.get("docs/architecture.md") ?? "");
  expect(invariants.length).toBeGreaterThan(10);
  const isHeld = (name: string): boolean => isHolding(name, REPOSITORY.paths, readFile);
  expect(invariants.filter(({ heldBy }) => heldBy.length === 0 || !heldBy.every(isHeld))).toEqual([]);
});

test("no comment is wider than the code", () => {
  expect(REPOSITORY.sources.flatMap((source) => findWideComments(source, 120))).toEqual([]);
});

test("one spelling for each word", () => {
  expect(TEXTS.filter(([, text]) => OTHER_SPELLINGS.test(text)).map(([path]) => path)).toEqual([]);
});

test("what leads nowhere is told, with the place", () => {
  expect(findLostCitations("a.ts", "see [kingdee 3.4], [kingdee 99.1] and [bullmq 0.4 to 0.99]", FACTS)).toEqual([
    "a.ts: [kingdee 99.1]",
    "a.ts: [bullmq 0.4 to 0.99]",
  ]);
  const paths = indexPaths(new Set(["docs", "docs/a.md", "libs", "libs/x", "libs/x/src", "libs/x/src/plan.ts"]));
  expect(findLostPaths("a.md", "`docs/a.md`, docs/b.md, `plan.ts`, `gone.ts`, libs/*/src/plan.ts.", paths)).toEqual([
    "a.md: docs/b.md",
    "a.md: gone.ts",
  ]);
  const words = new Set(["planOrder", "KnownOrder", "state"]);
  const text = "`planOrder`, planOrder(), `KnownOrder.state`, `KnownOrder.nextState`, `vanished()` and gone()";
  expect(findLostNames("a.ts", text, words)).toEqual(["a.ts: KnownOrder.nextState", "a.ts: vanished", "a.ts: gone"]);
  const documents = new Map([["docs/a.md", "# A b\n[x](#a-b) [y](#c) [z](b.md#d)"]]);
  expect(findLostAnchors("docs/a.md", documents)).toEqual(["docs/a.md: #c", "docs/a.md: b.md#d"]);
  const [held, unheld] = listInvariants(
    "**Architecture invariant:** a. _Held by_ `a.test.ts`, `b.json#c.d`.\n\n**Architecture invariant:** b.",
  );
  expect([held?.heldBy, unheld?.heldBy]).toEqual([["a.test.ts", "b.json#c.d"], []]);
  const files = new Map([
    ["a.test.ts", 'test("x", () => {});'],
    ["b.json", '{"c":{}}'],
  ]);
  const isHeld = (name: string): boolean => isHolding(name, new Set(files.keys()), (path) => files.get(path) ?? "");
  expect(["a.test.ts", "b.json#c", "b.json#c.d", "c.test.ts"].map(isHeld)).toEqual([true, true, false, false]);
  const wide = readSource("a.ts", `/** ${"x".repeat(120)} */\nconst text = "// ${"x".repeat(120)}";\n`);
  expect(findWideComments(wide, 120)).toEqual(["a.ts:1"]);
});

const OTHER_SPELLINGS = /\bcan not\b|\bun-approv|\bback-fill|\bre-check|\btime-out\b/i;

function inComments(sources: readonly Source[], find: (path: string, text: string) => string[]): string[] {
  return sources.flatMap(({ path, comments }) => comments.flatMap(({ text, line }) => find(`${path}:${line}`, text)));
}

/** A comment of a test may speak of a file that the test makes. */
function isNoExample(lost: string): boolean {
  return !/\/test\/|^tests\//.test(lost.split(": ")[0] ?? "");
}

function readFile(path: string): string {
  return readFileSync(join(import.meta.dirname, "..", path), "utf8");
}
