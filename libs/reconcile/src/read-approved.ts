import { readHeads, readWindow, type BillPage, type ReadBill } from "@billferry/bill-reader";
import { effectOf, parseKingdeeTime, type Cell } from "@billferry/contracts";
import { anyOfNumbers } from "@billferry/kingdee";
import type { Ledger } from "@billferry/ledger";
import { countUnused, transformBill, withOwnKeys } from "@billferry/scheme";
import type { KingdeeAccess } from "@billferry/vendor-access";

import type { ExcludedBill, ExpectedOrder, KingdeeBill, ReconcileFacts, RefusedBill } from "./core/reconcile-facts.ts";

const DAY_MS = 86_400_000;
const NUMBERS_A_CALL = 100;
const HEAD = ["FID", "FBillNo", "FDocumentStatus", "FCancelStatus", "FApproveDate"];

/** What Kingdee shows as approved in a span, and what the scheme makes of it; without the rows, of which there may be
 *  millions. */
export interface ApprovedBills extends Pick<ReconcileFacts, "expected" | "excluded" | "refused" | "unused"> {
  readonly billIds: readonly string[];
}

type Span = ReconcileFacts["span"];

/** Reads a span day by day, as the extractor does, and works out the orders that must exist. */
export async function readApproved(
  access: KingdeeAccess,
  span: Span,
  options: { signal: AbortSignal; ledger: Pick<Ledger, "bills">; onCount?: (bills: number, share: number) => void },
): Promise<ApprovedBills> {
  // A bill that is approved again while we read is met twice; the later reading is the true one.
  const bills = new Map<string, PlannedBill>();
  for await (const page of readDayByDay(access, span, options.signal)) {
    const ownKeys = await options.ledger.bills.withOwnKeys(page.bills.map(({ billId }) => billId));
    for (const bill of page.bills) bills.set(bill.billId, planBill(access, bill, ownKeys.has(bill.billId)));
    options.onCount?.(bills.size, page.share);
  }
  const planned = [...bills.values()];
  return {
    billIds: [...bills.keys()],
    expected: planned.flatMap((bill) => (bill.kind === "ordered" ? bill.expected : [])),
    excluded: planned.flatMap((bill) => (bill.kind === "excluded" ? bill.excluded : [])),
    refused: planned.flatMap((bill) => (bill.kind === "refused" ? bill.refused : [])),
    unused: countUnused(planned.flatMap((bill) => (bill.kind === "ordered" ? bill : []))),
  };
}

/** A page, and how much of the span is read with it. */
type SpanPage = BillPage & { readonly share: number };

/** A span in windows of a day, as the extractor cuts it; bills come by their approve times. */
export async function* readDayByDay(access: KingdeeAccess, span: Span, signal: AbortSignal): AsyncGenerator<SpanPage> {
  const shareTo = (ms: number): number => Math.min(1, Math.max(0, (ms - span.fromMs) / (span.toMs - span.fromMs)));
  for (let fromMs = span.fromMs; fromMs < span.toMs; fromMs += DAY_MS) {
    const toMs = Math.min(fromMs + DAY_MS, span.toMs);
    for await (const page of readWindow(access, { fromMs, toMs }, signal)) {
      const lastMs = parseKingdeeTime(page.bills.at(-1)?.approvedAt ?? "", access.client.zone());
      yield { ...page, share: shareTo(lastMs ?? toMs) };
    }
  }
}

type PlannedBill =
  | { readonly kind: "excluded"; readonly excluded: ExcludedBill }
  | { readonly kind: "refused"; readonly refused: RefusedBill }
  | ({ readonly kind: "ordered"; readonly expected: readonly ExpectedOrder[] } & Unused);

type Unused = Parameters<typeof countUnused>[0][number];

function planBill({ scheme }: KingdeeAccess, bill: ReadBill, hasOwnKeys: boolean): PlannedBill {
  const { billId, billNo, approvedAt } = bill;
  const result = transformBill(bill, scheme);
  if (result.kind === "excluded")
    return { kind: "excluded", excluded: { billId, billNo, approvedAt, rule: result.rule } };
  if (result.kind === "refused") {
    const [first] = result.issues;
    if (first === undefined) throw new Error("refused without an issue");
    const text = result.issues.map((issue) => issue.message).join(";");
    return { kind: "refused", refused: { billId, billNo, approvedAt, code: first.code, text } };
  }
  const orders = hasOwnKeys ? withOwnKeys(result.orders, billId) : result.orders;
  const expected = orders.map(({ target, order, contentHash }) => ({
    outerNo: order.outer_no,
    effect: effectOf(target, order),
    isAuditWanted: order.is_check === 1,
    billId,
    billNo,
    approvedAt,
    contentHash,
  }));
  return { kind: "ordered", expected, billNo, unused: result.unused };
}

/** The bills of these numbers as they are now, whatever their state; numbers unknown to Kingdee are left out. */
export async function findBillsByNumbers(
  { client, scheme }: KingdeeAccess,
  billNos: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, KingdeeBill>> {
  const found = new Map<string, KingdeeBill>();
  for (let start = 0; start < billNos.length; start += NUMBERS_A_CALL) {
    const filter = anyOfNumbers(billNos.slice(start, start + NUMBERS_A_CALL));
    for (const row of await readHeads({ client, scheme }, { fieldKeys: HEAD, filter }, signal)) {
      const bill = toKingdeeBill(row, client.zone());
      // A number that was used again: the bill that is still approved is the one that counts.
      if (!(found.get(bill.billNo)?.isApproved ?? false)) found.set(bill.billNo, bill);
    }
  }
  return found;
}

function toKingdeeBill(row: readonly Cell[], zone: { readonly offsetMinutes: number }): KingdeeBill {
  const [, billNo, status, cancelStatus, approvedAt] = row.map((cell) => String(cell ?? "").trim());
  return {
    billNo: billNo ?? "",
    isApproved: status === "C",
    isVoid: cancelStatus !== "A",
    approvedAtMs: parseKingdeeTime(approvedAt ?? "", zone) ?? null,
  };
}
