import type { Bill, BillLine } from "../bills/bill.ts";
import { AUXILIARY_PROPERTIES, CARRIERS, CUSTOMERS, findSku, STOCKS, type Named } from "../bills/catalogue.ts";
import type { Column, Value } from "../kingdee/column.ts";

/** What a field of a form can show: every property of a made-up bill and its lines, by its name in form files. */
type Read = (bill: Bill, line: BillLine) => Value;
type Sources = Readonly<Record<string, readonly [Column["type"], Read]>>;

const OF_BILL: Sources = {
  "bill.id": ["id", (bill) => bill.id],
  "bill.billNo": ["text", (bill) => bill.billNo],
  "bill.status": ["text", (bill) => bill.status],
  "bill.cancelStatus": ["text", (bill) => (bill.isVoid ? "B" : "A")],
  "bill.date": ["date", (bill) => bill.dateLocalMs],
  "bill.created": ["date", (bill) => bill.createdLocalMs],
  "bill.modified": ["date", (bill) => bill.modifiedLocalMs],
  "bill.approved": ["date", (bill) => bill.approvedLocalMs],
  "bill.cancelled": ["date", (bill) => (bill.isVoid ? bill.modifiedLocalMs : null)],
  "bill.approver": ["text", (bill) => (bill.approvedLocalMs === null ? null : "admin")],
  "bill.customer": ["text", (bill) => bill.customer],
  "bill.carrier": ["text", (bill) => bill.carrier],
  "bill.carriageNo": ["text", (bill) => bill.carriageNo],
  "bill.shop": ["text", (bill) => bill.shop],
  "bill.channel": ["text", (bill) => bill.channel],
  "bill.thirdBillNo": ["text", (bill) => bill.thirdBillNo],
  "bill.sourceBillNo": ["text", (bill) => `XSDD${String(bill.id).padStart(6, "0")}`],
  "bill.salesman": ["text", (bill) => `XSY${String((bill.id % 7) + 1).padStart(3, "0")}`],
  "bill.note": ["text", (bill) => bill.note],
  "bill.receiver.name": ["text", (bill) => bill.receiver.name],
  "bill.receiver.mobile": ["text", (bill) => bill.receiver.mobile],
  "bill.receiver.phone": ["text", (bill) => bill.receiver.phone],
  "bill.receiver.state": ["text", (bill) => bill.receiver.state],
  "bill.receiver.city": ["text", (bill) => bill.receiver.city],
  "bill.receiver.district": ["text", (bill) => bill.receiver.district],
  "bill.receiver.address": ["text", (bill) => bill.receiver.address],
  "bill.receiver.nick": ["text", (bill) => bill.receiver.nick],
};

const OF_LINE: Sources = {
  "line.entryId": ["id", (_bill, line) => line.entryId],
  "line.seq": ["id", (_bill, line) => line.seq],
  "line.sourceEntryId": ["id", (_bill, line) => line.entryId + 700_000],
  "line.rowType": ["text", (_bill, line) => line.rowType],
  "line.sku": ["text", (_bill, line) => line.sku],
  "line.skuName": ["text", (_bill, line) => nameOfSku(line.sku)],
  "line.barcode": ["text", (_bill, line) => (line.seq % 3 === 0 ? "" : `69${String(line.entryId).padStart(11, "0")}`)],
  "line.unit": ["text", (_bill, line) => findSku(line.sku)?.unit ?? "Pcs"],
  "line.mustQuantity": ["decimal", (_bill, line) => line.mustQuantity],
  "line.quantity": ["decimal", (_bill, line) => line.quantity],
  "line.price": ["decimal", (_bill, line) => line.price],
  "line.taxPrice": ["decimal", (_bill, line) => line.taxPrice],
  "line.taxRate": ["decimal", (_bill, line) => line.taxRate],
  "line.taxAmount": ["decimal", (_bill, line) => line.taxAmount],
  "line.amount": ["decimal", (_bill, line) => line.amount],
  "line.allAmount": ["decimal", (_bill, line) => line.allAmount],
  "line.isFree": ["boolean", (_bill, line) => line.isFree],
  "line.stock": ["text", (_bill, line) => line.stock],
  "line.auxiliary": ["text", (_bill, line) => line.auxiliary ?? null],
  "line.lot": ["text", (_bill, line) => line.lot],
  "line.produced": ["date", (_bill, line) => line.produceLocalMs],
  "line.expires": ["date", (_bill, line) => line.expiryLocalMs],
  "line.note": ["text", (_bill, line) => line.note],
};

const SOURCES: Sources = { ...OF_BILL, ...OF_LINE };

export const SOURCE_TYPES: ReadonlyMap<string, Column["type"]> = new Map(
  Object.entries(SOURCES).map(([name, [type]]) => [name, type]),
);

/** Reads what `from` names; the form file's check has seen to it that there is such a thing. */
export function readerOf(from: string): Read {
  if (from.startsWith("extras.")) {
    const name = from.slice("extras.".length);
    return (bill) => bill.extras?.[name] ?? null;
  }
  const source = SOURCES[from];
  if (source === undefined) throw new RangeError(`there is no ${from}`);
  return source[1];
}

export const NAME_LISTS = ["customers", "carriers", "stocks", "skus", "units", "auxiliaries", "codes"] as const;

/** Which name stands behind a code of base data. */
export const NAMERS: Readonly<Record<(typeof NAME_LISTS)[number], (code: string) => string>> = {
  customers: nameFrom(CUSTOMERS),
  carriers: nameFrom(CARRIERS),
  stocks: nameFrom(STOCKS),
  skus: nameOfSku,
  units: (code) => (code === "Pcs" ? "件" : "千克"),
  auxiliaries: nameFrom(AUXILIARY_PROPERTIES),
  codes: (code) => code,
};

export function specificationOf(code: string): string {
  return findSku(code)?.specification ?? "";
}

function nameOfSku(code: string): string {
  return findSku(code)?.name ?? `新品${code}`;
}

function nameFrom(list: readonly Named[]): (code: string) => string {
  return (code) => list.find((each) => each.code === code)?.name ?? code;
}
