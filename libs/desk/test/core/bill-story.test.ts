import { loadScheme, selectFields, transformBill } from "@billferry/scheme";
import { expect, test } from "vitest";

import { toldStoryOf } from "../../src/core/bill-story.ts";

const scheme = loadScheme(new URL("../../../../schemes", import.meta.url).pathname, "sal-outstock");

const CELLS: Readonly<Record<string, string>> = {
  FID: "1",
  FApproveDate: "2026-11-23T10:00:00",
  FCancelStatus: "A",
  FBillNo: "XSCKD000001",
  FDocumentStatus: "C",
  FStockID_FNumber: "CK001",
  FMaterialID_FNumber: "SKU-1",
  FRealQty: "2",
  FTaxPrice: "10",
  FAllAmount: "20",
  FRowType: "Standard",
  FReceiverMobile: "13800000000",
};

function toldOf(seesPersonal: boolean) {
  const fields = [...selectFields(scheme).names, "FReceiverMobile"];
  const ofLine = new Set(["FEntity_FEntryID", "FEntity_FSeq"]);
  const rows = ["1", "2"].map((line) => fields.map((name) => (ofLine.has(name) ? line : (CELLS[name] ?? null))));
  const result = transformBill({ billId: "1", billNo: "XSCKD000001", fields, rows } as never, scheme);
  if (result.kind !== "ordered") throw new Error(JSON.stringify(result));
  const story = { schemeVersion: "of-then", revision: 3, fields, rows, orders: result.orders };
  return toldStoryOf(story, { scheme, edits: new Map() }, { seesPersonal });
}

test("each value of an order is told with the rule and the lines that it comes from, and each field by its name", () => {
  const told = toldOf(false);
  expect(told.fields.find(({ name }) => name === "FMaterialID_FNumber")?.label).toMatch(/物料/);
  const [order] = told.orders;
  expect(order?.outerNo).toBe("XSCKD000001-CK001");
  const quantity = order?.values.find(({ place }) => place === "detail_list[0].num");
  expect(quantity).toMatchObject({ value: "4", source: { fields: ["FRealQty"], lines: ["1", "2"] } });
  expect(order?.values.find(({ place }) => place === "warehouse_no")?.source?.rule).not.toBe("");
});

test("rules are told to be those of now where scheme or tables have changed since", () => {
  expect(toldOf(false)).toMatchObject({ schemeVersion: "of-then", isPresent: false });
});

test("what names or reaches a person is covered, unless the reader may see it", () => {
  const mobiles = (told: ReturnType<typeof toldOf>) => {
    const at = told.fields.findIndex(({ name }) => name === "FReceiverMobile");
    return told.rows.map((row) => row[at]);
  };
  expect(mobiles(toldOf(false))).toEqual(["***", "***"]);
  expect(mobiles(toldOf(true))).toEqual(["13800000000", "13800000000"]);
});
