import fc from "fast-check";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { expect, test } from "vitest";
import writeSheet from "write-excel-file/node";

import { compareTables, editRows, keyOf, planImport, readUpload, type TableContent } from "../src/index.ts";
import { toBytes } from "../src/keep-file.ts";

const HEAD = ["kingdee", "wangdiantong"];
const NOTHING: TableContent = { head: HEAD, rows: [] };

async function linesOf(bytes: Uint8Array) {
  const upload = await readUpload(bytes);
  if ("problem" in upload) throw new Error(upload.problem.zh);
  return upload.lines;
}

async function planOf(rows: readonly (string | number | boolean | Date | null)[][], before = NOTHING) {
  const cells = rows.map((row) =>
    row.map((value) => (value instanceof Date ? { value, type: Date, format: "yyyy-mm-dd" } : value)),
  );
  const bytes = await writeSheet([HEAD, ...cells]).toBuffer();
  return planImport("codes", before, await linesOf(bytes));
}

const kindsOf = (plan: Awaited<ReturnType<typeof planOf>>) =>
  plan.flaws.map(({ severity, kind, line, code }) => [severity, kind, line, code]);

test("what Excel did to codes is told before anything is taken: rounded, a date, a truth value, zeros lost", async () => {
  const plan = await planOf([
    ["CK001", "W1"],
    [1_234_567_890_123_456, "W2"],
    [new Date("2026-01-02"), "W3"],
    [true, "W4"],
    [6_901_234_567_890, "W5"],
    ["1月2日", "W6"],
    ["CK\u200B7", "W7"],
  ]);
  expect(kindsOf(plan)).toEqual([
    ["refused", "number-rounded", 3, "1234567890123456"],
    ["refused", "date-cell", 4, "2026-01-02"],
    ["refused", "logical-cell", 5, "TRUE"],
    ["refused", "logical", 5, "TRUE"],
    ["refused", "excel-date", 7, "1月2日"],
    ["refused", "invisible", 8, "CK\u200B7"],
    ["warning", "number-cell", 6, "6901234567890"],
  ]);
});

test("codes that differ in width, case or zeros only are shown side by side, within the file and against the table", async () => {
  const before: TableContent = {
    head: HEAD,
    rows: [
      ["001", "W1"],
      ["CK2", "W2"],
    ],
  };
  const plan = await planOf(
    [
      ["A1", "X"],
      ["a1", "Y"],
      ["1", "W1"],
      ["ck2", "W2"],
    ],
    before,
  );
  expect(kindsOf(plan)).toEqual([
    ["warning", "alike", 3, "a1"],
    ["warning", "was-other", 4, "1"],
    ["warning", "was-other", 5, "ck2"],
  ]);
  expect(plan.flaws.map(({ text }) => text.en)).toEqual([
    expect.stringContaining("a1 and A1"),
    expect.stringContaining("1 is 001"),
    expect.stringContaining("ck2 is CK2"),
  ]);
});

test("a row that stands twice is refused with its line in the file, blank lines counted", async () => {
  const csv = "金蝶编码;旺店通编码\r\n\r\nCK1;A\r\n;;\r\nCK1;B\r\n";
  const plan = planImport("codes", NOTHING, await linesOf(Buffer.from(csv)));
  expect(plan.flaws).toMatchObject([{ severity: "refused", kind: "doubled", code: "CK1", line: 5 }]);
});

test("what would be new, other and gone is told for both ways, and remarks of the table are kept", async () => {
  const before: TableContent = {
    head: ["金蝶编码", "旺店通编码", "备注"],
    rows: [
      ["CK1", "A", "上海"],
      ["CK2", "B", "北京"],
    ],
  };
  const { merged, replaced } = await planOf(
    [
      ["CK1", "A9"],
      ["CK3", "C"],
    ],
    before,
  );
  const counts = ({ difference }: typeof merged) =>
    Object.values(difference).map((changes: readonly unknown[]) => changes.length);
  expect([counts(merged), counts(replaced)]).toEqual([
    [1, 1, 0],
    [1, 1, 1],
  ]);
  expect(merged.content).toEqual({
    head: before.head,
    rows: [
      ["CK1", "A9", "上海"],
      ["CK2", "B", "北京"],
      ["CK3", "C", ""],
    ],
  });
});

const TEXT = fc
  .string({ unit: fc.constantFrom(...'AZaz09-_/. ,;"\t=@+仓库上海'.split("")), minLength: 1, maxLength: 12 })
  .map((text) => text.trim())
  .filter((text) => text !== "" && !/^(=".*"|'[=+\-@\t].*)$/.test(text));
const TABLE = fc
  .uniqueArray(fc.tuple(TEXT, TEXT), { selector: ([key]) => key, maxLength: 8 })
  .map((rows): TableContent => ({ head: HEAD, rows }));

test("a table that is written and read again is the same, whatever its codes hold", async () => {
  await fc.assert(
    fc.asyncProperty(TABLE, async (table) => {
      const plan = planImport("codes", table, await linesOf(toBytes(table)));
      expect(plan.replaced.content).toEqual(table);
    }),
    { numRuns: 200 },
  );
});

test("what a comparison tells leads from the one table to the other", () => {
  fc.assert(
    fc.property(TABLE, TABLE, (before, after) => {
      const { added, changed, removed } = compareTables("codes", before, after);
      const edited = editRows("codes", before, {
        set: [
          ...changed.map(({ key, after: cells }) => ({ key, cells: cells ?? [] })),
          ...added.map(({ after: cells }) => ({ cells: cells ?? [] })),
        ],
        remove: removed.map(({ key }) => key),
      });
      if ("missing" in edited) throw new Error(edited.missing.join());
      expect(new Map(edited.rows as [string, string][])).toEqual(new Map(after.rows as [string, string][]));
    }),
  );
});

test("a row that is not there any more is neither changed nor taken out", () => {
  const key = keyOf("codes", HEAD, ["CK1"]);
  expect(editRows("codes", NOTHING, { set: [{ key, cells: ["CK1", "A"] }], remove: [] })).toEqual({ missing: [key] });
});

test(
  "a file that unpacks to very much is refused in time, and leaves the board its memory",
  { timeout: 60_000 },
  async () => {
    const huge = new Uint8Array(400_000_000);
    const bomb = zipSync({ "xl/worksheets/sheet1.xml": huge }, { level: 9 });
    expect(bomb.length).toBeLessThan(2_000_000);
    expect(await readUpload(bomb)).toMatchObject({ problem: { en: expect.stringContaining("unpacks to too much") } });
  },
);

test(
  "a sheet with a cell in its farthest corner, or of nonsense, is refused and breaks nothing",
  { timeout: 60_000 },
  async () => {
    const good = await writeSheet([HEAD, ["CK1", "A"]]).toBuffer();
    const parts = unzipSync(good);
    const name = Object.keys(parts).find((each) => each.endsWith("sheet1.xml")) ?? "";
    const xml = strFromU8(parts[name] ?? new Uint8Array());
    parts[name] = strToU8(xml.replace('r="A2"', 'r="XFD1048576"').replace(/<dimension[^>]*>/, ""));
    expect(await readUpload(zipSync(parts))).toHaveProperty("problem");
    for (const bytes of [
      good.subarray(0, 200),
      Buffer.from("PK\u0003\u0004nonsense"),
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0]),
    ])
      expect(await readUpload(bytes)).toHaveProperty("problem");
  },
);
