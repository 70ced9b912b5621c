import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fullVersion, loadScheme, selectFields } from "@billferry/scheme";
import { expect, onTestFinished, test } from "vitest";

const SHIPPED = join(import.meta.dirname, "../../../schemes");

/** A copy of the shipped scheme with one replacement in its text. */
function setup(from: string | RegExp, to: string) {
  const folder = mkdtempSync(join(tmpdir(), "scheme-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(SHIPPED, folder, { recursive: true });
  const path = join(folder, "sal-outstock.yaml");
  const text = readFileSync(path, "utf8");
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  writeFileSync(path, changed);
  return { folder, load: () => loadScheme(folder, "sal-outstock") };
}

test("by default no personal field is asked for", () => {
  const names = selectFields(loadScheme(SHIPPED, "sal-outstock")).names;
  expect(names.filter((name) => /Receiver|Receive|Link|VIPCODE|BuyerNick/.test(name))).toEqual([]);
  expect(names).toEqual(expect.arrayContaining(["FID", "FApproveDate", "FLot_FNumber", "FCarrierID_FNumber", "FNote"]));
});

test("personal_data: keep asks for the whole request table of the document", () => {
  const { load } = setup("personal_data: omit", "personal_data: keep");
  expect(selectFields(load()).names).toEqual(
    expect.arrayContaining(["FReceiverMobile", "FLinkMan", "FReceiverAddress"]),
  );
});

test("a personal field that the mapping uses is asked for, and no other", () => {
  const { load } = setup('remark: "{{ FEntrynote }}"', 'remark: "{{ FReceiverName }}"');
  const names = selectFields(load()).names;
  expect(names.filter((name) => name.startsWith("FReceiver"))).toEqual(["FReceiverName"]);
});

test.each([
  ["a misspelt key", "page_size: 2000", "page_sise: 2000", /sal-outstock\.yaml:\d+ .*page_sise/],
  ["a value out of range", "page_size: 2000", "page_size: 0", /sal-outstock\.yaml:10 source\.page_size/],
  ["broken YAML", "group_by: FStockID_FNumber", "group_by: [", /sal-outstock\.yaml:\d+/],
  ["a template that does not parse", '"{{ FEntrynote }}"', '"{{ FNote "', /模板无法解析/],
  ["a template that reads a file", '"{{ FEntrynote }}"', "\"{% include 'secrets' %}\"", /模板无法解析/],
  ["a template that assigns", '"{{ FEntrynote }}"', '"{% assign x = FEntrynote %}{{ x }}"', /模板无法解析/],
  ["a look-up in a table that is not there", "lookup: warehouses", "lookup: depots", /没有对照表 depots/],
  ["a filter without its lower bound", /filter: .*/, "filter: \"FDate>='2026-01-01'\"", /LAST_SYNC_TIME/],
])("a scheme with %s is refused with file, line and reason", (_case, from, to, message) => {
  expect(setup(from, to).load).toThrow(message);
});

test("a code table in the form that Excel writes is read, and a repeated code is refused with both lines", () => {
  const { folder, load } = setup("page_size: 2000", "page_size: 1000");
  const table = join(folder, "tables/warehouses.csv");
  writeFileSync(table, "\uFEFFkingdee,wangdiantong\r\nCK001,WH-9\r\n");
  expect(load().tables.codes["warehouses"]?.get("CK001")).toBe("WH-9");
  writeFileSync(table, "kingdee,wangdiantong\nCK001,A\nCK002,B\nCK001,C\n");
  expect(load).toThrow(/warehouses\.csv:4 CK001 与第 2 行重复/);
});

test("the version tells the scheme file from its tables", () => {
  const { folder, load } = setup("page_size: 2000", "page_size: 1000");
  const before = load();
  writeFileSync(join(folder, "tables/carriers.csv"), "kingdee,wangdiantong\nSF,SF-1\n");
  // A table makes other orders of new bills, and nothing of old ones.
  expect(load().version).toBe(before.version);
  expect(load().tables.version).not.toBe(before.tables.version);
  expect(fullVersion(load())).not.toBe(fullVersion(before));
});

test.each(["sal-outstock", "sal-returnstock", "stk-misdelivery"])(
  "what %s asks for beside its mapping is no part of what makes a bill the same one",
  (name) => {
    const { isStable } = loadScheme(SHIPPED, name).fields;
    expect(["FAuxPropId", "FUnitID"].filter(isStable)).toEqual([]);
    // The document's own table has had the lot from the beginning.
    expect(isStable("FLot")).toBe(name === "sal-outstock");
  },
);
