import { FAULT_CODES, type FaultCode, type Recovery } from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

import { classifyAnswer } from "../../src/core/classify-answer.ts";

/** Realistic texts of vendor notes 2.6 and 4. */
const REFUSALS: readonly (readonly [code: string, message: string, faultCode: FaultCode, recovery?: Recovery])[] = [
  ["2030", "", "WDT_CREDENTIALS_REFUSED"],
  ["2060", "appkey不存在", "WDT_CREDENTIALS_REFUSED"],
  ["2100", "签名错误", "WDT_CREDENTIALS_REFUSED"],
  ["99", "签名验证失败", "WDT_CREDENTIALS_REFUSED"],
  ["99", "sign error", "WDT_CREDENTIALS_REFUSED"],
  ["1", "sid不存在", "WDT_CREDENTIALS_REFUSED"],
  ["100", "请求时间戳已过期", "WDT_CREDENTIALS_REFUSED"],
  ["100", "请求已过期", "WDT_CREDENTIALS_REFUSED"],
  ["100", "批次 B1 已过期", "WDT_BATCH_UNKNOWN"],
  ["99", "数据验证失败", "WDT_REFUSED"],
  ["99", "权限不足", "WDT_PERMISSION_DENIED"],
  ["99", "该接口未授权", "WDT_PERMISSION_DENIED"],
  ["100", "无仓库访问权限", "WDT_PERMISSION_DENIED", "hold"],
  ["1012", "", "WDT_RATE_LIMITED"],
  ["1020", "请勿重复操作", "WDT_RATE_LIMITED"],
  ["100", "超过每分钟最大调用频率限制,请稍后重试", "WDT_RATE_LIMITED"],
  ["100", "超过每分钟最大并发次数限制,请稍后重试", "WDT_RATE_LIMITED"],
  ["100", "不存在的其他出库原因:金蝶销售", "WDT_REASON_UNKNOWN"],
  ["99", "出库原因已停用", "WDT_REASON_UNKNOWN"],
  ["100", "仓库编号不可为空", "WDT_WAREHOUSE_UNKNOWN"],
  ["99", "仓库CK009不存在", "WDT_WAREHOUSE_UNKNOWN"],
  ["99", "不支持委外仓库", "WDT_WAREHOUSE_OUTSOURCED"],
  ["100", "货品列表中货品不存在或者货品重复!", "WDT_SKU_UNKNOWN"],
  ["99", "商家编码 SKU-9 不存在", "WDT_SKU_UNKNOWN"],
  ["100", "货品 SKU-001 重复!", "WDT_SKU_REPEATED"],
  ["99", "外部单号 XSCKD1-CK1 中货品 SKU-001 重复!", "WDT_SKU_REPEATED"],
  ["100", "不存在物流编码为 SF 的物流公司或业务类型错误!", "WDT_CARRIER_UNKNOWN"],
  ["21000011", "当前仓库中不存在货位: 0090", "WDT_POSITION_UNKNOWN"],
  ["100", "批次 B1 不存在或已停用", "WDT_BATCH_UNKNOWN"],
  ["100", "非销售出、入库单批次、有效期必传", "WDT_BATCH_REQUIRED"],
  ["100", "货品 SKU-001 出库数量不能大于可出库存量", "WDT_STOCK_SHORT"],
  ["99", "SKU-001库存不足", "WDT_STOCK_SHORT"],
  ["99", "库存校验未通过", "WDT_STOCK_SHORT"],
  ["100", "数量不合法", "WDT_QUANTITY_REFUSED"],
  ["100", "外部单号超长", "WDT_TEXT_TOO_LONG"],
  ["99", "Data truncation: Data too long for column 'remark'", "WDT_TEXT_TOO_LONG"],
  ["99", "系统繁忙", "WDT_BUSY"],
  ["99", "系统异常", "WDT_BUSY", "reconcile"],
  ["2310", "店铺不存在", "WDT_REFUSED"],
  ["2104", "", "WDT_REFUSED"],
];

const refusals = REFUSALS.map(([code, message, faultCode, recovery]) => ({
  code,
  message,
  faultCode,
  recovery,
}));

test.each(refusals)("code $code with 「$message」 is $faultCode", ({ code, message, faultCode, recovery }) => {
  const verdict = classifyAnswer(code, message);
  expect(verdict.kind === "refused" ? verdict.meaning.faultCode : verdict.kind).toBe(faultCode);
  expect(verdict.kind === "refused" ? verdict.meaning.recovery : undefined).toBe(recovery);
});

test.each([
  ["2350", ""],
  ["100", "外部单号重复!"],
  ["99", "此外部单已使用!"],
  ["99", "外部单号已存在!"],
  ["99", "外部单号[XSCKD000001-CK001]重复"],
])("code %s with 「%s」 proves that the order is there", (code, message) => {
  expect(classifyAnswer(code, message)).toEqual({ kind: "duplicate" });
});

test("a duplicate is recognised around a number with Chinese in it, once that number is known", () => {
  expect(classifyAnswer("99", "外部单号XSCKD1-成品仓重复", ["XSCKD1-成品仓"])).toEqual({
    kind: "duplicate",
  });
});

test("a value of ours in the vendor's text does not decide what the text means", () => {
  expect(classifyAnswer("99", "商家编码 签名笔 不存在", ["签名笔"])).toMatchObject({
    meaning: { faultCode: "WDT_SKU_UNKNOWN" },
  });
  expect(classifyAnswer("99", "货品 物流袋 和 物流袋-大 重复!", ["物流袋", "物流袋-大"])).toMatchObject({
    meaning: { faultCode: "WDT_SKU_REPEATED" },
  });
});

test("a message never decides success, and success needs no message", () => {
  expect(classifyAnswer("0", "外部单号重复!")).toEqual({ kind: "success" });
  expect(classifyAnswer("99", "success")).toMatchObject({ kind: "refused", isKnown: false });
});

test("every code and every text has a verdict from the table of faults", () => {
  const messages = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(...REFUSALS.map(([, text]) => text)));
  const codes = fc.oneof(
    fc.string(),
    fc.integer().map(String),
    fc.constantFrom("toString", "__proto__", "constructor"),
  );
  fc.assert(
    fc.property(codes, messages, fc.array(fc.string()), (code, message, ownTexts) => {
      const verdict = classifyAnswer(code, message, ownTexts);
      expect(verdict.kind === "success").toBe(code === "0");
      if (verdict.kind === "refused") expect(Object.keys(FAULT_CODES)).toContain(verdict.meaning.faultCode);
    }),
  );
});
