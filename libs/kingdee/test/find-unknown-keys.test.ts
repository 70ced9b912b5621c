import { expect, test } from "vitest";

import { findUnknownKeys } from "../src/index.ts";
import { envelope, errorObject, signedIn, startKingdee, type Script, type ScriptedAnswer } from "./scripted-kingdee.ts";
import { clientFor, faultOf } from "./setup.ts";

const KNOWN = ["FID", "FBillNo", "FRealQty", "FStockID"];
const ASKED = ["FID", "FRealQtty", "FEntity_FSeq", "FStockID.FNumber", "F_MY_Colour"];

const METADATA: ScriptedAnswer = {
  body: JSON.stringify({
    Result: {
      ResponseStatus: { IsSuccess: true },
      NeedReturnData: {
        Id: "SAL_OUTSTOCK",
        PkFieldName: "FID",
        Entrys: [
          { Key: "FBillHead", Fields: [{ Key: "FBillNo" }] },
          { Key: "FEntity", Fields: [{ Key: "FRealQty" }, { Key: "FStockID" }] },
        ],
      },
    },
  }),
};

/** A server that knows these fields, and names the first that it does not. */
function withFields(metadata: ScriptedAnswer): Script {
  return ({ service, body }) => {
    if (service === "QueryBusinessInfo") return metadata;
    if (service !== "ExecuteBillQuery") return signedIn();
    const { FieldKeys } = (JSON.parse(body) as { data: { FieldKeys: string } }).data;
    const bad = FieldKeys.split(",").find(
      (key) => !key.startsWith("FEntity_") && !KNOWN.includes(key.split(".")[0] ?? ""),
    );
    return bad === undefined ? { body: "[]" } : envelope(9, `元数据中标识为${bad}的字段不存在`);
  };
}

test("all unknown fields are found at once, with what the form has instead", async () => {
  await using kingdee = await startKingdee(withFields(METADATA));
  const { client } = clientFor(kingdee.url);
  const report = await findUnknownKeys(client, { formId: "SAL_OUTSTOCK", keys: ASKED });
  expect(report).toEqual({
    unknown: ["FRealQtty", "F_MY_Colour"],
    formKeys: ["FID", "FBillNo", "FRealQty", "FStockID"],
    metadataRefusal: undefined,
  });
});

test.each([
  ["forbidden", { body: JSON.stringify(errorObject(2, "您没有该功能的操作权限")) }, "KD_PERMISSION_DENIED"],
  ["absent", { status: 404, body: "not found" }, "KD_NOT_API"],
  [
    "without its list",
    { body: '{"Result":{"ResponseStatus":{"IsSuccess":true},"NeedReturnData":{}}}' },
    "KD_ANSWER_INVALID",
  ],
] as const)("where the metadata is %s, queries alone find them", async (_words, metadata, code) => {
  await using kingdee = await startKingdee(withFields(metadata));
  const { client } = clientFor(kingdee.url);
  const report = await findUnknownKeys(client, { formId: "SAL_OUTSTOCK", keys: ASKED });
  expect(report).toEqual({ unknown: ["FRealQtty", "F_MY_Colour"], formKeys: undefined, metadataRefusal: code });
});

test("nobody asks for the metadata where all fields are known", async () => {
  await using kingdee = await startKingdee(withFields(METADATA));
  const { client } = clientFor(kingdee.url);
  const report = await findUnknownKeys(client, { formId: "SAL_OUTSTOCK", keys: ["FID", "FStockID.FNumber"] });
  expect(report.unknown).toEqual([]);
  expect([kingdee.called("ExecuteBillQuery"), kingdee.called("QueryBusinessInfo")]).toEqual([1, 0]);
});

test("another failure than an unknown field is told as it is", async () => {
  await using kingdee = await startKingdee(({ service }) =>
    service === "ExecuteBillQuery" ? envelope(7, "许可错误") : signedIn(),
  );
  const { client } = clientFor(kingdee.url);
  const fault = await faultOf(findUnknownKeys(client, { formId: "SAL_OUTSTOCK", keys: ["FID"] }));
  expect(fault.code).toBe("KD_LICENCE");
});

test("a session that was lost is renewed for the metadata too", async () => {
  await using kingdee = await startKingdee(({ service }, earlier) => {
    if (service !== "QueryBusinessInfo") return signedIn();
    const isFirst = !earlier.some((each) => each.service === "QueryBusinessInfo");
    return isFirst ? { body: JSON.stringify(errorObject(1, "会话信息已丢失，请重新登录")) } : METADATA;
  });
  const { client } = clientFor(kingdee.url);
  const info = await client.queryBusinessInfo("SAL_OUTSTOCK");
  expect(info.entities).toEqual(["FBillHead", "FEntity"]);
  expect(kingdee.called("LoginByAppSecret")).toBe(2);
});
