import fc from "fast-check";
import { parse } from "lossless-json";
import { expect, test } from "vitest";

import { parseLossless } from "../../src/core/lossless.ts";
import { readTable } from "../../src/core/read-table.ts";

/** What the parser that can read everything makes of a text. */
function readByLibrary(text: string): unknown {
  try {
    return parse(text, null, (raw) => raw);
  } catch {
    return undefined;
  }
}

const word = fc.constantFrom("null", "true", "false");
const number = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom("133.0", "0", "-0", "0.10", "1e5", "1E-7", "9007199254740993", "1234567890123456789"),
);
const text = fc
  .oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("", " ", "单据", '"', "\\", 'a"b', "\\\\", "[[1,2]]", "],[", "x,1,y", "\u2028"),
  )
  .map((each) => JSON.stringify(each));
const row = fc.array(fc.oneof(word, number, text), { minLength: 1, maxLength: 6 });
const table = fc
  .array(row, { minLength: 1, maxLength: 5 })
  .map((rows) => `[${rows.map((each) => `[${each.join()}]`).join()}]`);

test("a compact table is read cell by cell as the library reads it, each number as its raw text", () => {
  fc.assert(
    fc.property(table, (given) => {
      const rows = readTable(given);
      // JavaScript's own forms of numbers are not all JSON's: "1e+21" is, and so each table is one.
      expect(rows).toBeDefined();
      expect(rows).toEqual(readByLibrary(given));
    }),
    { numRuns: 2_000 },
  );
});

test("a text that is spoilt anywhere is either read as the library reads it, or left to the library", () => {
  const piece = fc.oneof(
    fc.constantFrom(...'[],"\\ \n{}:0-.e', "nul", "\u0000", "01", "+1", "\\u12", "\\x"),
    fc.string(),
  );
  fc.assert(
    fc.property(table, fc.nat(), fc.nat(4), piece, (given, place, deleted, inserted) => {
      const at = place % (given.length + 1);
      const spoilt = given.slice(0, at) + inserted + given.slice(at + deleted);
      const rows = readTable(spoilt);
      if (rows !== undefined) expect(rows).toEqual(readByLibrary(spoilt));
      expect(parseLossless(spoilt)).toEqual(readByLibrary(spoilt));
    }),
    { numRuns: 5_000 },
  );
});

test.each([
  "",
  "[",
  "[]",
  "[[",
  "[[]]",
  "[[1",
  "[[1]",
  '[["',
  '[["\\',
  '[["\\"',
  "[[1]],",
  "[[1]]x",
  "[[1],]",
  "[[1,]]",
  "[[{}]]",
])("%s is left to the library", (given) => {
  expect(readTable(given)).toBeUndefined();
});
