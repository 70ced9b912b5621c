import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  checkSchemes,
  findSiblings,
  formatFinding,
  loadScheme,
  loadSchemes,
  type SchemeFinding,
} from "@billferry/scheme";
import { expect, onTestFinished, test } from "vitest";

const SHIPPED = join(import.meta.dirname, "../../../schemes");
const NAMES = ["sal-outstock", "sal-returnstock", "stk-misdelivery"];

/** The shipped schemes in a folder of their own, with one text in one of them changed. */
function folderWith(...edits: readonly (readonly [from: string | RegExp, to: string])[]): string {
  const folder = mkdtempSync(join(tmpdir(), "billferry-check-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(SHIPPED, folder, { recursive: true });
  const path = join(folder, "sal-outstock.yaml");
  const before = readFileSync(path, "utf8");
  const after = edits.reduce((text, [from, to]) => text.replace(from, () => to), before);
  if (edits.length > 0 && after === before) throw new Error("the edit has no effect");
  writeFileSync(path, after);
  return folder;
}

function check(...edits: readonly (readonly [string | RegExp, string])[]): readonly SchemeFinding[] {
  return findingsIn(folderWith(...edits), ["sal-outstock"]);
}

/** Without the hints, which want nothing. */
function findingsIn(folder: string, names: readonly string[]): readonly SchemeFinding[] {
  const all = [...checkSchemes(folder, names).values()].flat();
  return all.filter(({ severity }) => severity !== "hint");
}

test("the shipped schemes have no finding, but hints of what only the data can show", () => {
  expect(findingsIn(SHIPPED, NAMES)).toEqual([]);
  const hints = checkSchemes(SHIPPED, NAMES).get("sal-outstock") ?? [];
  expect(hints.map(formatFinding)).toEqual([
    expect.stringMatching(
      /说明:商家编码没有用到分录的辅助属性.*FMaterialID_FNumber \}\}-\{\{ FAuxPropId_FF100001_FNumber/,
    ),
    expect.stringMatching(/说明:外部单号以“-”相连.*不要改 outer_no/),
  ]);
});

const FILTER = "FApproveDate>='{{LAST_SYNC_TIME dateTime}}'";
const KEY = '"{{ FBillNo }}-{{ FStockID_FNumber }}"';
const QUANTITY = 'num: "{{ FRealQty }}"';
const SUM = "{ sum: FAllAmount, round: 4 }";

test.each<[trap: string, from: string | RegExp, to: string, words: RegExp]>([
  ["the bill's date as cursor", FILTER, "FDate>='{{LAST_SYNC_TIME dateTime}}'", /错误:.*FDate.*永远读不到/],
  ["the change's date as cursor", FILTER, "FModifyDate>='{{LAST_SYNC_TIME dateTime}}'", /错误:.*FModifyDate/],
  ["a lower bound that leaves out its own moment", FILTER, FILTER.replace(">=", ">"), /错误:.*比较是 >/],
  ["a lower bound of nothing", FILTER, "'{{LAST_SYNC_TIME dateTime}}'=FNote", /错误:.*没有与字段比较/],
  ["an OR beside the lower bound", FILTER, `${FILTER} or FNote='x'`, /错误:.*OR 在括号之外/],
  ["a quote that is not closed", FILTER, `${FILTER} and FNote='x`, /错误:.*引号不成对/],
  ["a parenthesis that is not closed", FILTER, `${FILTER} and (FNote='x'`, /错误:.*括号不成对/],
  ["bills that are not approved", FILTER, `${FILTER} and FDocumentStatus='A'`, /错误:.*FDocumentStatus 与之矛盾/],
  ["all but approved bills", FILTER, `${FILTER} and FDocumentStatus<>'C'`, /错误:.*FDocumentStatus 与之矛盾/],
  ["void bills", FILTER, `${FILTER} and FCancelStatus = 'B'`, /错误:.*FCancelStatus 与之矛盾/],
  ["an end of time", FILTER, `${FILTER} and FApproveDate<'2026-12-31'`, /错误:.*上限/],
  ["an unknown placeholder", FILTER, `${FILTER} and FNote='{{TODAY}}'`, /错误:.*未知的占位符 {{TODAY}}/],
  ["a misspelt field in the filter", FILTER, `${FILTER} and FBilNo<>''`, /错误:.*FBilNo 未知.*FBillNo/],
  ["a name in place of a key", FILTER, `${FILTER} and FStockOrgId_FNumber='100'`, /错误:.*改为 FStockOrgId\.FNumber/],
  ["pages that old servers cut", "page_size: 2000", "page_size: 5000", /提醒:.*2000 行/],
  ["no second reading of the last minutes", "overlap: 10m", "overlap: 0m", /提醒:.*没有回读/],
  ["a key without the bill", KEY, '"{{ FStockID_FNumber }}"', /错误:.*分不清单据编号/],
  [
    "a key with the head of the bill's number",
    KEY,
    '"{{ FBillNo | truncate: 8 }}-{{ FStockID_FNumber }}"',
    /错误:.*分不清/,
  ],
  ["a key without the warehouse", KEY, '"{{ FBillNo }}"', /错误:.*却没有它/],
  ["a key that runs together", KEY, '"{{ FBillNo }}{{ FStockID_FNumber }}"', /错误:.*没有分隔/],
  [
    "a key with an edited text",
    KEY,
    '"{{ FBillNo }}-{{ FStockID_FNumber }}-{{ FNote }}"',
    /提醒:.*可以修改的字段 FNote/,
  ],
  ["a key of a line", KEY, '"{{ FBillNo }}-{{ FStockID_FNumber }}-{{ FLot_FNumber }}"', /错误:.*分录字段 FLot_FNumber/],
  [
    "several warehouses in an order",
    "group_by: FStockID_FNumber",
    "group_by: FBillNo",
    /错误:.*多个仓库的行会进入同一张订单/,
  ],
  ["a constant that is too long", '"{{ FCarriageNO }}"', `"${"9".repeat(41)}"`, /错误:.*最多 40/],
  ["orders that nobody audits", "  is_check: 1\n", "", /提醒:.*待审核/],
  ["a receiver's name", '"金蝶销售出库 {{ FBillNo }} {{ FNote }}"', '"{{ FLinkMan }}"', /提醒:.*个人信息 FLinkMan/],
  ["a price of many places", /\{ value: "\{\{ FTaxPrice \}\}", round: 4 \}/, '"{{ FTaxPrice }}"', /提醒:.*没有舍入/],
  ["the quantity that should have left", QUANTITY, 'num: "{{ FMustQty }}"', /提醒:.*应发数量/],
  ["another quantity than the one looked at", QUANTITY, 'num: "{{ FTaxPrice }}"', /提醒:.*不是选行所用的/],
  ["a total of many places", SUM, "{ sum: FAllAmount }", /提醒:.*合计可多于 4 位小数/],
  ["a sum of texts", SUM, "{ sum: FBarcode }", /错误:.*不能合计 FBarcode/],
  ["a text for a number", SUM, '"{{ FNote }}"', /提醒:.*应为数值/],
  ["a table that nothing asks", /logistics_code: .*\n/, "\n", /提醒:.*carriers 没有被使用/],
  [
    "an empty table that all wait for",
    'value: "{{ FCarrierID_FNumber }}"',
    'value: "{{ FCarrierID_FNumber }}", missing: hold',
    /提醒:.*每张单据都会等待/,
  ],
  [
    "lots that are merged",
    "merge_by: [spec_no, batch_no, position_no]",
    "merge_by: [spec_no]",
    /提醒:.*不同 batch_no 的行会合并/,
  ],
  ["goods that are not merged", "merge_by: [spec_no, batch_no, position_no]", "merge_by: []", /提醒:.*不合并/],
  ["bundles beside their parts", /  exclude:\n.*Parent \}\n/, "", /提醒:.*组合产品/],
  ["goods whose colours nobody told of", "  unused: { auxiliary_property: mixed }\n", "", /提醒:.*辅助属性.*FF100001/],
  ["lots that are not sent", '  batch_no: "{{ FLot_FNumber }}"\n', "", /提醒:.*没有用到批号/],
  ["one SKU for all", 'spec_no: "{{ FMaterialID_FNumber }}"', "spec_no: SKU-1", /错误:.*商家编码是常量/],
])("%s is told, with its line and a remedy", (_trap, from, to, words) => {
  const findings = check([from, to]);
  const told = findings.find((finding) => words.test(formatFinding(finding)));
  expect({ isTold: told !== undefined, all: findings.map(formatFinding) }).toMatchObject({ isTold: true });
  expect(told?.remedy).not.toBe("");
  expect(told?.line).toBeGreaterThan(1);
  expect(formatFinding(told as SchemeFinding)).toMatch(/sal-outstock\.yaml:\d+ (错误|提醒):/);
});

test.each([
  ["the day", "yyyy-MM-dd", 0],
  ["the month", "yyyy-MM", 1],
])("a key that says %s of the date its bills are split by", (_what, format, blind) => {
  const findings = check(
    ["group_by: FStockID_FNumber", "group_by: [FStockID_FNumber, FExpiryDate]"],
    [KEY, `'{{ FBillNo }}-{{ FStockID_FNumber }}-{{ FExpiryDate | date: "${format}" }}'`],
  );
  expect(findings.filter(({ text }) => text.includes("却没有它"))).toHaveLength(blind);
  expect(findings).toHaveLength(blind);
});

/** What is said of the key where the warehouse table lists these codes. */
function wordsOfKey(...codes: readonly string[]): readonly string[] {
  const folder = folderWith();
  const rows = codes.map((code) => `${code},W-${code}`);
  writeFileSync(join(folder, "tables/warehouses.csv"), ["kingdee,wangdiantong", ...rows, ""].join("\n"));
  return (checkSchemes(folder, ["sal-outstock"]).get("sal-outstock") ?? [])
    .map(formatFinding)
    .filter((text) => text.includes("外部单号"));
}

test("a key whose separator stands in a known warehouse code is told with that code, and a clean table quiets it", () => {
  expect(wordsOfKey("MAIN", "B2C-MAIN")).toEqual([expect.stringMatching(/提醒:.*B2C-MAIN,两张单据可能得到同一单号/)]);
  expect(wordsOfKey("MAIN", "CK001")).toEqual([]);
});

test("a key that no value can blur has no word about its separator", () => {
  const key = "\"{{ FStockID_FNumber }}-{{ FBillNo | replace: '-', '.' }}\"";
  const findings = checkSchemes(folderWith([KEY, key]), ["sal-outstock"]).get("sal-outstock") ?? [];
  expect(findings.filter(({ text }) => text.includes("相连"))).toEqual([]);
});

test("a misspelt field is told with the nearest name, and a misspelt setting too", () => {
  expect(check(["FLot_FNumber", "FLot_FNumbr"]).map(formatFinding)).toEqual([
    expect.stringMatching(/:\d+ 错误:未知字段 FLot_FNumbr,是否为 FLot_FNumber\?/),
  ]);
  expect(check(["merge_by:", "merge_bye:"]).map(formatFinding)).toEqual([
    expect.stringMatching(/未知的设置 merge_bye,是否为 merge_by\?/),
  ]);
});

test.each([
  ['stockin_num: "{{ FRealQty }}"', 'num: "{{ FRealQty }}"', "num", "stockin_num"],
  ['stockin_num: "{{ FRealQty }}"', 'qty: "{{ FRealQty }}"', "qty", "stockin_num"],
  ["stockin_price:", "price:", "price", "stockin_price"],
  ["batch_no:", "batch:", "batch", "batch_no"],
  ["warehouse_no:", "warehouse:", "warehouse", "warehouse_no"],
  ["remark:", "remrak:", "remrak", "remark"],
])("a parameter that was meant otherwise is told with the one that was meant: %s as %s", (from, to, wrong, meant) => {
  const folder = folderWith();
  const path = join(folder, "sal-returnstock.yaml");
  writeFileSync(
    path,
    readFileSync(path, "utf8").replace(from, () => to),
  );
  const findings = checkSchemes(folder, ["sal-returnstock"]).get("sal-returnstock") ?? [];
  expect(findings.map(formatFinding).join("\n")).toContain(`没有参数 ${wrong},是否为 ${meant}?`);
});

test("a parameter that is like none is told with those that there are", () => {
  expect(check(["logistics_no:", "xyzzy:"]).map(formatFinding)).toEqual([
    expect.stringMatching(/没有参数 xyzzy,可用的参数:outer_no、is_check/),
  ]);
});

test.each(["001", "0x1F", "99999999999999999999"])(
  "a code %s without quotes is told before it becomes another",
  (code) => {
    expect(check(['"{{ FCarriageNO }}"', code]).map(formatFinding)).toEqual([
      expect.stringMatching(new RegExp(`:\\d+ 错误:${code} 会被读作数字 .*请加引号`)),
    ]);
  },
);

test("two schemes for the same bills are told, and no service starts with them", () => {
  const folder = folderWith();
  const text = readFileSync(join(folder, "sal-outstock.yaml"), "utf8");
  writeFileSync(join(folder, "other.yaml"), text.replace("name: sal-outstock", "name: other"));
  const findings = findingsIn(folder, ["sal-outstock", "other"]);
  expect(findings.map(formatFinding)).toEqual([expect.stringMatching(/每张单据会推送两次/)]);
  expect(() =>
    loadSchemes({ SCHEME_DIR: folder, TABLES_DIR: join(folder, "kept"), SCHEMES: "sal-outstock,other" }),
  ).toThrow(/每张单据会推送两次/);

  const split = `${text.replace("name: sal-outstock", "name: other")}\nbills: { only: [{ field: FNote, equals: x }] }\n`;
  writeFileSync(join(folder, "other.yaml"), split);
  expect(
    loadSchemes({ SCHEME_DIR: folder, TABLES_DIR: join(folder, "kept"), SCHEMES: "sal-outstock,other" }),
  ).toHaveLength(2);
});

test.each([
  ["another filter", FILTER, `${FILTER} and FSaleOrgId.FNumber='100'`, ["other"]],
  ["another account of Kingdee", "source:", "accounts: { kingdee: branch }\nsource:", []],
  ["another account of Wangdiantong", "source:", "accounts: { wangdiantong: branch }\nsource:", []],
])("a scheme with %s: whether it is a sibling", (_what, from, to, expected) => {
  const folder = folderWith();
  const text = readFileSync(join(folder, "sal-outstock.yaml"), "utf8");
  writeFileSync(
    join(folder, "other.yaml"),
    text.replace("name: sal-outstock", "name: other").replace(from, () => to),
  );
  const [scheme, ...more] = [...NAMES, "other"].map((name) => loadScheme(folder, name));
  if (scheme === undefined) throw new Error("no scheme");
  expect(findSiblings(scheme, [scheme, ...more]).map(({ definition }) => definition.name)).toEqual(expected);
});

test("no service starts on a scheme that loses or doubles bills", () => {
  const folder = folderWith([FILTER, "FDate>='{{LAST_SYNC_TIME dateTime}}'"]);
  expect(() => loadSchemes({ SCHEME_DIR: folder, TABLES_DIR: join(folder, "kept"), SCHEMES: "sal-outstock" })).toThrow(
    /sal-outstock\.yaml:\d+ .*FDate/,
  );
});
