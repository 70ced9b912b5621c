import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadScheme, readScheme, watchTables, type Scheme } from "@billferry/scheme";
import fc from "fast-check";
import iconv from "iconv-lite";
import { expect, onTestFinished, test } from "vitest";

const SHIPPED = join(import.meta.dirname, "../../../schemes");
const NAME = "sal-outstock";

function setupFolder() {
  const folder = mkdtempSync(join(tmpdir(), "billferry-tables-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(SHIPPED, folder, { recursive: true });
  const write = (table: string, bytes: string | Uint8Array): void =>
    writeFileSync(join(folder, "tables", `${table}.csv`), bytes);
  return { folder, write, load: () => loadScheme(folder, NAME) };
}

const ENCODINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  "UTF-8": (text) => iconv.encode(text, "utf8"),
  "UTF-8 with a mark": (text) => iconv.encode(text, "utf8", { addBOM: true }),
  GB18030: (text) => iconv.encode(text, "gb18030"),
  "UTF-16": (text) => iconv.encode(text, "utf-16le", { addBOM: true }),
};

/** Codes as merchants have them: letters, digits, Chinese, signs that CSV has to quote. */
const CODE = fc
  .string({ unit: fc.constantFrom(...'AZaz09-_/. ,;"\t仓库一号上海广州'.split("")), minLength: 1, maxLength: 20 })
  .map((text) => text.trim())
  .filter((text) => text !== "" && !/[\t\n]/.test(text) && !text.startsWith('="'));

const ROWS = fc.uniqueArray(fc.tuple(CODE, CODE), { selector: ([code]) => code, minLength: 1, maxLength: 12 });

function quote(cell: string): string {
  return /[",;\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** As Excel writes a sheet. */
function toCsv(rows: readonly (readonly [string, string])[], delimiter: string, lineEnd: string): string {
  const lines = [["金蝶编码", "旺店通编码", "备注"], ...rows.map((row) => [...row, "一"])];
  return lines.map((cells) => cells.map(quote).join(delimiter) + lineEnd).join("");
}

test.each(Object.keys(ENCODINGS))(
  "a table that Excel saves as %s is read as it was typed, whatever parts its cells",
  (encoding) => {
    const { write, load } = setupFolder();
    fc.assert(
      fc.property(ROWS, fc.constantFrom(",", ";", "\t"), fc.constantFrom("\r\n", "\n"), (rows, delimiter, lineEnd) => {
        write("warehouses", (ENCODINGS[encoding] as (text: string) => Buffer)(toCsv(rows, delimiter, lineEnd)));
        expect(load().tables.codes["warehouses"]).toEqual(new Map(rows));
      }),
      { numRuns: 100 },
    );
  },
);

test("whatever bytes a table holds, it is a table or a clear problem of that file", () => {
  const { folder, write } = setupFolder();
  const almost = fc
    .tuple(
      ROWS,
      fc.array(fc.tuple(fc.nat(200), fc.constantFrom('"', "\n", ",", "\u0000", "=", "\uFEFF")), { maxLength: 4 }),
    )
    .map(([rows, strikes]) => {
      const text = toCsv(rows, ",", "\n");
      return strikes.reduce((all, [at, sign]) => all.slice(0, at) + sign + all.slice(at + 1), text);
    });
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.string({ unit: "binary", maxLength: 200 }).map((text) => Buffer.from(text)),
    almost.map((text) => Buffer.from(text)),
  );
  fc.assert(
    fc.property(bytes, (content) => {
      write("warehouses", content);
      const read = readScheme(folder, NAME);
      if ("problems" in read)
        for (const { path, text } of read.problems) expect(`${path} ${text}`).toMatch(/warehouses\.csv .{3,}/);
      else
        for (const [code, other] of read.scheme.tables.codes["warehouses"] ?? [])
          expect(code !== "" && other !== "").toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("a code that stands twice is refused with both lines", () => {
  const { folder, write } = setupFolder();
  write("warehouses", "kingdee,wangdiantong\nCK1,A\nCK2,B\nCK1,C\n");
  const read = readScheme(folder, NAME);
  expect("problems" in read ? read.problems : []).toEqual([
    expect.objectContaining({ line: 4, text: expect.stringMatching(/CK1.*第 2 行/) }),
  ]);
});

function watch(folder: string, scheme: Scheme) {
  const changes: string[] = [];
  const watched = watchTables(scheme, {
    folder,
    // Only looked at when the test says so.
    everyMs: 1_000_000,
    onChange: ({ tables }) => changes.push(tables.version),
  });
  onTestFinished(() => watched.stop());
  const codeOf = (table: string, code: string): string | undefined => watched.current().tables.codes[table]?.get(code);
  return { watched, changes, codeOf };
}

test("a changed table holds from the second look on, and once", () => {
  const { folder, write, load } = setupFolder();
  const { watched, changes, codeOf } = watch(folder, load());
  write("warehouses", "kingdee,wangdiantong\nCK1,A\n");
  watched.poll();
  expect(codeOf("warehouses", "CK1")).toBeUndefined();
  for (let looks = 0; looks < 3; looks += 1) watched.poll();
  expect([codeOf("warehouses", "CK1"), changes.length]).toEqual(["A", 1]);
});

test("two tables that are saved one after the other hold together", () => {
  const { folder, write, load } = setupFolder();
  const { watched, changes, codeOf } = watch(folder, load());
  write("warehouses", "kingdee,wangdiantong\nCK1,A\n");
  watched.poll();
  write("carriers", "kingdee,wangdiantong\nSF,shunfeng\n");
  watched.poll();
  expect([codeOf("warehouses", "CK1"), codeOf("carriers", "SF")]).toEqual([undefined, undefined]);
  watched.poll();
  expect([codeOf("warehouses", "CK1"), codeOf("carriers", "SF"), changes.length]).toEqual(["A", "shunfeng", 1]);
});

test("a table that is broken, half-written or gone leaves the last good one, is told, and recovers", () => {
  const { folder, write, load } = setupFolder();
  write("warehouses", "kingdee,wangdiantong\nCK1,A\n");
  const { watched, codeOf } = watch(folder, load());
  const look = (): void => {
    watched.poll();
    watched.poll();
  };
  for (const spoil of [
    () => write("warehouses", 'kingdee,wangdiantong\nCK1,"B'),
    () => write("warehouses", "kingdee,wangdiantong\nCK1,B\nCK1,C\n"),
    () => write("warehouses", ""),
    () => rmSync(join(folder, "tables", "warehouses.csv")),
  ]) {
    spoil();
    look();
    expect(codeOf("warehouses", "CK1")).toBe("A");
    expect(watched.problems().join("")).toMatch(/warehouses\.csv/);
  }
  write("warehouses", "kingdee,wangdiantong\nCK1,D\n");
  look();
  expect([codeOf("warehouses", "CK1"), watched.problems()]).toEqual(["D", []]);
});

test("a table that comes back as it was is no new version", () => {
  const { folder, write, load } = setupFolder();
  const path = join(folder, "tables", "warehouses.csv");
  const before = readFileSync(path);
  const { watched, changes } = watch(folder, load());
  write("warehouses", "kingdee,wangdiantong\nCK1,\n");
  watched.poll();
  watched.poll();
  writeFileSync(path, before);
  watched.poll();
  watched.poll();
  expect([changes, watched.problems()]).toEqual([[], []]);
});
