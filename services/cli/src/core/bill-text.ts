import { formatKingdeeTime, SHANGHAI } from "@billferry/contracts";
import { SHOWN_STATES, type BillTrace } from "@billferry/desk";
import { ORDER_STATE_WORDS } from "@billferry/ledger";

type Order = BillTrace["orders"][number];
type Entry = BillTrace["history"][number];

const PROOFS = { answered: "推送应答", duplicate: "重复拒绝", "looked-up": "查询" };
const EVENTS: Readonly<Record<Entry["event"], string>> = {
  changed: "内容有变更",
  withdrawn: "在金蝶中撤回",
  held: "转为异常",
  disputed: "送达后出现差异",
  accepted: "人工接受",
  corrected: "人工更正",
  revived: "任务丢失后重建",
  "lost-to-other": "已由别处推送",
  "not-there": "已查实不在旺店通",
  renumbered: "编号已改,原为",
  "taken-over": "外部单号由另一张单据转来,其内码",
  "passed-on": "外部单号转给另一张单据,其内码",
  kept: "方案或对照表有改动,已送达的保持不变",
  "own-keys": "人工决定另编外部单号",
  "held-back": "人工搁置",
  "let-go": "人工放行",
};

/** One bill for a person: how it stands, its orders, and what happened to it in the order of time. */
export function describeTrace(trace: BillTrace): string {
  if (trace.bills.length === 0) return `${trace.asked}:未找到(尚未读取,或不符合方案的条件)`;
  return [
    ...trace.bills.map(
      (bill) => `${nameOf(bill)}:${SHOWN_STATES[bill.shownState].zh},审核于 ${bill.approvedAt}${tail(bill.reason)}`,
    ),
    ...trace.orders.map(describeOrder),
    ...tellStory(trace),
    ...trace.jobs.map((job) => `  任务 ${job.queue} ${job.id}:${job.state}${tail(job.reason)}`),
  ].join("\n");
}

/** Told apart by its id where a number was used again, and named by earlier numbers where it had any. */
function nameOf({ billNo, billId, earlierNumbers }: BillTrace["bills"][number]): string {
  const earlier = earlierNumbers.length > 0 ? `,曾用编号 ${earlierNumbers.join("、")}` : "";
  return `${billNo}(内码 ${billId}${earlier})`;
}

function describeOrder(order: Order): string {
  const number = order.stockoutNo === null ? "" : `,旺店通单号 ${order.stockoutNo}`;
  const reason = tail(order.reason || (order.code ?? ""));
  return `  订单 ${order.outerNo}:${ORDER_STATE_WORDS[order.state].zh}${number},推送 ${order.pushes} 次${reason}`;
}

/** Ordinary steps come from the records' times, everything else from the history. */
function tellStory({ bills, orders, history }: BillTrace): readonly string[] {
  const told: { readonly atMs: number; readonly text: string }[] = [];
  for (const { billNo, readAtMs } of bills)
    if (readAtMs !== null) told.push({ atMs: readAtMs, text: `读取 ${billNo}` });
  for (const { outerNo, proof, deliveredAtMs } of orders) {
    const how = proof === null ? "" : `(凭 ${PROOFS[proof]})`;
    if (deliveredAtMs !== null) told.push({ atMs: deliveredAtMs, text: `送达 ${outerNo}${how}` });
  }
  for (const { atMs, event, outerNo, text, by } of history) {
    const who = by === undefined ? "" : `(${by})`;
    told.push({ atMs, text: `${EVENTS[event]}${tail(outerNo ?? "")}${tail(text)}${who}` });
  }
  return told
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ atMs, text }) => `  ${formatKingdeeTime(atMs, SHANGHAI)} ${text}`);
}

function tail(text: string): string {
  return text === "" ? "" : `,${text}`;
}
