import { addDecimals, compareDecimals, decimal, type DecimalText } from "@billferry/contracts";

import type { WangdiantongSettings } from "../settings.ts";
import { checkOrder, parseStockoutInfo, readOuterNo, RefusedPush } from "./check-order.ts";
import type { OrderLedger } from "./order-ledger.ts";
import type { OrderContent } from "./stored-order.ts";
import { describeRefusal } from "./refusals.ts";

export interface PushContext {
  readonly ledger: OrderLedger;
  readonly settings: WangdiantongSettings;
  readonly nowMs: number;
  /** Fault: the order is created and stays un-audited whatever was asked. */
  readonly isLeftUnaudited: boolean;
  /** Fault: refused with this, whatever was asked. */
  readonly forcedRefusal: { readonly code: number; readonly message: string } | undefined;
}

export interface PushAnswer {
  readonly code: number;
  readonly message: string;
  readonly stockout_no?: string;
}

const AWAITING_AUDIT = 50;

/** stockout_order_push: the one call with an effect. Every attempt is written down, whatever became of it. */
export function pushOrder(parameters: ReadonlyMap<string, string>, context: PushContext): PushAnswer {
  const { ledger, nowMs } = context;
  let outerNo = "";
  let answer: PushAnswer;
  try {
    const text = parameters.get("stockout_info");
    if (text === undefined || text === "") throw new RefusedPush("parameter-missing", "stockout_info");
    const fields = parseStockoutInfo(text);
    outerNo = readOuterNo(fields);
    answer = context.forcedRefusal ?? decide(outerNo, fields, context);
  } catch (error) {
    if (!(error instanceof RefusedPush)) throw error;
    answer = describeRefusal({ name: error.refusal, value: error.value }, context.settings);
  }
  ledger.recordAttempt({ outerNo, atMs: nowMs, code: answer.code, message: answer.message });
  return answer;
}

function decide(outerNo: string, fields: Readonly<Record<string, unknown>>, context: PushContext): PushAnswer {
  const { ledger, settings, nowMs } = context;
  const existing = ledger.find(outerNo)[0];
  if (existing && !settings.acceptDuplicates) {
    const repeated = settings.repeatsStockoutNo ? { stockout_no: existing.stockoutNo } : {};
    return { ...describeRefusal({ name: "duplicate", value: outerNo }, settings), ...repeated };
  }
  const content = checkOrder(outerNo, fields, settings);
  checkStock(content, context);
  const isAudited = content.is_check === 1 && !context.isLeftUnaudited;
  const order = ledger.accept(content, isAudited ? settings.auditedStatus : AWAITING_AUDIT, nowMs);
  return { code: 0, message: "", stockout_no: order.stockoutNo };
}

function checkStock(content: OrderContent, { ledger, settings }: PushContext): void {
  if (settings.stockPerSku === null) return;
  const stock = decimal(settings.stockPerSku);
  const taken = (spec: string): DecimalText =>
    addDecimals(
      [...ledger.orders().map((order) => order.content), content]
        .filter((each) => each.warehouse_no === content.warehouse_no)
        .flatMap((each) => each.detail_list.filter((line) => line.spec_no === spec).map((line) => line.num)),
    );
  for (const { spec_no } of content.detail_list)
    if (compareDecimals(taken(spec_no), stock) > 0) throw new RefusedPush("stock-short", spec_no);
}
