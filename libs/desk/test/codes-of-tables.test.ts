import { join } from "node:path";

import { codesOfTables } from "@billferry/desk";
import { loadScheme, parseDefinition } from "@billferry/scheme";
import { expect, test } from "vitest";

const SHIPPED = join(import.meta.dirname, "..", "..", "..", "schemes");

test("which codes of Wangdiantong a table leads to is known by the parameter that is filled from it", () => {
  const scheme = loadScheme(SHIPPED, "sal-outstock");
  expect(Object.fromEntries(codesOfTables(scheme))).toEqual({ warehouses: "warehouses", carriers: "carriers" });
});

test("a table of goods leads to SKUs, whatever it is called; one of units or of remarks leads to none", () => {
  const parsed = parseDefinition(`
name: own
title: own
source: { form: SAL_OUTSTOCK, filter: "FApproveDate>='{{LAST_SYNC_TIME dateTime}}'" }
lines: { quantity: FRealQty }
group_by: FStockID_FNumber
target: { interface: stockout_order_push }
order:
  outer_no: "{{ FBillNo }}-{{ FStockID_FNumber }}"
  warehouse_no: "{{ FStockID_FNumber }}"
  remark: { lookup: words, value: "{{ FNote }}" }
line:
  spec_no: { lookup: renamed, value: "{{ FMaterialID_FNumber }}" }
  num: { convert: pieces, value: "{{ FRealQty }}", unit: "{{ FUnitID_FNumber }}" }
tables: { words: tables/w.csv, renamed: tables/r.csv, pieces: tables/u.csv }
`);
  if (!("definition" in parsed)) throw new Error(JSON.stringify(parsed.problems));
  expect(Object.fromEntries(codesOfTables(parsed))).toEqual({ renamed: "skus" });
});
