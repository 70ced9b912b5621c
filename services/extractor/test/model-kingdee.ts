import { formatKingdeeTime, SHANGHAI, type Cell } from "@billferry/contracts";
import type { BillQuery, KingdeeClient } from "@billferry/kingdee";

/** One committed state of a bill. Every state writes its `content` into the head and into each line. */
interface BillState {
  readonly status: "C" | "D";
  readonly cancel: "A" | "B";
  readonly approvedAtMs: number | null;
  readonly content: number;
  readonly lines: number;
}

interface Bill {
  readonly id: string;
  state: BillState | "absent";
  /** A commit that nobody sees yet: approved at one moment, visible at a later one. */
  pending: { readonly visibleAtMs: number; readonly state: BillState } | undefined;
  lateByMs: number;
  /** Whether nothing but its approval has happened since its approval: then the regular reading alone must find it. */
  isPlain: boolean;
}

/** What people do in Kingdee; an act that makes no sense for the bill as it stands does nothing. */
export type Act =
  | { readonly act: "elapse"; readonly ms: number }
  | { readonly act: "approve"; readonly bill: number; readonly lines: number; readonly lateByMs: number }
  | { readonly act: "edit"; readonly bill: number; readonly content: number; readonly lines: number }
  | { readonly act: "unapprove" | "void" | "unvoid" | "delete"; readonly bill: number };

export const MODEL_FIELDS = [
  "FID",
  "FBillNo",
  "FNote",
  "FRealQty",
  "FEntity_FEntryID",
  "FEntity_FSeq",
  "FApproveDate",
  "FDocumentStatus",
  "FCancelStatus",
];

/** Kingdee as far as reading sees it: a clock of its own, commits that come late, and answers that are snapshots. It
 *  understands just the filters that are built for it, and refuses any other. */
export class ModelKingdee implements KingdeeClient {
  nowMs: number;
  /** Called before each answer: what others do meanwhile. */
  onCall: () => void = () => undefined;
  /** Whether the next answer is an empty table, whatever there is. */
  isEmptyAnswer: () => boolean = () => false;
  /** The most rows that the server gives, whatever is asked for; may be another at every call. */
  rowLimit: () => number = () => Number.POSITIVE_INFINITY;
  readonly bills: readonly Bill[];
  /** Every selectable state that was ever visible, as the rows of it. */
  readonly history = new Set<string>();

  constructor(options: { readonly nowMs: number; readonly billIds: readonly string[] }) {
    this.nowMs = options.nowMs;
    this.bills = options.billIds.map((id) => ({
      id,
      state: "absent",
      pending: undefined,
      lateByMs: 0,
      isPlain: false,
    }));
  }

  async signIn(): Promise<void> {}
  serverNow = () => ({ epochMs: this.nowMs, source: "server" }) as const;
  zone = () => SHANGHAI;

  async queryBusinessInfo(): Promise<never> {
    throw new Error("reading does not ask for metadata");
  }

  async executeBillQuery(query: BillQuery, signal?: AbortSignal): Promise<Cell[][]> {
    signal?.throwIfAborted();
    this.onCall();
    this.#commit();
    if (this.isEmptyAnswer()) return [];
    const holds = query.filter.split(" AND ").map(parseCondition);
    const selected = this.bills
      .flatMap(({ id, state }) => (state === "absent" ? [] : [{ id, state }]))
      .filter((bill) => holds.every((hold) => hold(bill)))
      .toSorted((a, b) => Number(a.id) - Number(b.id));
    const isHeadOnly = !query.fieldKeys.some((key) => key.startsWith("FEntity"));
    const rows = selected.flatMap(({ id, state }) => rowsOf(id, isHeadOnly ? { ...state, lines: 1 } : state));
    const columns = query.fieldKeys.map((key) => MODEL_FIELDS.indexOf(key));
    if (columns.includes(-1)) throw new Error(`the model has no such field: ${query.fieldKeys.join()}`);
    const page = rows.slice(query.startRow, query.startRow + Math.min(query.limit, this.rowLimit()));
    return page.map((row) => columns.map((column) => row[column] ?? null));
  }

  perform(given: Act): void {
    if (given.act === "elapse") {
      this.nowMs += given.ms;
      return this.#commit();
    }
    this.#commit();
    const bill = this.bills[given.bill % this.bills.length];
    if (bill === undefined || bill.pending !== undefined) return;
    const { state } = bill;
    const isApproved = state !== "absent" && state.status === "C";
    switch (given.act) {
      case "approve": {
        if (isApproved || (state !== "absent" && state.cancel === "B")) return;
        const content = state === "absent" ? 0 : state.content;
        const approved = { status: "C", cancel: "A", approvedAtMs: this.nowMs, content, lines: given.lines } as const;
        bill.pending = { visibleAtMs: this.nowMs + given.lateByMs, state: approved };
        bill.lateByMs = given.lateByMs;
        bill.isPlain = true;
        return this.#commit();
      }
      case "edit":
        if (state === "absent") return;
        return this.#change(bill, { ...state, content: given.content, lines: given.lines });
      case "unapprove":
        if (!isApproved) return;
        return this.#change(bill, { ...state, status: "D", approvedAtMs: null });
      case "void":
      case "unvoid":
        if (state === "absent") return;
        return this.#change(bill, { ...state, cancel: given.act === "void" ? "B" : "A" });
      case "delete":
        return this.#change(bill, "absent");
    }
  }

  /** Nobody acts any more, and all commits have come through. */
  settle(): void {
    for (const { pending } of this.bills) if (pending) this.nowMs = Math.max(this.nowMs, pending.visibleAtMs);
    this.#commit();
  }

  isSelectable(bill: Bill): boolean {
    return bill.state !== "absent" && bill.state.status === "C" && bill.state.cancel === "A";
  }

  rowsOf(bill: Bill): Cell[][] {
    return bill.state === "absent" ? [] : rowsOf(bill.id, bill.state);
  }

  #change(bill: Bill, state: Bill["state"]): void {
    bill.state = state;
    bill.isPlain = false;
    this.#remember(bill);
  }

  #commit(): void {
    for (const bill of this.bills) {
      if (bill.pending === undefined || bill.pending.visibleAtMs > this.nowMs) continue;
      bill.state = bill.pending.state;
      bill.pending = undefined;
      this.#remember(bill);
    }
  }

  #remember(bill: Bill): void {
    if (this.isSelectable(bill)) this.history.add(JSON.stringify(this.rowsOf(bill)));
  }
}

function rowsOf(id: string, state: BillState): Cell[][] {
  const approvedAt =
    state.approvedAtMs === null
      ? null
      : `${formatKingdeeTime(state.approvedAtMs, SHANGHAI).replace(" ", "T")}.${String(state.approvedAtMs % 1_000).padStart(3, "0")}`;
  return Array.from({ length: state.lines }, (_, line) => [
    id,
    `XSCKD${id}`,
    `content ${state.content}`,
    `${state.content}.${line + 1}`,
    `${id}${line}`,
    `${line + 1}`,
    approvedAt,
    state.status,
    state.cancel,
  ]);
}

function parseCondition(text: string): (bill: { id: string; state: BillState }) => boolean {
  const time = /^FApproveDate(>=|<)'(.+)'$/.exec(text);
  if (time) {
    const [, operator, literal = ""] = time;
    const boundMs = Date.parse(`${literal.replace(" ", "T")}+08:00`);
    return ({ state: { approvedAtMs } }) =>
      approvedAtMs !== null && (operator === "<" ? approvedAtMs < boundMs : approvedAtMs >= boundMs);
  }
  const id = /^FID(>=|>|=)(\d+)$/.exec(text);
  if (id) {
    const [, operator, at] = id;
    return (bill) => {
      const [own, bound] = [Number(bill.id), Number(at)];
      return operator === "=" ? own === bound : operator === ">" ? own > bound : own >= bound;
    };
  }
  const ids = /^FID in \(([\d,]+)\)$/.exec(text)?.[1]?.split(",");
  if (ids) return (bill) => ids.includes(bill.id);
  const numbers = /^FBillNo in \((.+)\)$/.exec(text)?.[1]?.split(",");
  if (numbers) return (bill) => numbers.includes(`'XSCKD${bill.id}'`);
  const number = /^FBillNo='(.+)'$/.exec(text)?.[1];
  if (number !== undefined) return (bill) => number === `XSCKD${bill.id}`;
  if (text === "FDocumentStatus='C'") return ({ state }) => state.status === "C";
  if (text === "FCancelStatus='A'") return ({ state }) => state.cancel === "A";
  throw new Error(`the model does not understand ${text}`);
}
