import { readBills, readWindow, type ReadBill } from "@billferry/bill-reader";
import { COVER, parseKingdeeTime, type Cell, type TargetOrder } from "@billferry/contracts";
import { billNumbered } from "@billferry/kingdee";
import { Ledger } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";
import {
  sourcesOf,
  transformBill,
  withOwnKeys,
  type Scheme,
  type Transformation,
  type ValueSource,
} from "@billferry/scheme";
import { previewPush, type SignedCall, type WangdiantongSettings } from "@billferry/wangdiantong";

import type { KingdeeAccess } from "@billferry/vendor-access";

/** An order, what every value of it comes from, and the request that would carry it. */
export interface PreviewedOrder {
  readonly order: TargetOrder;
  readonly notes: readonly string[];
  readonly sources: Readonly<Record<string, ValueSource>>;
  /** Null where no account of Wangdiantong is set to sign with. */
  readonly request: SignedCall | null;
}

/** What would become of one bill of Kingdee. */
export interface BillPreview {
  readonly scheme: string;
  readonly billId: string;
  readonly billNo: string;
  readonly approvedAt: string;
  /** Why the bill would not be read as it is now; null where it would. */
  readonly unread: string | null;
  readonly fields: readonly string[];
  /** As Kingdee gave them; personal cells are covered. */
  readonly rows: readonly (readonly Cell[])[];
  readonly result: Exclude<Transformation, Ordered> | OrderedPreview;
}

type Ordered = Extract<Transformation, { readonly kind: "ordered" }>;

type OrderedPreview = Pick<Ordered, "kind" | "skipped" | "unused"> & { readonly orders: readonly PreviewedOrder[] };

const SECOND_MS = 1_000;

/**
 * Reads a bill by its number, in whatever state it is, and says what the scheme makes of it; nothing is sent and
 * nothing recorded. Empty where Kingdee has no such bill; more than one where a number was used again.
 */
export async function previewBill(
  kingdee: KingdeeAccess,
  { billNo, ...asked }: PreviewAsked & { readonly billNo: string },
): Promise<readonly BillPreview[]> {
  return previewBills(kingdee, () => billNumbered(billNo), asked);
}

export interface PreviewAsked {
  readonly account: WangdiantongSettings | undefined;
  /** Where the ledger can be read, a person's decisions on keys are respected. */
  readonly redis?: RedisConnection | undefined;
  readonly nowMs: number;
  readonly signal: AbortSignal;
}

/** The same of all bills of a filter. */
export async function previewBills(
  kingdee: KingdeeAccess,
  filter: () => string,
  asked: PreviewAsked,
): Promise<readonly BillPreview[]> {
  const previews: BillPreview[] = [];
  for await (const { bills } of readBills(kingdee, filter, asked.signal))
    for (const bill of bills) {
      const { scheme } = kingdee;
      const ledger = asked.redis === undefined ? undefined : new Ledger(asked.redis, scheme.definition.name);
      const result = transformBill(bill, scheme);
      const hasOwnKeys = result.kind === "ordered" && (await ledger?.bills.hasOwnKeys(bill.billId)) === true;
      const keyed = hasOwnKeys ? { ...result, orders: withOwnKeys(result.orders, bill.billId) } : result;
      previews.push({
        scheme: scheme.definition.name,
        billId: bill.billId,
        billNo: bill.billNo,
        approvedAt: bill.approvedAt,
        unread: await findWhyUnread(kingdee, bill, asked.signal),
        fields: bill.fields,
        rows: bill.rows.map((row) => row.map((cell, index) => cover(scheme, bill.fields[index] ?? "", cell))),
        result: previewOrders(keyed, scheme, asked),
      });
    }
  return previews;
}

/** Why a bill that Kingdee has is not to be moved; null where it is. */
export async function findWhyUnread(
  kingdee: KingdeeAccess,
  bill: ReadBill,
  signal: AbortSignal,
): Promise<string | null> {
  const [first = []] = bill.rows;
  const cell = (name: string): string => String(first[bill.fields.indexOf(name)] ?? "").trim();
  if (cell("FDocumentStatus") !== "C") return `单据状态为 ${cell("FDocumentStatus")},审核(C)后才会读取`;
  if (cell("FCancelStatus") !== "A") return "单据已作废";
  const approvedMs = parseKingdeeTime(bill.approvedAt, kingdee.client.zone());
  if (approvedMs === undefined) return `审核时间 ${bill.approvedAt} 无法识别`;
  const fromMs = Math.floor(approvedMs / SECOND_MS) * SECOND_MS;
  const window = { fromMs, toMs: fromMs + SECOND_MS, billIds: [bill.billId] };
  for await (const { bills } of readWindow(kingdee, window, signal)) if (bills.length > 0) return null;
  return "不符合方案的 source.filter";
}

function previewOrders(
  result: Transformation,
  scheme: Scheme,
  { account, nowMs }: { readonly account: WangdiantongSettings | undefined; readonly nowMs: number },
): BillPreview["result"] {
  if (result.kind !== "ordered") return result;
  const orders = result.orders.map((planned) => ({
    order: planned.order,
    notes: planned.notes,
    sources: sourcesOf(scheme, planned),
    request: account === undefined ? null : previewPush(account, scheme.target.name, { order: planned.order, nowMs }),
  }));
  return { kind: "ordered", skipped: result.skipped, unused: result.unused, orders };
}

function cover(scheme: Scheme, name: string, cell: Cell): Cell {
  const isEmpty = cell === null || String(cell).trim() === "";
  return scheme.fields.find(name)?.isPersonal && !isEmpty ? COVER : cell;
}
