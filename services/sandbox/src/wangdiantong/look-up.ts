import {
  parseKingdeeTime as parseChinaTime,
  formatKingdeeTime,
  roundDecimal,
  SHANGHAI,
  linesOf,
  priceOf,
  quantityOf,
  TARGET_INTERFACES,
  ZERO,
  type DecimalText,
  type TargetName,
} from "@billferry/contracts";

import type { WangdiantongSettings } from "../settings.ts";
import { DOCUMENT_KINDS } from "./document-kinds.ts";
import { findCarrier, findKnownSku, findWarehouse, listCarriers, listSkus, listWarehouses } from "./master-data.ts";
import type { OrderLedger } from "./order-ledger.ts";
import type { StoredOrder } from "./stored-order.ts";
import { Refused } from "./refusals.ts";

export interface LookUpContext {
  readonly ledger: OrderLedger;
  readonly settings: WangdiantongSettings;
  readonly nowMs: number;
}

type Parameters = ReadonlyMap<string, string>;
type Reply = Readonly<Record<string, unknown>> & { readonly code: number };

const WINDOW_MS = 30 * 86_400_000;

/** The query of an interface's documents [wangdiantong 3.1]: an un-audited one is invisible unless asked by status. */
export function queryDocuments(
  target: TargetName,
  parameters: Parameters,
  { ledger, settings, nowMs }: LookUpContext,
): Reply {
  const { documents } = TARGET_INTERFACES[target];
  const page = readPage(parameters);
  const number = parameters.get(documents.number);
  const outerNo = settings.canQueryByOuterNo ? parameters.get("outer_no") : undefined;
  let candidates: readonly StoredOrder[];
  if (number !== undefined) candidates = [ledger.findByNumber(target, number)].filter((order) => order !== undefined);
  else if (outerNo !== undefined) candidates = ledger.find(target, outerNo);
  else {
    const [fromText = "", toText = ""] = [parameters.get("start_time"), parameters.get("end_time")];
    if (fromText === "" || toText === "") throw new Refused("window-missing");
    const [fromMs, toMs] = [parseChinaTime(fromText, SHANGHAI), parseChinaTime(toText, SHANGHAI)];
    if (fromMs === undefined) throw new Refused("parameter-invalid", "start_time");
    if (toMs === undefined || toMs < fromMs) throw new Refused("parameter-invalid", "end_time");
    if (toMs - fromMs > WINDOW_MS) throw new Refused("window-too-wide");
    // Movement and last change fall together here, unless a person cancelled it. Closed, in whole seconds.
    candidates = ledger
      .orders()
      .filter((order) => order.target === target && inSeconds(order) >= fromMs && inSeconds(order) <= toMs);
  }
  const status = parameters.get("status");
  const found = candidates.filter(
    (order) =>
      order.acceptedAtMs + settings.listingDelayMs <= nowMs &&
      (status === undefined ? DOCUMENT_KINDS[target].isFinished(order.status) : String(order.status) === status) &&
      (parameters.get("order_type") ?? documents.orderType) === documents.orderType &&
      (parameters.get("warehouse_no") ?? order.content.warehouse_no) === order.content.warehouse_no &&
      // src_order_no is another document of this system; an order that was pushed has none.
      parameters.get("src_order_no") === undefined,
  );
  return pageOf(documents.list, found.map(describeOrder), page);
}

export function queryWarehouses(parameters: Parameters, { settings }: LookUpContext): Reply {
  const page = readPage(parameters);
  const wanted = parameters.get("warehouse_no");
  const rows = pick(wanted, listWarehouses(settings), (code) => findWarehouse(code, settings)).map(
    ({ code, name, isOutsourced }) => ({
      warehouse_no: code,
      name,
      type: isOutsourced ? "11" : "1",
      ext_warehouse_no: "",
      is_disabled: "0",
      is_defect: "0",
      remark: "",
    }),
  );
  return pageOf("warehouses", rows, page);
}

/** logistics.php has no pages. */
export function queryLogistics(parameters: Parameters, { settings }: LookUpContext): Reply {
  const wanted = parameters.get("logistics_no");
  const rows = pick(wanted, listCarriers(settings), (code) => findCarrier(code, settings)).map(
    ({ code, name }, index) => ({
      logistics_id: String(index + 1),
      logistics_no: code,
      logistics_name: name,
      is_disabled: "0",
    }),
  );
  return { code: 0, message: "", total_count: String(rows.length), logistics_list: rows };
}

export function queryGoods(parameters: Parameters, { settings }: LookUpContext): Reply {
  const page = readPage(parameters);
  const specNo = parameters.get("spec_no") ?? parameters.get("goods_no");
  if (specNo === undefined && !(parameters.has("start_time") && parameters.has("end_time")))
    throw new Refused("window-missing");
  const rows = pick(specNo, listSkus(settings), (code) => findKnownSku(code, settings)).map(({ code, name }) => ({
    goods_no: code,
    goods_name: name,
    spec_list: [{ spec_no: code, spec_name: name }],
  }));
  return pageOf("goods_list", rows, page);
}

/** The one that is wanted, if it is known, or all. */
function pick<T>(wanted: string | undefined, all: readonly T[], find: (code: string) => T | undefined): readonly T[] {
  if (wanted === undefined) return all;
  return [find(wanted)].filter((each) => each !== undefined);
}

function describeOrder(order: StoredOrder): Readonly<Record<string, unknown>> {
  const { content, stockoutId, stockoutNo, status, target } = order;
  const { total, documents } = TARGET_INTERFACES[target];
  const kind = DOCUMENT_KINDS[target];
  const at = formatKingdeeTime(order.acceptedAtMs, SHANGHAI);
  return {
    [kind.idField]: String(stockoutId),
    order_no: stockoutNo,
    src_order_no: "",
    outer_no: content.outer_no,
    warehouse_no: content.warehouse_no,
    status: String(status),
    order_type: documents.orderType,
    order_type_name: kind.typeName,
    [kind.timeField]: kind.isFinished(status) ? at : null,
    created: at,
    modified: at,
    logistics_no: content["logistics_no"] ?? "",
    logistics_code: content.logistics_code ?? "",
    ...(total === null ? {} : { [total]: fourPlaces((content[total] ?? ZERO) as DecimalText) }),
    remark: content.remark ?? "",
    reason: content.reason ?? "",
    details_list: linesOf(target, content).map((line, index) => ({
      rec_id: String(stockoutId * 1000 + index),
      goods_no: line.spec_no,
      spec_no: line.spec_no,
      goods_count: fourPlaces(quantityOf(target, line)),
      price: fourPlaces(priceOf(target, line) ?? ZERO),
      batch_no: line.batch_no ?? "",
      position_no: line.position_no ?? "",
      remark: line["remark"] ?? "",
    })),
  };
}

/** The vendor writes decimals as text with four places [wangdiantong 3]. */
function fourPlaces(value: DecimalText): string {
  const [integer = "0", fraction = ""] = roundDecimal(value, 4).value.split(".");
  return `${integer}.${fraction.padEnd(4, "0")}`;
}

function inSeconds(order: StoredOrder): number {
  const atMs = order.changedAtMs ?? order.acceptedAtMs;
  return atMs - (atMs % 1000);
}

interface Page {
  readonly number: number;
  readonly size: number;
}

function readPage(parameters: Parameters): Page {
  const number = Number(parameters.get("page_no") ?? 0);
  const size = Number(parameters.get("page_size") ?? 40);
  const isSound = Number.isInteger(number) && number >= 0 && Number.isInteger(size) && size >= 1 && size <= 100;
  if (!isSound) throw new Refused("parameter-invalid", "page_size");
  return { number, size };
}

/** The total comes with page 0 only, and as text. */
function pageOf(name: string, rows: readonly unknown[], page: Page): Reply {
  const start = page.number * page.size;
  const total = page.number === 0 ? { total_count: String(rows.length) } : {};
  return { code: 0, message: "", ...total, [name]: rows.slice(start, start + page.size) };
}
