import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { listSchemes, loadScheme, testScheme } from "@billferry/scheme";
import { expect, onTestFinished, test } from "vitest";

const SHIPPED = join(import.meta.dirname, "../../../schemes");
const LEAST_CASES = 4;

/** The shipped schemes in a folder of their own, with one case more. */
function folderWithCase(text: string): { readonly folder: string; readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), "billferry-cases-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(SHIPPED, folder, { recursive: true });
  const path = join(folder, "sal-outstock.cases", "zz-mine.yaml");
  writeFileSync(path, text);
  return { folder, path };
}

function runMine(text: string, options = { update: false }) {
  const { folder, path } = folderWithCase(text);
  return { result: testScheme(folder, loadScheme(folder, "sal-outstock"), options).at(-1), path };
}

test.each(listSchemes(SHIPPED, "all"))("%s makes of the bills kept beside it what it has to", (name) => {
  const results = testScheme(SHIPPED, loadScheme(SHIPPED, name), { update: false });
  expect(results.length).toBeGreaterThanOrEqual(LEAST_CASES);
  expect(results.filter(({ kind }) => kind !== "passed")).toEqual([]);
});

const BILL = "bill: { head: { FBillNo: X1 }, lines: [{ FStockID_FNumber: CK1, FMaterialID_FNumber: A, FRealQty: 2 }] }";

test("a case that does not come out is told value by value", () => {
  const { result } = runMine(`title: 错
${BILL}
expect:
  orders:
    - { outer_no: X1-CK1, is_check: 1, warehouse_no: CK1, remark: 金蝶销售出库 X1, detail_list: [{ spec_no: A, num: 3, batch_no: L1 }] }
`);
  expect(result).toMatchObject({
    kind: "failed",
    title: "错",
    differences: expect.arrayContaining([
      { at: "orders[0].detail_list[0].num", expected: "3", actual: "2" },
      { at: "orders[0].detail_list[0].batch_no", expected: "L1", actual: undefined },
    ]),
  });
});

test("a bill that is refused is not what a case of orders expects", () => {
  const { result } = runMine(`title: 错\n${BILL}\nexpect: { refused: [MAP_VALUE_MISSING] }\n`);
  expect(result?.kind).toBe("failed");
});

test("a case without an expectation fails until what came out is written in, and a written one is never touched", () => {
  const text = `# 说明保留\ntitle: 新\n${BILL}\n`;
  expect(runMine(text).result?.kind).toBe("open");
  const { result, path } = runMine(text, { update: true });
  expect(result).toMatchObject({ kind: "open", isWritten: true });
  const written = readFileSync(path, "utf8");
  expect(written).toContain("# 说明保留");
  expect(runMine(written).result?.kind).toBe("passed");
  const wrong = runMine(written.replace("X1-CK1", "X1-CK9"), { update: true });
  expect(wrong.result?.kind).toBe("failed");
  expect(readFileSync(wrong.path, "utf8")).toContain("X1-CK9");
});

test.each([
  ["YAML that is none", "title: [", /zz-mine\.yaml:\d+ /],
  ["a setting that does not exist", `title: x\n${BILL}\nexpects: {}\n`, /expects/],
  [
    "a field that the scheme does not know",
    `title: x\n${BILL.replace("FRealQty", "FRealQuantity")}\n`,
    /FRealQuantity/,
  ],
  ["a code of no fault", `title: x\n${BILL}\nexpect: { refused: [NOPE] }\n`, /expect/],
])("%s is a problem of the file, in words", (_what, text, words) => {
  const { result } = runMine(text);
  expect(result?.kind).toBe("broken");
  expect(result?.kind === "broken" ? result.problem : "").toMatch(words);
});

test("every case file is one that runs", () => {
  const files = readdirSync(SHIPPED, { recursive: true }).map(String);
  const cases = files.filter((file) => /\.cases\/.*\.yaml$/.test(file));
  const run = listSchemes(SHIPPED, "all").flatMap((name) =>
    testScheme(SHIPPED, loadScheme(SHIPPED, name), { update: false }),
  );
  expect(run).toHaveLength(cases.length);
});
