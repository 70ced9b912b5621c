import fc from "fast-check";
import { expect, test } from "vitest";

import { describeFault, Fault, FAULT_CODES, type FaultCode } from "../src/index.ts";
import { inEnglish, PHRASES } from "../src/english.ts";
import { FAULT_WORDS_EN } from "../src/fault-words-en.ts";

const HAN = /\p{Script=Han}/u;
const GAP = /\{(\d)\}/g;

/** What fills a gap: a number, a code, a time, a name of a field. */
const filling = fc.oneof(
  fc.integer({ min: 0, max: 99_999 }).map(String),
  fc.stringMatching(/^[A-Z]{2,5}-[A-Z0-9]{3,12}$/),
  fc.constantFrom("XSCKD000123-CK01", "2026-11-01 08:00:00", "FStockID_FNumber", '"A 1"', "12.5000", "warehouse_no"),
);

function fill(text: string, fillings: readonly string[]): string {
  return text.replaceAll(GAP, (_gap, number: string) => fillings[Number(number) - 1] ?? "");
}

test("a text is told in English with what fills it, whichever of ours it is", () => {
  for (const [chinese, english] of Object.entries(PHRASES))
    fc.assert(
      fc.property(fc.array(filling, { minLength: 5, maxLength: 5 }), (fillings) => {
        const told = inEnglish(fill(chinese, fillings));
        expect(told.replaceAll(/\s/g, "")).toBe(fill(english, fillings).replaceAll(/\s/g, ""));
      }),
      { numRuns: 20 },
    );
});

function gapsOf(text: string): string {
  return [...text.matchAll(GAP)]
    .map(([gap]) => gap)
    .toSorted()
    .join("");
}

test("both halves of a text have the same gaps, and only Wangdiantong's own words are Chinese in English", () => {
  for (const [chinese, english] of Object.entries(PHRASES)) {
    expect([chinese, gapsOf(english)]).toEqual([chinese, gapsOf(chinese)]);
    const ownWords = english.replaceAll(
      /金蝶采购入库|采购入库|金蝶编码|旺店通编码|配置值|字段名称|货品|换算率|单位|字段|类型/g,
      "",
    );
    expect(ownWords).not.toMatch(HAN);
  }
});

test("a fault as it was noted is told in English: meaning, what is its own, remedy", () => {
  for (const code of Object.keys(FAULT_CODES) as FaultCode[]) {
    const { meaning, remedy } = FAULT_WORDS_EN[code];
    expect(inEnglish(describeFault(new Fault(code, "XSCKD000001-CK01")))).toBe(
      `[${code}] ${meaning}: XSCKD000001-CK01 → ${remedy}`,
    );
    expect(inEnglish(FAULT_CODES[code].meaning)).toBe(meaning);
  }
});

test.each([
  [
    "[MAP_CODE_MISSING] 对照表中没有该编码:XSCKD000007 第 2 行:warehouse_no:对照表 warehouses 中没有 CK9,但有相似的 CK09(Excel 会去掉编码首尾的 0;全角与半角不同),请核对 → 在对照表中增加该编码并保存;受阻的单据会自动放行",
    "[MAP_CODE_MISSING] A code table has no row for this code: XSCKD000007 line 2: warehouse_no: the table warehouses has no CK9, but a similar CK09 (Excel takes zeros off the ends of codes; full width is not half width): compare them → Add the code to the table and save it; the bills go on by themselves",
  ],
  [
    "仓库应为 CK01,实为 CK02;SKU-1 应为 12,实为 10;SKU-2 应为 3,实为 0",
    "the warehouse should be CK01 and is CK02; SKU-1 should be 12 and is 10; SKU-2 should be 3 and is 0",
  ],
  ["不符合:FSaleOrgId(任一分录) 为 100、200 之一", "it does not meet: FSaleOrgId (any entry) is one of 100, 200"],
  [
    "数量不一致;同一外部单号有多张单据(已由 li 结案)",
    "quantities differ; several documents have this outer number (settled by li)",
  ],
  [
    "请在旺店通取消原单后改用“替换”,或人工冲回后用“接受”结案",
    "cancel the old document in Wangdiantong and use “Replacement”, or reverse it by hand and use “Accept”",
  ],
])("%s", (chinese, english) => {
  expect(inEnglish(chinese)).toBe(english);
});

test("what a vendor, a table or a person has said stays as it was said", () => {
  for (const words of ["广州一仓", "张三说:明天再发", "收货人 李四", "", "SKU-1"]) expect(inEnglish(words)).toBe(words);
  expect(
    inEnglish(
      "[WDT_REFUSED] 旺店通拒绝了该单据:stockout_order_push 返回 9:仓库盘点中 → 按旺店通的原话处理后重试;重试仍用同一外部单号,不会多出单据",
    ),
  ).toContain("stockout_order_push answered 9:仓库盘点中 → Do what its words say");
});
