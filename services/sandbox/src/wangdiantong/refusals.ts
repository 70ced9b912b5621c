import type { WangdiantongSettings } from "../settings.ts";

/** Every refusal the stand-in knows, by [wangdiantong 2.5, 2.6 and 4], most of them from sister editions, because this
 *  edition's own are not public. Each can be reworded by the setting `refusals`. */
const REFUSALS = {
  "sid-unknown": { code: 2030, message: "卖家账号不存在,验证失败" },
  "appkey-unknown": { code: 2060, message: "appkey 验证失败" },
  "timestamp-expired": { code: 2100, message: "时间戳与服务器时间相差过大,验证失败" },
  "sign-wrong": { code: 2100, message: "签名验证失败" },
  "rate-exceeded": { code: 1012, message: "超过每分钟最大调用频率限制,请稍后重试" },
  banned: { code: 1, message: "调用频率超限,请稍后重试" },
  "parameter-missing": { code: 100, message: "缺少参数 {value}" },
  "parameter-invalid": { code: 100, message: "参数 {value} 格式错误" },
  "window-missing": { code: 100, message: "开始时间和结束时间不可为空" },
  "window-too-wide": { code: 100, message: "开始时间和结束时间间隔不能超过30天" },
  duplicate: { code: 2350, message: "外部单号重复!" },
  "outer-no-too-long": { code: 99, message: "外部单号超长" },
  "warehouse-missing": { code: 99, message: "仓库编号不可为空" },
  "warehouse-unknown": { code: 99, message: "仓库不存在:{value}" },
  "warehouse-outsourced": { code: 99, message: "委外仓库不支持该接口:{value}" },
  "carrier-unknown": { code: 99, message: "不存在物流编码为 {value} 的物流公司或业务类型错误!" },
  "reason-unknown": { code: 99, message: "不存在的其他出库原因:{value}" },
  "stockin-reason-unknown": { code: 99, message: "不存在的入库原因:{value}" },
  "text-too-long": { code: 99, message: "Data truncation: Data too long for column '{value}' at row 1" },
  "lines-missing": { code: 99, message: "货品列表不可为空" },
  "goods-unknown": { code: 99, message: "货品列表中货品不存在:{value}" },
  "goods-suite": { code: 100, message: "{value}为组合装,不能出库" },
  "goods-repeated": { code: 99, message: "货品 {value} 重复!" },
  "quantity-invalid": { code: 99, message: "货品 {value} 数量不合法" },
  "price-invalid": { code: 99, message: "金额 {value} 不合法" },
  "position-unknown": { code: 99, message: "当前仓库中不存在货位: {value}" },
  "batch-unknown": { code: 99, message: "批次 {value} 不存在或已停用" },
  "serials-unequal": { code: 99, message: "货品 {value} 的序列号数量与货品数量不一致" },
  "stock-short": { code: 99, message: "货品 {value} 的出库数量不能大于可出库存量" },
} as const;

type RefusalName = keyof typeof REFUSALS;

/** Ends a call; caught where the call is answered. */
export class Refused extends Error {
  readonly refusal: RefusalName;
  readonly value: string;
  constructor(refusal: RefusalName, value = "") {
    super(refusal);
    this.refusal = refusal;
    this.value = value;
  }
}

export function describeRefusal(
  { refusal, value }: Refused,
  { refusals }: WangdiantongSettings,
): { readonly code: number; readonly message: string } {
  const { code, message } = refusals[refusal] ?? REFUSALS[refusal];
  return { code, message: message.replace("{value}", () => value) };
}
