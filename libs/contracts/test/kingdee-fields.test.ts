import {
  findField,
  KINGDEE_FIELDS,
  requestFields,
  responseFields,
  toFieldKey,
  type KingdeeRow,
} from "@billferry/contracts";
import { expect, expectTypeOf, test } from "vitest";

test("holds all 52 fields of the document's request table and all 76 of its response table", () => {
  expect(requestFields()).toHaveLength(52);
  expect(responseFields()).toHaveLength(76);
});

test("names no field twice", () => {
  expect(new Set(KINGDEE_FIELDS.map((field) => field.name)).size).toBe(KINGDEE_FIELDS.length);
});

test("a document's name is its real key with the dot written as an underscore", () => {
  expect(toFieldKey("FStockID_FNumber")).toBe("FStockID.FNumber");
  expect(toFieldKey("FEntity_FEntryID")).toBe("FEntity_FEntryID");
  expect(toFieldKey("F_ABCD_Base_FNumber")).toBe("F_ABCD_Base.FNumber");
  const broken = KINGDEE_FIELDS.filter(
    (field) => field.listed !== "added" && field.key.replace(".", "_") !== field.name,
  );
  expect(broken).toEqual([]);
});

test("everything that can name or reach a receiver is personal", () => {
  const personal = KINGDEE_FIELDS.filter(
    (field) => /收货|联系|会员/.test(field.label) && field.name !== "FReceiverID_FNumber",
  );
  const notMarked = personal.filter((field) => !field.isPersonal).map((field) => `${field.name} ${field.label}`);
  expect(notMarked).toEqual([]);
});

test("the row type follows from the table", () => {
  expectTypeOf<KingdeeRow["FBillNo"]>().toEqualTypeOf<string | null | undefined>();
  expectTypeOf<KingdeeRow["FIsFree"]>().toEqualTypeOf<string | boolean | null | undefined>();
  // @ts-expect-error -- a field that the table lacks does not compile
  expectTypeOf<KingdeeRow["FNoSuchField"]>().toBeNever();
  expect(findField("FNoSuchField")).toBeUndefined();
});
