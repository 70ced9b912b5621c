import type { FaultCode } from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

import { explainRefusal } from "../../src/core/explain-refusal.ts";
import { findMissingCodes } from "../../src/core/missing-code.ts";
import type { OwnCode } from "../../src/core/own-codes.ts";

const OWN = [
  { field: "outer_no", value: "X1-CK1" },
  { field: "warehouse_no", value: "CK1" },
  { field: "reason", value: "销售" },
  { field: "spec_no", value: "A-1" },
  { field: "spec_no", value: "A-11" },
  { field: "spec_no", value: "40" },
];

test.each<[words: string, code: FaultCode, subject: string, codes: string[]]>([
  ["货品 A-11 不存在", "WDT_SKU_UNKNOWN", "spec_no", ["A-11"]],
  ["商家编码A-1、A-11不存在", "WDT_SKU_UNKNOWN", "spec_no", ["A-1", "A-11"]],
  ["spec_no A-1 not exist", "WDT_SKU_UNKNOWN", "spec_no", ["A-1"]],
  ["A-11 not found.", "WDT_SKU_UNKNOWN", "spec_no", ["A-11"]],
  ["仓库编号不存在或无仓库访问权限", "WDT_WAREHOUSE_UNKNOWN", "warehouse_no", ["CK1"]],
  ["warehouse_no CK1 not exist", "WDT_WAREHOUSE_UNKNOWN", "warehouse_no", ["CK1"]],
  ["不存在的原因", "WDT_REASON_UNKNOWN", "reason", ["销售"]],
])("「%s」 (%s) is about %s %s", (words, code, subject, codes) => {
  expect(findMissingCodes(code, words, OWN)).toEqual(codes.map((each) => ({ kind: "target", subject, code: each })));
});

test("a code of the vendor's that only contains one of ours is named itself, and ours is not", () => {
  expect(skusIn("商家编码2040不存在", OWN)).toEqual(["2040"]);
  expect(skusIn("组合装的单品 A-1-2 不存在", OWN)).toEqual(["A-1-2"]);
  const single = [{ field: "spec_no", value: "40" }];
  expect(skusIn("第3行货品2040不存在", single)).toEqual(["2040"]);
  expect(skusIn("第3行货品不存在", single)).toEqual(["40"]);
});

test("where the words name no code and we sent several, nobody can tell", () => {
  expect(findMissingCodes("WDT_SKU_UNKNOWN", "货品不存在", OWN)).toEqual([]);
  expect(findMissingCodes("WDT_SKU_UNKNOWN", "货品 B-1 或 B-2 不存在", OWN)).toEqual([]);
});

test("a refusal that is not about a code leaves no gap", () => {
  expect(findMissingCodes("WDT_STOCK_SHORT", "CK1 A-1", OWN)).toEqual([]);
});

function skusIn(words: string, own: readonly OwnCode[]): readonly string[] {
  return findMissingCodes("WDT_SKU_UNKNOWN", words, own).map(({ code }) => code);
}

const code = fc.stringMatching(/^[A-Z0-9]{2,6}(-[A-Z0-9]{1,4}){0,2}$/);
const templates = fc.constantFrom(
  (each: string) => `商家编码${each}不存在`,
  (each: string) => `货品 [${each}] 不存在或已停用!`,
  (each: string) => `spec_no ${each} not exist`,
  (each: string) => `${each} not found.`,
);

test("whatever the codes of an order, the one that the words name is found, and no other", () => {
  fc.assert(
    fc.property(fc.uniqueArray(code, { minLength: 1, maxLength: 8 }), fc.nat(), templates, (values, pick, words) => {
      const named = values[pick % values.length] ?? "";
      const own = values.map((value) => ({ field: "spec_no", value }));
      expect(skusIn(words(named), own)).toEqual([named]);
    }),
  );
});

test("a code of ours is never found inside a longer one of the vendor's", () => {
  fc.assert(
    fc.property(code, code, fc.constantFrom("", "-", "_", ".", "/"), templates, (ours, more, tie, words) => {
      const own = [{ field: "spec_no", value: ours }];
      for (const theirs of [`${ours}${tie}${more}`, `${more}${tie}${ours}`])
        expect(skusIn(words(theirs), own)).not.toContain(ours);
    }),
  );
});

const POSITION = { faultCode: "WDT_POSITION_UNKNOWN", provesNoEffect: true } as const;

test("a position that was not sent is the goods' default one: it is named, with the goods", () => {
  const lines = [
    { specNo: "SKU-1", positionNo: undefined },
    { specNo: "SKU-2", positionNo: "B-01" },
    { specNo: "SKU-3", positionNo: undefined },
  ];
  const codes = [{ field: "position_no", value: "B-01" }];
  expect(explainRefusal(POSITION, "货位不存在 A-01-01", { codes, lines })).toEqual({
    meaning: { faultCode: "WDT_DEFAULT_POSITION_UNKNOWN" },
    note: "(推送未带货位,这是旺店通中货品的默认货位);涉及商家编码 SKU-1、SKU-3",
    missing: [{ kind: "target", subject: "position_no", code: "A-01-01" }],
  });
});

test("a position that was sent is ours, with the goods that lie there", () => {
  const lines = [
    { specNo: "SKU-1", positionNo: "A-01-01" },
    { specNo: "SKU-2", positionNo: undefined },
  ];
  const codes = [{ field: "position_no", value: "A-01-01" }];
  expect(explainRefusal(POSITION, "当前仓库中不存在货位: A-01-01", { codes, lines })).toEqual({
    meaning: POSITION,
    note: ";涉及商家编码 SKU-1",
    missing: [{ kind: "target", subject: "position_no", code: "A-01-01" }],
  });
});

test("of many goods the first ten are named, and all are counted", () => {
  const lines = Array.from({ length: 30 }, (_, index) => ({ specNo: `S${index}`, positionNo: undefined }));
  const { note } = explainRefusal(POSITION, "货位不存在 A-01-01", { codes: [], lines });
  expect(note).toMatch(/S0、S1、.*S9 等共 30 个$/);
});
