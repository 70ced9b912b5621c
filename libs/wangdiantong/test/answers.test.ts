import { decimal, isFault, mayHaveEffect, type Fault, type TargetOrder } from "@billferry/contracts";
import { expect, test } from "vitest";

import { setup, type Step } from "./scripted-server.ts";

/** Answers that people have got from Wangdiantong and its gateways, each as the whole body of a real HTTP answer. */
const ORDER: TargetOrder = {
  outer_no: "XSCKD1-CK1",
  warehouse_no: "CK1",
  is_check: 1,
  detail_list: [{ spec_no: "A-100", num: decimal("2") }],
};

async function push(step: Step) {
  await using server = await setup([step]);
  return await server.documents.push(ORDER);
}

async function refusalOf(body: unknown): Promise<Fault> {
  const error: unknown = await push({ kind: "json", body }).catch((reason: unknown) => reason);
  if (!isFault(error)) throw new Error(`no fault: ${JSON.stringify(error)}`);
  return error;
}

test.each([
  [{ code: "1", msg: "商家编码A-100不存在" }, "WDT_SKU_UNKNOWN", "hold", "1:商家编码A-100不存在"],
  [{ code: "1", msg: "调用频率超限" }, "WDT_RATE_LIMITED", "snooze", "1:调用频率超限"],
  [{ code: 1, error_msg: "系统繁忙" }, "WDT_BUSY", "retry", "1:系统繁忙"],
  [{ code: 1, msg: "系统异常" }, "WDT_BUSY", "retry", "1:系统异常"],
  [{ code: 7, sub_code: "x", sub_msg: "some_new_error" }, "WDT_REFUSED", "hold", "7:some_new_error"],
  [{ code: 7 }, "WDT_REFUSED", "hold", "7:(没有说明)"],
])("%o is %s: %s, in the vendor's own words", async (body, code, recovery, words) => {
  const fault = await refusalOf(body);
  expect(fault).toMatchObject({ code, recovery, message: `stockout_order_push 返回 ${words}` });
});

test("a duplicate is one under whatever name it is told", async () => {
  expect(await push({ kind: "json", body: { code: "1", msg: "外部单号已存在" } })).toMatchObject({ kind: "duplicate" });
});

test("success wrapped in data is success, with its number", async () => {
  const body = { code: 0, data: { stockout_no: "CK202611280001" } };
  expect(await push({ kind: "json", body })).toEqual({
    kind: "created",
    stockoutNo: "CK202611280001",
    auditDoubt: null,
  });
});

test("created, and inside said not to be audited: it is there, with the vendor's words as a doubt", async () => {
  const body = { code: 0, data: { status: 20, message: "check_fail Unknown Database Error", stockout_no: "CK1" } };
  expect(await push({ kind: "json", body })).toMatchObject({
    kind: "created",
    stockoutNo: "CK1",
    auditDoubt: "check_fail Unknown Database Error",
  });
  const audited = { code: 0, data: { status: 110, stockout_no: "CK1" } };
  expect(await push({ kind: "json", body: audited })).toMatchObject({ auditDoubt: null });
});

test.each([
  [{ code: 20, message: "check_fail Unknown Database Error" }, undefined],
  [{ code: 20, message: "check failed: stock not enough", stockout_no: "CK202611280001" }, "CK202611280001"],
  [{ code: 100, message: "单据创建成功,审核失败" }, undefined],
  [{ code: 100, message: "商家编码A-100不存在", stockout_no: "CK2" }, "CK2"],
])("%o may have left a document behind", async (body, documentNo) => {
  const fault = await refusalOf(body);
  expect(mayHaveEffect(fault)).toBe(true);
  expect(fault.details["documentNo"]).toBe(documentNo);
});

test("a refusal for a missing code has surely left nothing behind, and tells the code as a fact", async () => {
  const fault = await refusalOf({ code: 100, message: "spec_no A-100 not exist" });
  expect(mayHaveEffect(fault)).toBe(false);
  expect(fault.facts.missing).toEqual([{ kind: "target", subject: "spec_no", code: "A-100" }]);
});

test("a default position that is missing names itself and the goods", async () => {
  const fault = await refusalOf({ code: 100, message: "货位不存在 A-01-01" });
  expect(fault.code).toBe("WDT_DEFAULT_POSITION_UNKNOWN");
  expect(fault.message).toContain("货位不存在 A-01-01(推送未带货位,这是旺店通中货品的默认货位);涉及商家编码 A-100");
});

test("a ban says how long to wait, in words or in the header", async () => {
  const fault = await refusalOf({ code: 1, message: "调用频率超限,请5分钟后重试" });
  expect(fault).toMatchObject({ code: "WDT_RATE_LIMITED", retryAfterMs: 300_000 });
  const busy = await refusalOf({ code: 1, message: "系统维护中,请30分钟后重试" });
  expect(busy).toMatchObject({ code: "WDT_BUSY", recovery: "snooze", retryAfterMs: 1_800_000 });
});

const notFound = JSON.stringify({ error_msg: "404 Route Not Found" });
test.each([
  ["HTTP 404", { kind: "text", text: notFound, status: 404 }],
  ["HTTP 200", { kind: "text", text: notFound }],
] satisfies [string, Step][])("a path without the interface is told as a wrong address, with %s", async (_, step) => {
  await using server = await setup([step]);
  for (const call of [server.documents.push(ORDER), server.client.queryWarehouses({ pageNo: 0, pageSize: 1 })])
    await expect(call).rejects.toMatchObject({
      code: "WDT_URL_WRONG",
      recovery: "abort",
      message: expect.stringMatching(
        /^http:\/\/127\.0\.0\.1:\d+\/openapi2\/\w+\.php 返回 (?:HTTP 404:)?404 Route Not Found$/,
      ) as string,
    });
});

test("a refusal with its own HTTP status is judged by its words", async () => {
  const text = JSON.stringify({ code: 100, message: "仓库编号不存在或无仓库访问权限" });
  await expect(push({ kind: "text", text, status: 400 })).rejects.toMatchObject({ code: "WDT_WAREHOUSE_UNKNOWN" });
  const success = JSON.stringify({ code: 0, stockout_no: "CK1" });
  await expect(push({ kind: "text", text: success, status: 502 })).rejects.toMatchObject({
    facts: { mayHaveEffect: true },
  });
});
