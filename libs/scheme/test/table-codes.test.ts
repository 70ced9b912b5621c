import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { checkSchemes, loadScheme, readScheme } from "@billferry/scheme";
import iconv from "iconv-lite";
import { expect, onTestFinished, test } from "vitest";

const SHIPPED = join(import.meta.dirname, "../../../schemes");
const NAME = "sal-outstock";

/** The shipped scheme with a warehouse table of these lines; with `units` it converts by a unit table of those. */
function setup(table: string | Uint8Array, units?: string) {
  const folder = mkdtempSync(join(tmpdir(), "billferry-codes-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(SHIPPED, folder, { recursive: true });
  writeFileSync(join(folder, "tables/warehouses.csv"), table);
  if (units !== undefined) {
    const path = join(folder, `${NAME}.yaml`);
    const scheme = readFileSync(path, "utf8")
      .replace(
        'num: "{{ FRealQty }}"',
        'num: { convert: units, value: "{{ FRealQty }}", unit: "{{ FUnitID_FNumber }}" }',
      )
      .replace("tables:\n", "tables:\n  units: tables/units.csv\n");
    writeFileSync(path, scheme);
    writeFileSync(join(folder, "tables/units.csv"), units);
  }
  return {
    load: () => loadScheme(folder, NAME),
    problems: () => {
      const read = readScheme(folder, NAME);
      return "problems" in read ? read.problems : [];
    },
    warnings: () =>
      [...checkSchemes(folder, [NAME]).values()]
        .flat()
        .filter(({ severity, path }) => severity === "warning" && path.endsWith(".csv")),
  };
}

function tableOf(...rows: readonly string[]): string {
  return `kingdee,wangdiantong\n${rows.join("\n")}\n`;
}

test("a table can hold the codes that Kingdee holds: Chinese brackets, circled digits, units of one sign", () => {
  const codes = ["A100（红）", "①仓", "华东１号仓", "A-5℃", "A，B", "A100：红"];
  const { load, warnings } = setup(
    tableOf(...codes.map((code, index) => `${code},W${index}`)),
    "item,unit,ratio\n*,㎡,1\n*,kg／箱,12\n*,㎏,1\n",
  );
  const { tables } = load();
  expect([...(tables.codes["warehouses"] ?? new Map()).keys()]).toEqual(codes);
  expect(tables.units["units"]?.size).toBe(3);
  expect(warnings().map(({ line, text }) => [line, text])).toEqual([
    [4, expect.stringMatching(/华东１号仓 含有全角字母或数字/)],
  ]);
});

test.each([
  ["a zero-width space", "CK001\u200B", "U+200B"],
  ["a direction mark", "CK003\u200E", "U+200E"],
  ["an override of the direction", "\u202DCK004\u202C", "U+202D"],
  ["a word joiner", "CK005\u2060", "U+2060"],
  ["a soft hyphen", "CK006\u00AD", "U+00AD"],
  ["a byte order mark inside", "CK\uFEFF007", "U+FEFF"],
  ["a variation selector", "CK008\uFE0F", "U+FE0F"],
  ["a filler of no width", "CK009\u3164", "U+3164"],
  ["a character that was lost", "CK\uFFFD10", "U+FFFD"],
])("a code with %s is refused with its line and the code point, on either side", (_what, code, point) => {
  for (const row of [`${code},CK002`, `CK002,${code}`])
    expect(setup(tableOf("CK001,CK001", row)).problems()).toEqual([
      expect.objectContaining({ line: 3, text: expect.stringContaining(`不可见字符 ${point}`) }),
    ]);
});

test.each([
  ["1月2日", /日期/],
  ["2026年1月2日", /日期/],
  ["Jan-26", /日期/],
  ["2-Jan", /日期/],
  ["#N/A", /错误值/],
  ["#REF!", /错误值/],
  ["########", /错误值或列宽不足/],
  ["TRUE", /逻辑值/],
  ["1.23E+11", /科学计数/],
  ["1E+11", /科学计数/],
])("what a spreadsheet made of a code, %s, is refused", (code, words) => {
  expect(
    setup(tableOf(`${code},CK-1`))
      .problems()
      .map(({ line, text }) => [line, text]),
  ).toEqual([[2, expect.stringMatching(words)]]);
});

test.each([
  ["2026/1/2", /像是日期/],
  ["1/2/2026", /像是日期/],
  ["690123456789012000", /只保留 15 位/],
])("a code that a spreadsheet may have changed, %s, is taken with a warning", (code, words) => {
  const { load, warnings } = setup(tableOf(`${code},CK-1`));
  expect(load().tables.codes["warehouses"]?.get(code)).toBe("CK-1");
  expect(warnings().map(({ line, text }) => [line, text])).toEqual([[2, expect.stringMatching(words)]]);
});

test.each(["3E12", "1-2", "JAN", "MAY-1", "12", "1e5", "#1"])(
  "an ordinary code that only looks a little like one of those, %s, is taken without a word",
  (code) => {
    const { load, warnings } = setup(tableOf(`${code},CK-1`));
    expect([load().tables.codes["warehouses"]?.get(code), warnings()]).toEqual(["CK-1", []]);
  },
);

test("a Chinese Excel's file whose bytes are valid UTF-8 by chance is read as it was typed", () => {
  const { load } = setup(iconv.encode("kingdee,wangdiantong\r\n医药,CK002\r\n", "gb18030"));
  expect(load().tables.codes["warehouses"]).toEqual(new Map([["医药", "CK002"]]));
});

test("a file that could be either encoding is refused with both readings, and read where it bears a mark", () => {
  const text = tableOf("Φ20,W1");
  expect(setup(text).problems()).toEqual([
    expect.objectContaining({ text: expect.stringMatching(/Φ20 还是 桅20.*CSV UTF-8/) }),
  ]);
  expect(setup(`\uFEFF${text}`).load().tables.codes["warehouses"]?.get("Φ20")).toBe("W1");
});

test.each(["台北倉庫,W1\n高雄,W2", "中文,W1", "臺中倉,W1"])("a file in Big5 (%s) is named as one", (rows) => {
  expect(setup(iconv.encode(tableOf(rows), "big5")).problems()).toEqual([
    expect.objectContaining({ text: expect.stringMatching(/Big5.*CSV UTF-8/) }),
  ]);
});

test.each(["㎡", "A100（红）", "喆堃仓", "①仓", "A-5℃", "Φ20仓"])("%s is itself in GB18030 and in UTF-8", (code) => {
  for (const encoding of ["gb18030", "utf8"])
    expect(
      setup(iconv.encode(tableOf(`${code},W1`), encoding))
        .load()
        .tables.codes["warehouses"]?.get(code),
    ).toBe("W1");
});
