import { correctionNo } from "@billferry/contracts";
import type { Ledger, OrderRecord } from "@billferry/ledger";

import type { PresentDocument } from "./core/reconcile-facts.ts";
import { toDocument } from "./to-document.ts";
import type { WangdiantongAccess } from "@billferry/vendor-access";

/** Clocks differ, and a document's time is the vendor's. */
const MARGIN_MS = 10 * 60_000;

/** All documents of a stretch of time, whatever their status; waits for the quota as long as it takes. */
export async function listSpan(
  { documents: service, gate }: WangdiantongAccess,
  span: { readonly fromMs: number; readonly toMs: number },
  options: { readonly signal: AbortSignal; readonly onCount?: (documents: number) => void },
): Promise<readonly PresentDocument[]> {
  const { signal, onCount } = options;
  return gate.series(signal, async (beforeCall) => {
    const documents: PresentDocument[] = [];
    const search = { fromMs: span.fromMs - MARGIN_MS, toMs: span.toMs + MARGIN_MS, beforeCall };
    for await (const record of service.list(search, signal)) {
      const document = toDocument(record);
      if (document !== undefined) documents.push(document);
      onCount?.(documents.length);
    }
    return documents;
  });
}

/** The documents of these numbers, where they are there; a call or more for each. */
export async function findByNumbers(
  { documents: service, gate }: WangdiantongAccess,
  stockoutNos: readonly string[],
  signal: AbortSignal,
): Promise<readonly PresentDocument[]> {
  if (stockoutNos.length === 0) return [];
  return gate.series(signal, async (beforeCall) => {
    const documents: PresentDocument[] = [];
    for (const stockoutNo of stockoutNos) {
      const record = await service.findByNumber(stockoutNo, { beforeCall }, signal);
      const document = record && toDocument(record);
      if (document !== undefined) documents.push(document);
    }
    return documents;
  });
}

/**
 * An order's corrections as the ledger knows them, whether or not they were recorded with it, and the first number that
 * is free after them. A key that only looks like a correction's (a bill "XS1-CK1" in stock "R1") is another bill's, and
 * is passed by.
 */
export async function findCorrectionOrders(
  ledger: Ledger,
  order: Pick<OrderRecord, "outerNo" | "billId" | "corrections">,
): Promise<{
  readonly found: readonly { readonly n: number; readonly correction: OrderRecord }[];
  readonly next: number;
}> {
  const found: { n: number; correction: OrderRecord }[] = [];
  for (let n = 1; ; n += 1) {
    const correction = await ledger.orders.find(correctionNo(order.outerNo, n));
    if (correction === undefined) return { found, next: n };
    const isOurs = order.corrections.includes(correction.outerNo) || correction.billId === order.billId;
    if (isOurs) found.push({ n, correction });
  }
}

/**
 * What is in Wangdiantong for one order: itself and its corrections, cancelled ones too. `incomplete` names those that
 * the ledger says were delivered and that no query showed.
 */
export async function findOrderDocuments(
  access: WangdiantongAccess,
  orders: readonly OrderRecord[],
  options: { readonly signal: AbortSignal; readonly nowMs: number; readonly warehouseNo: string },
): Promise<{ readonly documents: readonly PresentDocument[]; readonly incomplete: readonly string[] }> {
  const delivered = orders.filter((order) => order.deliveredHash !== null || order.stockoutNo !== null);
  const documents: PresentDocument[] = [];
  const incomplete: string[] = [];
  for (const order of delivered) {
    const found =
      order.stockoutNo === null
        ? await searchByKey(access, order, options)
        : (await findByNumbers(access, [order.stockoutNo], options.signal))[0];
    if (found === undefined) incomplete.push(order.outerNo);
    else documents.push(found);
  }
  return { documents, incomplete };
}

async function searchByKey(
  { documents: service, gate }: WangdiantongAccess,
  order: OrderRecord,
  options: { readonly signal: AbortSignal; readonly nowMs: number; readonly warehouseNo: string },
): Promise<PresentDocument | undefined> {
  const fromMs = (order.firstPushAtMs ?? order.deliveredAtMs ?? options.nowMs) - MARGIN_MS;
  const record = await gate.series(options.signal, async (beforeCall) =>
    service.findByOuterNo(
      order.outerNo,
      { fromMs, toMs: options.nowMs + MARGIN_MS, warehouseNo: options.warehouseNo, beforeCall },
      options.signal,
    ),
  );
  return record && toDocument(record);
}
