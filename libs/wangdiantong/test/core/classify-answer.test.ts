import { FAULT_CODES } from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

import { classifyAnswer } from "../../src/core/classify-answer.ts";
import { findQuoted } from "../../src/core/own-codes.ts";

const sku = (value: string) => ({ field: "spec_no", value });

/**
 * Texts of [wangdiantong 2.6 and 4], of sister editions, and of people's connectors; "!" before what proves no effect.
 */
const REFUSALS: readonly (readonly [code: string, message: string, faultCode: string, hasBrokenDown?: true])[] = [
  ["2030", "", "!WDT_CREDENTIALS_REFUSED"],
  ["2060", "appkey不存在", "!WDT_CREDENTIALS_REFUSED"],
  ["2100", "签名错误", "!WDT_CREDENTIALS_REFUSED"],
  ["99", "签名验证失败", "!WDT_CREDENTIALS_REFUSED"],
  ["99", "sign error", "!WDT_CREDENTIALS_REFUSED"],
  ["99", "app auth fail", "!WDT_CREDENTIALS_REFUSED"],
  ["1", "sid不存在", "!WDT_CREDENTIALS_REFUSED"],
  ["1", "sid is not exist", "!WDT_CREDENTIALS_REFUSED"],
  ["100", "请求时间戳已过期", "!WDT_CREDENTIALS_REFUSED"],
  ["100", "请求已过期", "!WDT_CREDENTIALS_REFUSED"],
  ["100", "批次 B1 已过期", "WDT_BATCH_UNKNOWN"],
  ["99", "数据验证失败", "WDT_REFUSED"],
  ["99", "权限不足", "!WDT_PERMISSION_DENIED"],
  ["99", "该接口未授权", "!WDT_PERMISSION_DENIED"],
  ["99", "permission denied", "!WDT_PERMISSION_DENIED"],
  ["99", "IP 1.2.3.4 不在白名单中", "!WDT_PERMISSION_DENIED"],
  ["100", "无仓库访问权限", "!WDT_WAREHOUSE_UNKNOWN"],
  ["100", "仓库编号不存在或无仓库访问权限", "!WDT_WAREHOUSE_UNKNOWN"],
  ["100", "no access to warehouse CK1", "!WDT_WAREHOUSE_UNKNOWN"],
  ["100", "物流公司不存在或无权限", "!WDT_CARRIER_UNKNOWN"],
  ["100", "货品不存在或没有权限", "!WDT_SKU_UNKNOWN"],
  ["100", "货主编号不存在或无权限", "!WDT_REFUSED"],
  ["100", "店铺不存在或没有该店铺的权限", "!WDT_REFUSED"],
  ["1012", "", "!WDT_RATE_LIMITED"],
  ["1020", "请勿重复操作", "!WDT_RATE_LIMITED"],
  ["100", "超过每分钟最大调用频率限制,请稍后重试", "!WDT_RATE_LIMITED"],
  ["100", "超过每分钟最大并发次数限制,请稍后重试", "!WDT_RATE_LIMITED"],
  ["1", "调用频率超限,请5分钟后重试", "!WDT_RATE_LIMITED"],
  ["1", "Too many requests", "!WDT_RATE_LIMITED"],
  ["1", "API call limit exceeded", "!WDT_RATE_LIMITED"],
  ["404", "404 Route Not Found", "!WDT_URL_WRONG"],
  ["404", "接口不存在", "!WDT_URL_WRONG"],
  ["100", "不存在的其他出库原因:金蝶销售", "!WDT_REASON_UNKNOWN"],
  ["99", "出库原因已停用", "!WDT_REASON_UNKNOWN"],
  ["99", "reason not exist", "!WDT_REASON_UNKNOWN"],
  ["99", "失败原因:商家编码A-100不存在", "!WDT_SKU_UNKNOWN"],
  ["99", "合并发货失败", "WDT_REFUSED"],
  ["99", "该货品已封禁", "WDT_REFUSED"],
  ["99", "request num exceeds limit", "WDT_REFUSED"],
  ["99", "物流单号重复", "WDT_REFUSED"],
  ["99", "warehouse CK1 is not authorized", "!WDT_WAREHOUSE_UNKNOWN"],
  ["99", "api: A-100 not found", "!WDT_SKU_UNKNOWN"],
  ["100", "仓库编号不可为空", "!WDT_WAREHOUSE_UNKNOWN"],
  ["99", "仓库CK009不存在", "!WDT_WAREHOUSE_UNKNOWN"],
  ["100", "warehouse_no CK006 not exist", "!WDT_WAREHOUSE_UNKNOWN"],
  ["99", "不支持委外仓库", "!WDT_WAREHOUSE_OUTSOURCED"],
  ["100", "货品列表中货品不存在或者货品重复!", "!WDT_SKU_UNKNOWN"],
  ["99", "商家编码 SKU-9 不存在", "!WDT_SKU_UNKNOWN"],
  ["21000024", "未查询到任何货品,请检查商家编码(新)是否正确!", "!WDT_SKU_UNKNOWN"],
  ["100", "spec_no A-100 not exist", "!WDT_SKU_UNKNOWN"],
  ["100", "spec_no A-100 is disabled", "!WDT_SKU_UNKNOWN"],
  ["100", "A-100 not found", "!WDT_SKU_UNKNOWN"],
  ["100", "goods A-100 does not exist", "!WDT_SKU_UNKNOWN"],
  ["100", "Invalid spec_no: A-100", "!WDT_SKU_UNKNOWN"],
  ["100", "商家编码TZ-001不存在", "!WDT_SKU_UNKNOWN"],
  ["100", "TZ-001为组合装,不能出库", "!WDT_SKU_BUNDLE"],
  ["100", "TZ-001 is a suite", "!WDT_SKU_BUNDLE"],
  ["100", "货品 SKU-001 重复!", "!WDT_SKU_REPEATED"],
  ["99", "外部单号 XSCKD1-CK1 中货品 SKU-001 重复!", "!WDT_SKU_REPEATED"],
  ["100", "不存在物流编码为 SF 的物流公司或业务类型错误!", "!WDT_CARRIER_UNKNOWN"],
  ["100", "logistics_code SF not exist", "!WDT_CARRIER_UNKNOWN"],
  ["21000011", "当前仓库中不存在货位: 0090", "!WDT_POSITION_UNKNOWN"],
  ["100", "货位不存在 A-01-01", "!WDT_POSITION_UNKNOWN"],
  ["100", "position_no A-01-01 not exists", "!WDT_POSITION_UNKNOWN"],
  ["100", "批次 B1 不存在或已停用", "!WDT_BATCH_UNKNOWN"],
  ["100", "batch_no B1 not exist", "!WDT_BATCH_UNKNOWN"],
  ["100", "非销售出、入库单批次、有效期必传", "!WDT_BATCH_REQUIRED"],
  ["100", "货品 SKU-001 出库数量不能大于可出库存量", "WDT_STOCK_SHORT"],
  ["99", "SKU-001库存不足", "WDT_STOCK_SHORT"],
  ["99", "库存校验未通过", "WDT_STOCK_SHORT"],
  ["100", "stock not enough: A-100", "WDT_STOCK_SHORT"],
  ["20", "check failed: stock not enough", "WDT_STOCK_SHORT"],
  ["100", "Insufficient inventory", "WDT_STOCK_SHORT"],
  ["100", "数量不合法", "!WDT_QUANTITY_REFUSED"],
  ["100", "外部单号超长", "!WDT_TEXT_TOO_LONG"],
  ["99", "Data truncation: Data too long for column 'remark'", "WDT_TEXT_TOO_LONG"],
  ["100", "参数 goods_list 格式错误", "!WDT_REFUSED"],
  ["100", "缺少参数 spec_no", "!WDT_REFUSED"],
  ["99", "系统繁忙", "WDT_BUSY"],
  ["99", "server is busy, try again later", "WDT_BUSY"],
  ["99", "系统异常", "WDT_BUSY", true],
  ["20", "check_fail Unknown Database Error", "WDT_BUSY", true],
  ["99", "Table 'wdt.goods_spec' doesn't exist", "WDT_BUSY", true],
  ["99", "Deadlock found when trying to get lock", "WDT_BUSY", true],
  ["99", "Duplicate entry '7' for key 'PRIMARY'", "WDT_BUSY", true],
  ["99", "Internal Server Error", "WDT_BUSY", true],
  ["100", "单据创建成功,审核失败", "WDT_REFUSED"],
  ["100", "仓库不存在,审核失败", "WDT_WAREHOUSE_UNKNOWN"],
  ["2310", "店铺不存在", "WDT_REFUSED"],
  ["2104", "", "WDT_REFUSED"],
  ["100", "some_new_error_xyz", "WDT_REFUSED"],
];

/** What was asked; its values are quoted in some of the texts. */
const OWN = [
  { field: "outer_no", value: "XSCKD1-CK1" },
  { field: "warehouse_no", value: "CK1" },
  { field: "spec_no", value: "A-100" },
];

const refusals = REFUSALS.map(([code, message, marked, hasBrokenDown]) => ({
  code,
  message,
  faultCode: marked.replace("!", ""),
  mayHaveEffect: !marked.startsWith("!"),
  hasBrokenDown,
}));

test.each(refusals)("code $code with 「$message」 is $faultCode", ({ code, message, ...expected }) => {
  const verdict = classifyAnswer(code, message, OWN);
  if (verdict.kind !== "refused") throw new Error(verdict.kind);
  const { meaning, mayHaveEffect } = verdict;
  expect({ faultCode: meaning.faultCode, hasBrokenDown: meaning.hasBrokenDown, mayHaveEffect }).toEqual(expected);
});

test.each([
  ["2350", ""],
  ["100", "外部单号重复!"],
  ["99", "此外部单已使用!"],
  ["99", "外部单号已存在!"],
  ["99", "外部单号[XSCKD000001-CK001]重复"],
  ["1", "outer_no XSCKD1-CK1 already exists"],
  ["1", "Duplicate outer_no"],
  ["99", "Duplicate entry 'XSCKD1-CK1' for key 'uk_outer'"],
])("code %s with 「%s」 proves that the order is there", (code, message) => {
  expect(classifyAnswer(code, message, OWN)).toEqual({ kind: "duplicate" });
});

test("a duplicate is recognised around a number with Chinese in it, once that number is known", () => {
  expect(classifyAnswer("99", "外部单号XSCKD1-成品仓重复", [{ field: "outer_no", value: "XSCKD1-成品仓" }])).toEqual({
    kind: "duplicate",
  });
});

test("a value of ours is quoted only as a whole", () => {
  const own = [sku("40"), { field: "logistics_code", value: "2040-X" }];
  expect(findQuoted("商家编码2040不存在", own)).toEqual({ rest: "商家编码2040不存在", quoted: [] });
  expect(findQuoted("商家编码40不存在, 2040-X", own).quoted.map(({ value }) => value)).toEqual(["40", "2040-X"]);
});

test("a value of ours in the vendor's text does not decide what the text means", () => {
  expect(classifyAnswer("99", "商家编码 签名笔 不存在", [sku("签名笔")])).toMatchObject({
    meaning: { faultCode: "WDT_SKU_UNKNOWN" },
  });
  expect(classifyAnswer("99", "货品 物流袋 和 物流袋-大 重复!", [sku("物流袋"), sku("物流袋-大")])).toMatchObject({
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
    fc.property(codes, messages, fc.array(fc.string()), (code, message, values) => {
      const verdict = classifyAnswer(code, message, values.map(sku));
      expect(verdict.kind === "success").toBe(code === "0");
      if (verdict.kind === "refused") expect(Object.keys(FAULT_CODES)).toContain(verdict.meaning.faultCode);
    }),
  );
});
