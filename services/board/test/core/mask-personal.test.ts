import { KINGDEE_FIELDS } from "@billferry/contracts";
import { expect, test } from "vitest";

import { MASKED, maskPersonal } from "../../src/core/mask-personal.ts";

test("a receiver's name and phone are covered, the rest of the bill is shown", () => {
  const job = {
    billNo: "XSCKD000001",
    fields: ["FBillNo", "FLinkMan", "FReceiverMobile", "FRealQty"],
    rows: [
      ["XSCKD000001", "王小明", "13800000000", "2"],
      ["XSCKD000001", " ", null, "3"],
    ],
  };
  expect(maskPersonal(job)).toEqual({
    ...job,
    rows: [
      ["XSCKD000001", MASKED, MASKED, "2"],
      ["XSCKD000001", " ", null, "3"],
    ],
  });
});

test("what people write freely is covered, in Kingdee's rows and in the order that is made of them", () => {
  const rows = { fields: ["FBillNo", "FNote", "FEntrynote", "F_ABCD_Remark"], rows: [["XSCKD000001", "a", "b", "c"]] };
  expect(maskPersonal(rows)).toEqual({ ...rows, rows: [["XSCKD000001", MASKED, MASKED, MASKED]] });
  const order = { outer_no: "XSCKD000001-CK01", remark: "a", detail_list: [{ spec_no: "SKU1", remark: "" }] };
  expect(maskPersonal({ billNo: "XSCKD000001", order })).toEqual({
    billNo: "XSCKD000001",
    order: { ...order, remark: MASKED },
  });
});

test.each(KINGDEE_FIELDS.filter((field) => field.isPersonal).map((field) => field.name))(
  "no value of %s stays readable, wherever it stands among the fields",
  (name) => {
    for (const fields of [[name], ["FBillNo", name], [name, "FBillNo"]]) {
      const rows = [fields.map((each) => `secret-${each}`)];
      expect(JSON.stringify(maskPersonal({ fields, rows }))).not.toContain(`secret-${name}`);
    }
  },
);

test.each([null, "text", 5, {}, { fields: ["FLinkMan"] }, { fields: ["FLinkMan"], rows: ["x"] }])(
  "what is no bill's rows is shown as it is: %j",
  (content) => {
    expect(maskPersonal(content)).toEqual(content);
  },
);
