import { Fault, TARGET_INTERFACES, type TargetName, type TargetOrder } from "@billferry/contracts";
import type { z } from "zod";

import { createCaller, signCall, type Call, type Caller, type SignedCall } from "./call.ts";
import {
  documentNoOf,
  documentsAnswer,
  goodsAnswer,
  logisticsAnswer,
  warehousesAnswer,
  type CarrierRecord,
  type SkuRecord,
  type WarehouseRecord,
} from "./core/answer-schemas.ts";
import { auditDoubtOf } from "./core/audit-doubt.ts";
import { schemaFailure } from "./core/failures.ts";
import { checkOrder, ownRequestOf } from "./core/order-issues.ts";
import { readDocument } from "./core/read-document.ts";
import { escapeAscii, omitEmpty } from "./core/signing.ts";
import type { DocumentQuery, DocumentsPage, WarehouseQuery } from "./queries.ts";
import { createOrderSearch, type OrderSearch, type QueryGate } from "./search-orders.ts";
import type { WangdiantongHooks, WangdiantongSettings } from "./settings.ts";

/** The document exists. A number not told is null; `auditDoubt`: the vendor's words where it was not audited. */
type PushAnswer =
  | { readonly kind: "created"; readonly stockoutNo: string | null; readonly auditDoubt: string | null }
  | { readonly kind: "duplicate"; readonly stockoutNo: string | null; readonly message: string };

interface PushOptions {
  readonly signal?: AbortSignal | undefined;
  readonly hear?: Call["hear"];
}

/** The documents of one interface; each method is one call. */
export interface WangdiantongDocuments {
  /**
   * Creates one document. `JOB_INVALID` before anything is sent if the order breaks a limit; `retry` where the document
   * surely does not exist, `reconcile` where it may: then push again under the same `outer_no`, or look it up.
   */
  push(order: TargetOrder, options?: PushOptions): Promise<PushAnswer>;
  query(query: DocumentQuery, signal?: AbortSignal): Promise<DocumentsPage>;
}

/** Openapi2 [wangdiantong 1 to 4]. Each method is one call and throws a Fault whose recovery says what to do. */
export interface WangdiantongClient {
  readonly documents: (target: TargetName) => WangdiantongDocuments;
  /** Searches of many calls, each of which goes through the gate. */
  readonly orders: (target: TargetName, gate: QueryGate) => OrderSearch;
  queryWarehouses(query: WarehouseQuery, signal?: AbortSignal): Promise<readonly WarehouseRecord[]>;
  /** All carriers: `logistics` knows no pages. */
  queryCarriers(signal?: AbortSignal): Promise<readonly CarrierRecord[]>;
  /** The SKUs of the goods that have this one (its 商家编码) among them; none of disabled goods. */
  querySkus(specNo: string, signal?: AbortSignal): Promise<readonly SkuRecord[]>;
}

/** A client for one account; it holds no connection that would have to be closed, and keeps no state but the clock. */
export function createWangdiantongClient(
  settings: WangdiantongSettings,
  hooks: WangdiantongHooks = {},
): WangdiantongClient {
  const caller = createCaller(settings, hooks);
  return {
    documents: (target) => ({
      push: (order, options) => push(caller, target, { order, ...options }),
      query: (wanted, signal) => queryDocuments(caller, target, { wanted, signal }),
    }),
    orders: (target, gate) =>
      createOrderSearch(target, gate, (wanted, signal) => queryDocuments(caller, target, { wanted, signal })),
    queryWarehouses: async ({ warehouseNo, pageNo, pageSize }, signal) => {
      const parameters = { warehouse_no: warehouseNo, page_no: pageNo, page_size: pageSize };
      return (await ask(caller, warehousesAnswer, { service: "warehouse_query", parameters, signal })).rows;
    },
    queryCarriers: async (signal) =>
      (await ask(caller, logisticsAnswer, { service: "logistics", parameters: {}, signal })).rows,
    querySkus: async (specNo, signal) => {
      const parameters = { spec_no: specNo, page_no: 0, page_size: 100 };
      const { rows } = await ask(caller, goodsAnswer, { service: "goods_query", parameters, signal });
      return rows.flat();
    },
  };
}

async function queryDocuments(
  caller: Caller,
  target: TargetName,
  { wanted, signal }: { wanted: DocumentQuery; signal: AbortSignal | undefined },
): Promise<DocumentsPage> {
  const { documents } = TARGET_INTERFACES[target];
  const page = await ask(caller, documentsAnswer(target), {
    service: documents.query,
    parameters: {
      start_time: wanted.startTime,
      end_time: wanted.endTime,
      status: wanted.status,
      warehouse_no: wanted.warehouseNo,
      order_type: wanted.orderType,
      [documents.number]: wanted.stockoutNo,
      page_no: wanted.pageNo,
      page_size: wanted.pageSize,
    },
    signal,
  });
  return {
    totalCount: page.totalCount,
    documents: page.rows.map((row) => readDocument(target, row, wanted.status)),
  };
}

/** The push of an order as it would be sent now: nothing is sent. `JOB_INVALID` as for the push itself. */
export function previewPush(
  settings: WangdiantongSettings,
  target: TargetName,
  { order, nowMs }: { readonly order: TargetOrder; readonly nowMs: number },
): SignedCall {
  const { path, body } = signCall(settings, toPushCall(target, order), nowMs);
  return { path, body };
}

function toPushCall(target: TargetName, order: TargetOrder): Call {
  const checked = checkOrder(target, order);
  if ("issues" in checked) throw new Fault("JOB_INVALID", checked.issues, { details: { outerNo: order.outer_no } });
  return {
    service: target,
    hasEffect: true,
    keys: { outerNo: checked.order.outer_no },
    parameters: { [TARGET_INTERFACES[target].envelope]: escapeAscii(JSON.stringify(checked.order)) },
    own: ownRequestOf(target, checked.order),
    documentNo: (body) => documentNoOf(target, body),
  };
}

async function push(
  caller: Caller,
  target: TargetName,
  { order, signal, hear }: PushOptions & { order: TargetOrder },
): Promise<PushAnswer> {
  const { kind, body, message } = await caller({ ...toPushCall(target, order), signal, hear });
  const stockoutNo = documentNoOf(target, body);
  if (kind === "duplicate") return { kind, stockoutNo, message };
  return { kind: "created", stockoutNo, auditDoubt: auditDoubtOf(target, { body, message }) };
}

async function ask<Schema extends z.ZodType>(
  caller: Caller,
  schema: Schema,
  query: {
    service: string;
    parameters: Readonly<Record<string, string | number | undefined>>;
    signal: AbortSignal | undefined;
  },
): Promise<z.infer<Schema>> {
  const parameters = omitEmpty(query.parameters);
  const call: Call = {
    service: query.service,
    hasEffect: false,
    keys: {},
    parameters,
    signal: query.signal,
  };
  const codes = Object.entries(parameters).map(([field, value]) => ({ field, value }));
  const { body } = await caller({ ...call, own: { codes, lines: [] } });
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw schemaFailure(
    result.error.issues.map((issue) => issue.path.join(".")),
    call,
  );
}
