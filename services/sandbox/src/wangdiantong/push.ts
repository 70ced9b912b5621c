import {
  addDecimals,
  compareDecimals,
  decimal,
  linesOf,
  quantityOf,
  TARGET_INTERFACES,
  type DecimalText,
  type TargetName,
  type TargetOrder,
} from "@billferry/contracts";

import type { WangdiantongSettings } from "../settings.ts";
import { checkOrder, parseEnvelope, readOuterNo } from "./check-order.ts";
import { DOCUMENT_KINDS } from "./document-kinds.ts";
import type { OrderLedger } from "./order-ledger.ts";
import { describeRefusal, Refused } from "./refusals.ts";

interface PushContext {
  readonly target: TargetName;
  readonly ledger: OrderLedger;
  readonly settings: WangdiantongSettings;
  readonly nowMs: number;
  /** Fault: the order is created and stays un-audited whatever was asked. */
  readonly isLeftUnaudited: boolean;
  /** Fault: refused with this, whatever was asked; `withEffect`: the document is made all the same, and not audited. */
  readonly forcedRefusal: { readonly code: number; readonly message: string; readonly withEffect: boolean } | undefined;
}

interface PushAnswer {
  readonly code: number;
  readonly message: string;
  readonly [number: string]: string | number;
}

/** A push: the one kind of call with an effect. Every attempt is written down, whatever became of it. */
export function pushOrder(parameters: ReadonlyMap<string, string>, context: PushContext): PushAnswer {
  const { ledger, nowMs, target } = context;
  const { envelope } = TARGET_INTERFACES[target];
  let outerNo = "";
  let answer: PushAnswer;
  try {
    const text = parameters.get(envelope);
    if (text === undefined || text === "") throw new Refused("parameter-missing", envelope);
    const fields = parseEnvelope(text, envelope);
    outerNo = readOuterNo(fields);
    answer = decideOrRefuse(outerNo, fields, context);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    answer = describeRefusal(error, context.settings);
  }
  ledger.recordAttempt({ target, outerNo, atMs: nowMs, code: answer.code, message: answer.message });
  return answer;
}

function decideOrRefuse(outerNo: string, fields: Readonly<Record<string, unknown>>, context: PushContext): PushAnswer {
  const { forcedRefusal, settings, target } = context;
  if (forcedRefusal === undefined) return decide(outerNo, fields, context);
  const { code, message, withEffect } = forcedRefusal;
  const honest = withEffect ? decide(outerNo, fields, { ...context, isLeftUnaudited: true }) : undefined;
  if (honest !== undefined && honest.code !== 0) return honest;
  const { number } = TARGET_INTERFACES[target].documents;
  const told = settings.repeatsStockoutNo && honest?.[number] !== undefined ? { [number]: honest[number] } : {};
  return { code, message, ...told };
}

function decide(outerNo: string, fields: Readonly<Record<string, unknown>>, context: PushContext): PushAnswer {
  const { ledger, settings, nowMs, target } = context;
  const { number } = TARGET_INTERFACES[target].documents;
  const existing = ledger.find(target, outerNo)[0];
  if (existing && !settings.acceptDuplicates) {
    const repeated = settings.repeatsStockoutNo ? { [number]: existing.stockoutNo } : {};
    return { ...describeRefusal(new Refused("duplicate", outerNo), settings), ...repeated };
  }
  const content = checkOrder(target, { outerNo, fields }, settings);
  checkStock(content, context);
  const isAudited = content.is_check === 1 && !context.isLeftUnaudited;
  const status = isAudited
    ? auditedStatus(target, settings)
    : (settings.unauditedStatus ?? DOCUMENT_KINDS[target].awaitingAudit);
  const order = ledger.accept({ target, content, status, acceptedAtMs: nowMs });
  return { code: 0, message: "", [number]: order.stockoutNo };
}

/** Of a document pushed with is_check=1 [wangdiantong 3.1]. */
function auditedStatus(target: TargetName, { auditedStockinStatus }: WangdiantongSettings): number {
  return DOCUMENT_KINDS[target].takesStock ? 110 : auditedStockinStatus;
}

function checkStock(content: TargetOrder, { ledger, settings, target }: PushContext): void {
  if (settings.stockPerSku === null || !DOCUMENT_KINDS[target].takesStock) return;
  const stock = decimal(settings.stockPerSku);
  const taken = (spec: string): DecimalText =>
    addDecimals(
      [...ledger.orders().filter((order) => order.target === target), { content }]
        .filter((each) => each.content.warehouse_no === content.warehouse_no)
        .flatMap((each) => linesOf(target, each.content).filter((line) => line.spec_no === spec))
        .map((line) => quantityOf(target, line)),
    );
  for (const { spec_no } of linesOf(target, content))
    if (compareDecimals(taken(spec_no), stock) > 0) throw new Refused("stock-short", spec_no);
}
