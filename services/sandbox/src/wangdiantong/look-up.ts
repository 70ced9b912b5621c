import {
  parseKingdeeTime as parseChinaTime,
  formatKingdeeTime,
  roundDecimal,
  SHANGHAI,
  ZERO,
  type DecimalText,
} from "@billferry/contracts";

import type { WangdiantongSettings } from "../settings.ts";
import { isSkuKnown, listCarriers, listSkus, listWarehouses } from "./master-data.ts";
import type { OrderLedger } from "./order-ledger.ts";
import type { StoredOrder } from "./stored-order.ts";
import { describeRefusal, type RefusalName } from "./refusals.ts";

export interface LookUpContext {
  readonly ledger: OrderLedger;
  readonly settings: WangdiantongSettings;
}

type Parameters = ReadonlyMap<string, string>;
type Reply = Readonly<Record<string, unknown>> & { readonly code: number };

const WINDOW_MS = 30 * 86_400_000;
const OTHER_STOCKOUT = "7";
/** From here on an order counts as shipped: only those are seen without a status, on the stock-out time. */
const SHIPPED = 95;

/** stockout_order_query (vendor notes 3.1), with its traps: an un-audited order is invisible unless asked by status. */
export function queryStockoutOrders(parameters: Parameters, { ledger, settings }: LookUpContext): Reply {
  const refuse = (name: RefusalName, value = ""): Reply => describeRefusal({ name, value }, settings);
  const page = readPage(parameters);
  if (page === undefined) return refuse("parameter-invalid", "page_size");
  const stockoutNo = parameters.get("stockout_no");
  const outerNo = settings.canQueryByOuterNo ? parameters.get("outer_no") : undefined;
  let candidates: readonly StoredOrder[];
  if (stockoutNo !== undefined)
    candidates = [ledger.findByStockoutNo(stockoutNo)].filter((order) => order !== undefined);
  else if (outerNo !== undefined) candidates = ledger.find(outerNo);
  else {
    const [fromText = "", toText = ""] = [parameters.get("start_time"), parameters.get("end_time")];
    if (fromText === "" || toText === "") return refuse("window-missing");
    const [fromMs, toMs] = [parseChinaTime(fromText, SHANGHAI), parseChinaTime(toText, SHANGHAI)];
    if (fromMs === undefined) return refuse("parameter-invalid", "start_time");
    if (toMs === undefined || toMs < fromMs) return refuse("parameter-invalid", "end_time");
    if (toMs - fromMs > WINDOW_MS) return refuse("window-too-wide");
    // Stock-out and last change fall together here: nothing changes an order after its push. Closed, in whole seconds.
    candidates = ledger.orders().filter((order) => inSeconds(order) >= fromMs && inSeconds(order) <= toMs);
  }
  const status = parameters.get("status");
  const found = candidates.filter(
    (order) =>
      (status === undefined ? order.status >= SHIPPED && order.status <= 110 : String(order.status) === status) &&
      (parameters.get("order_type") ?? OTHER_STOCKOUT) === OTHER_STOCKOUT &&
      (parameters.get("warehouse_no") ?? order.content.warehouse_no) === order.content.warehouse_no &&
      // src_order_no is another document of this system; an order that was pushed has none.
      parameters.get("src_order_no") === undefined,
  );
  return pageOf("stockout_list", found.map(describeOrder), page);
}

export function queryWarehouses(parameters: Parameters, { settings }: LookUpContext): Reply {
  const page = readPage(parameters);
  if (page === undefined) return describeRefusal({ name: "parameter-invalid", value: "page_size" }, settings);
  const wanted = parameters.get("warehouse_no");
  const rows = listWarehouses(settings)
    .filter(({ code }) => wanted === undefined || wanted === code)
    .map(({ code, name, isOutsourced }) => ({
      warehouse_no: code,
      name,
      type: isOutsourced ? "11" : "1",
      ext_warehouse_no: "",
      is_disabled: "0",
      is_defect: "0",
      remark: "",
    }));
  return pageOf("warehouses", rows, page);
}

/** logistics.php has no pages. */
export function queryLogistics(parameters: Parameters, { settings }: LookUpContext): Reply {
  const wanted = parameters.get("logistics_no");
  const rows = listCarriers(settings)
    .filter(({ code }) => wanted === undefined || wanted === code)
    .map(({ code, name }, index) => ({
      logistics_id: String(index + 1),
      logistics_no: code,
      logistics_name: name,
      is_disabled: "0",
    }));
  return { code: 0, message: "", total_count: String(rows.length), logistics_list: rows };
}

export function queryGoods(parameters: Parameters, { settings }: LookUpContext): Reply {
  const refuse = (name: RefusalName, value = ""): Reply => describeRefusal({ name, value }, settings);
  const page = readPage(parameters);
  if (page === undefined) return refuse("parameter-invalid", "page_size");
  const specNo = parameters.get("spec_no") ?? parameters.get("goods_no");
  if (specNo === undefined && !(parameters.has("start_time") && parameters.has("end_time")))
    return refuse("window-missing");
  const known = specNo === undefined ? listSkus(settings) : listSkus(settings).filter(({ code }) => code === specNo);
  const rows = known
    .filter(({ code }) => isSkuKnown(code, settings))
    .map(({ code, name }) => ({ goods_no: code, goods_name: name, spec_list: [{ spec_no: code, spec_name: name }] }));
  return pageOf("goods_list", rows, page);
}

function describeOrder(order: StoredOrder): Readonly<Record<string, unknown>> {
  const { content, stockoutId, stockoutNo, status } = order;
  const at = formatKingdeeTime(order.acceptedAtMs, SHANGHAI);
  return {
    stockout_id: String(stockoutId),
    order_no: stockoutNo,
    src_order_no: "",
    outer_no: content.outer_no,
    warehouse_no: content.warehouse_no,
    status: String(status),
    order_type: OTHER_STOCKOUT,
    order_type_name: "其他出库",
    consign_time: status >= SHIPPED ? at : null,
    created: at,
    modified: at,
    logistics_no: content.logistics_no ?? "",
    logistics_code: content.logistics_code ?? "",
    goods_total_amount: fourPlaces(content.goods_total_amount ?? ZERO),
    remark: content.remark ?? "",
    reason: content.reason ?? "",
    details_list: content.detail_list.map((line, index) => ({
      rec_id: String(stockoutId * 1000 + index),
      goods_no: line.spec_no,
      spec_no: line.spec_no,
      goods_count: fourPlaces(line.num),
      price: fourPlaces(line.price ?? ZERO),
      batch_no: line.batch_no ?? "",
      position_no: line.position_no ?? "",
      remark: line.remark ?? "",
    })),
  };
}

/** The vendor writes decimals as text with four places (vendor notes 3). */
function fourPlaces(value: DecimalText): string {
  const [integer = "0", fraction = ""] = roundDecimal(value, 4).value.split(".");
  return `${integer}.${fraction.padEnd(4, "0")}`;
}

function inSeconds(order: StoredOrder): number {
  return order.acceptedAtMs - (order.acceptedAtMs % 1000);
}

interface Page {
  readonly number: number;
  readonly size: number;
}

function readPage(parameters: Parameters): Page | undefined {
  const number = Number(parameters.get("page_no") ?? 0);
  const size = Number(parameters.get("page_size") ?? 40);
  const isSound = Number.isInteger(number) && number >= 0 && Number.isInteger(size) && size >= 1 && size <= 100;
  return isSound ? { number, size } : undefined;
}

/** The total comes with page 0 only, and as text. */
function pageOf(name: string, rows: readonly unknown[], page: Page): Reply {
  const start = page.number * page.size;
  const total = page.number === 0 ? { total_count: String(rows.length) } : {};
  return { code: 0, message: "", ...total, [name]: rows.slice(start, start + page.size) };
}
