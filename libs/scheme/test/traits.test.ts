import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { linesOf, toFieldKey, type Cell } from "@billferry/contracts";
import { loadScheme, selectFields, testScheme, transformBill, type Scheme } from "@billferry/scheme";
import { expect, onTestFinished, test } from "vitest";

const SHIPPED = join(import.meta.dirname, "../../../schemes");
type Values = Readonly<Record<string, Cell>>;

const STATED = "unused: { auxiliary_property: mixed }";
const SKU = 'spec_no: "{{ FMaterialID_FNumber }}"';
const COLOURED =
  'spec_no: "{{ FMaterialID_FNumber }}{% if FAuxPropId_FF100001_FNumber != blank %}-{{ FAuxPropId_FF100001_FNumber }}{% endif %}"';

function folderWith(...edits: readonly (readonly [string, string])[]): string {
  const folder = mkdtempSync(join(tmpdir(), "billferry-traits-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(SHIPPED, folder, { recursive: true });
  const path = join(folder, "sal-outstock.yaml");
  const text = edits.reduce(
    (all, [from, to]) => {
      expect(all).toContain(from);
      return all.replace(from, () => to);
    },
    readFileSync(path, "utf8"),
  );
  writeFileSync(path, text);
  return folder;
}

function setup(...edits: readonly (readonly [string, string])[]): Scheme {
  return loadScheme(folderWith(...edits), "sal-outstock");
}

/** As Kingdee gives them: 0 where a line carries no auxiliary property and no lot. */
function transform(scheme: Scheme, lines: readonly Values[]) {
  const usual: Values = { FBillNo: "XSCKD1", FStockID_FNumber: "CK001", FMaterialID_FNumber: "TS-100", FRealQty: "1" };
  const ids: Values = { FAuxPropId: "0", FLot: "0", FUnitID: "10101" };
  const fields = [...selectFields(scheme).names];
  const rows = lines.map((line, index) =>
    fields.map(
      (name) =>
        ({ ...usual, ...ids, FEntity_FEntryID: String(index + 100), FEntity_FSeq: String(index + 1), ...line })[name] ??
        null,
    ),
  );
  const result = transformBill({ billNo: "XSCKD1", fields, rows }, scheme);
  return {
    kind: result.kind,
    issues: result.kind === "refused" ? result.issues.map(({ code, message }) => `${code} ${message}`) : [],
    sent: result.kind === "ordered" ? result.orders.flatMap(({ target, order }) => linesOf(target, order)) : [],
    notes: result.kind === "ordered" ? result.orders.flatMap(({ notes }) => notes) : [],
    unused: result.kind === "ordered" ? result.unused : [],
  };
}

const RED: Values = { FAuxPropId: "100101", FRealQty: "3", FAuxPropId_FF100001_FNumber: "RED" };
const BLUE: Values = { FAuxPropId: "100102", FRealQty: "2", FAuxPropId_FF100001_FNumber: "BLUE" };

test("two colours of one material never become one line: the bill waits and says which lines and what to write", () => {
  expect(transform(setup(), [RED, BLUE]).issues).toEqual([
    expect.stringMatching(/^MAP_GOODS_MIXED XSCKD1:第 1、2 行的辅助属性不同\(FAuxPropId=100101、100102\).*同为 TS-100/),
  ]);
  expect(transform(setup(), [RED, { FStockID_FNumber: "CK002" }]).issues).toHaveLength(1);
});

test("one colour alone goes, and a note says that the scheme does not use it", () => {
  const { sent, notes, unused } = transform(setup(), [{ FMaterialID_FNumber: "B" }, RED, RED]);
  expect(sent).toMatchObject([{ spec_no: "B" }, { spec_no: "TS-100", num: "6" }]);
  expect(notes).toContain("第 2、3 行带有辅助属性,方案没有用到");
  expect(unused).toEqual([{ trait: "auxiliary_property", label: "辅助属性", seqs: ["2", "3"] }]);
});

test("a SKU made of material and colour keeps colours apart, and has nothing to note", () => {
  const { sent, notes } = transform(setup([SKU, COLOURED]), [RED, BLUE, { FMaterialID_FNumber: "B" }]);
  expect(sent).toMatchObject([{ spec_no: "TS-100-RED" }, { spec_no: "TS-100-BLUE" }, { spec_no: "B" }]);
  expect(notes).toEqual([]);
});

test("a SKU that says the colour and not the size still mixes no sizes", () => {
  const large: Values = { ...RED, FAuxPropId: "100103" };
  expect(transform(setup([SKU, COLOURED]), [RED, large]).issues).toEqual([expect.stringMatching(/辅助属性不同/)]);
});

test.each([
  ["hold", ["MAP_GOODS_MIXED"], []],
  ["note", [], ["第 1 行带有辅助属性,方案没有用到"]],
  ["ignore", [], []],
])("a scheme that says %s of colours gets that", (policy, codes, notes) => {
  const result = transform(setup([STATED, `unused: { auxiliary_property: ${policy} }`]), [RED]);
  expect(result.issues.map((issue) => issue.split(" ")[0])).toEqual(codes);
  expect(result.notes).toEqual(notes);
});

test("what a scheme ignores is not asked for; what it does not use is, and can be done without", () => {
  const ignoring = selectFields(setup([STATED, "unused: { auxiliary_property: ignore }"]));
  expect(ignoring.names).not.toContain("FAuxPropId");
  const { names, needed } = selectFields(setup());
  expect(names).toEqual(expect.arrayContaining(["FAuxPropId", "FLot", "FUnitID"]));
  expect(["FAuxPropId", "FLot", "FUnitID"].filter((name) => needed.has(name))).toEqual([]);
  const other = selectFields(loadScheme(SHIPPED, "stk-misdelivery"));
  expect(other.names).toEqual(expect.arrayContaining(["FAuxPropId", "FLot", "FUnitID"]));
});

test("quantities in different units are never added up as they are", () => {
  expect(transform(setup(), [{ FUnitID: "10101" }, { FUnitID: "10102" }]).issues).toEqual([
    expect.stringMatching(/^MAP_GOODS_MIXED .*第 1、2 行的单位不同/),
  ]);
  expect(transform(setup(), [{}, { FUnitID: "10102", FMaterialID_FNumber: "B" }]).kind).toBe("ordered");
  const inBaseUnit = setup(
    ['num: "{{ FRealQty }}"', 'num: "{{ FBaseUnitQty }}"'],
    ["quantity: FRealQty", "quantity: FBaseUnitQty"],
  );
  const mixed = [{ FBaseUnitQty: "1" }, { FUnitID: "10102", FBaseUnitQty: "12" }];
  expect(transform(inBaseUnit, mixed).sent).toMatchObject([{ num: "13" }]);
});

test("a lot that a scheme drops is told on the bill, and lots that are sent are not", () => {
  const lots = [
    { FLot: "7", FLot_FNumber: "L1" },
    { FLot: "8", FLot_FNumber: "L2" },
  ];
  expect(transform(setup(), lots)).toMatchObject({ kind: "ordered", notes: [] });
  const dropping = setup(['  batch_no: "{{ FLot_FNumber }}"\n', ""]);
  expect(transform(dropping, lots).notes).toContain("第 1、2 行带有批号,方案没有用到");
});

test("rows that were read before these fields were asked for are transformed as ever", () => {
  const scheme = setup();
  const fields = ["FBillNo", "FEntity_FEntryID", "FEntity_FSeq", "FStockID_FNumber", "FMaterialID_FNumber", "FRealQty"];
  const rest = ["FNote", "FCarriageNO", "FCarrierID_FNumber", "FTaxPrice", "FAllAmount", "FLot_FNumber", "FEntrynote"];
  const rows = ["1", "2"].map((seq) => ["XSCKD1", `10${seq}`, seq, "CK001", "TS-100", "1", ...rest.map(() => null)]);
  const result = transformBill({ billNo: "XSCKD1", fields: [...fields, ...rest], rows }, scheme);
  expect(result.kind).toBe("ordered");
});

test("parts of flexible fields have keys of several dots", () => {
  expect(toFieldKey("FAuxPropId_FF100001_FNumber")).toBe("FAuxPropId.FF100001.FNumber");
  expect(toFieldKey("FAuxPropId_FF100002")).toBe("FAuxPropId.FF100002");
  expect(toFieldKey("FStockLocId_FF100004_FName")).toBe("FStockLocId.FF100004.FName");
});

test("a case may say the auxiliary property of its lines", () => {
  const folder = folderWith([SKU, COLOURED]);
  const lines = [RED, BLUE].map((line) =>
    JSON.stringify({ FStockID_FNumber: "CK001", FMaterialID_FNumber: "TS-100", ...line }),
  );
  const text = `title: 同一物料,仅辅助属性不同\nbill:\n  head: { FBillNo: XSCKD000201 }\n  lines: [${lines.join(",")}]\nexpect:\n  orders:\n    - outer_no: XSCKD000201-CK001\n      is_check: 1\n      warehouse_no: CK001\n      remark: 金蝶销售出库 XSCKD000201\n      detail_list: [{ spec_no: TS-100-RED, num: 3 }, { spec_no: TS-100-BLUE, num: 2 }]\n`;
  writeFileSync(join(folder, "sal-outstock.cases/colours.yaml"), text);
  const results = testScheme(folder, loadScheme(folder, "sal-outstock"), { update: false });
  expect(results.find(({ path }) => path.endsWith("colours.yaml"))).toMatchObject({ kind: "passed" });
});

test.each([
  ["a zero-width space", { FStockID_FNumber: "CK001\u200B" }, "U+200B"],
  ["a direction mark", { FMaterialID_FNumber: "\u202DSKU-1\u202C" }, "U+202D"],
  ["a soft hyphen", { FLot_FNumber: "L\u00AD1" }, "U+00AD"],
])("a bill whose code has %s is refused with the code point, whatever a table says", (_what, cells, point) => {
  for (const edits of [
    [],
    [['value: "{{ FStockID_FNumber }}" }', 'value: "{{ FStockID_FNumber }}", missing: hold }'] as const],
  ]) {
    const folder = folderWith(...edits);
    writeFileSync(join(folder, "tables/warehouses.csv"), "kingdee,wangdiantong\nCK001,CK002\n");
    const { issues } = transform(loadScheme(folder, "sal-outstock"), [cells]);
    expect(issues.join("\n")).toContain(`不可见字符 ${point}`);
    expect(issues.every((issue) => issue.startsWith("MAP_TEXT_UNSAFE"))).toBe(true);
  }
});

test.each([
  ["001", "1"],
  ["90.750", "90.75"],
  ["ck001", "CK001"],
  ["CK００1", "CK001"],
])("a code %s whose table has only %s goes as it is, with a note of the similar one", (code, listed) => {
  const folder = folderWith();
  writeFileSync(join(folder, "tables/warehouses.csv"), `kingdee,wangdiantong\n${listed},W-MAIN\n`);
  const { kind, notes } = transform(loadScheme(folder, "sal-outstock"), [{ FStockID_FNumber: code }]);
  expect(kind).toBe("ordered");
  expect(notes).toEqual([expect.stringContaining(`没有 ${code},但有相似的 ${listed}`)]);
});

test("a bill that waits for a code is told of the similar one that the table has", () => {
  const folder = folderWith(['value: "{{ FStockID_FNumber }}" }', 'value: "{{ FStockID_FNumber }}", missing: hold }']);
  writeFileSync(join(folder, "tables/warehouses.csv"), "kingdee,wangdiantong\n1,W-MAIN\n");
  const { issues } = transform(loadScheme(folder, "sal-outstock"), [{ FStockID_FNumber: "001" }]);
  expect(issues).toEqual([expect.stringMatching(/^MAP_CODE_MISSING .*没有 001,但有相似的 1/)]);
});
