import type { Cause } from "../src/core/cause.ts";
import { toMessage, type AlertMessage, type MessageKind } from "../src/core/message.ts";

export function causeOf(code: string, own: Partial<Cause> = {}): Cause {
  return {
    key: `CASE|sal-outstock|WDT_SKU_UNKNOWN|spec_no|${code}`,
    code: "WDT_SKU_UNKNOWN",
    group: "CASE|sal-outstock|WDT_SKU_UNKNOWN",
    owner: "master-data",
    title: `旺店通没有该商家编码:${code}`,
    label: `${code}(spec_no)`,
    lines: ["方案 销售出库单"],
    remedy: `在旺店通中建立或启用商家编码 ${code}(spec_no),受阻的订单会自动重试`,
    bills: 40,
    orders: 41,
    amount: "1234.50",
    path: `/cases?scheme=sal-outstock&code=WDT_SKU_UNKNOWN&gap=${encodeURIComponent(`spec_no/${code}`)}`,
    mutedBy: [],
    ...own,
  };
}

export function messageOf(
  kind: MessageKind = "opened",
  own: { isEscalation?: boolean; cause?: Cause } = {},
): AlertMessage {
  const telling = { kind, isEscalation: own.isEscalation ?? false, turn: "1", threadTurn: "1" };
  return toMessage([own.cause ?? causeOf("A-117")], telling);
}
