import { formatKingdeeTime, SHANGHAI, type Say } from "@billferry/contracts";
import { EVENT_WORDS, SHOWN_STATES, type BillTrace } from "@billferry/desk";
import { ORDER_STATE_WORDS } from "@billferry/ledger";

type Order = BillTrace["orders"][number];

const PROOFS = {
  answered: { zh: "推送应答", en: "the answer to the push" },
  duplicate: { zh: "重复拒绝", en: "a refusal as duplicate" },
  "looked-up": { zh: "查询", en: "a look-up" },
};

/** One bill for a person: how it stands, its orders, and what happened to it in the order of time. */
export function describeTrace(trace: BillTrace, say: Say): string {
  if (trace.bills.length === 0)
    return say({
      zh: `${trace.asked}:未找到(尚未读取,或不符合方案的条件)`,
      en: `${trace.asked}: not found (not read yet, or outside the scheme's filter)`,
    });
  return [
    ...trace.bills.map((bill) =>
      say({
        zh: `${nameOf(bill, say)}:${SHOWN_STATES[bill.shownState].zh},审核于 ${bill.approvedAt}${tail(bill.reason, say)}`,
        en: `${nameOf(bill, say)}: ${SHOWN_STATES[bill.shownState].en}, approved at ${bill.approvedAt}${tail(bill.reason, say)}`,
      }),
    ),
    ...trace.orders.map((order) => describeOrder(order, say)),
    ...tellStory(trace, say),
    ...trace.jobs.map((job) =>
      say({
        zh: `  任务 ${job.queue} ${job.id}:${job.state}${tail(job.reason, say)}`,
        en: `  job ${job.queue} ${job.id}: ${job.state}${tail(job.reason, say)}`,
      }),
    ),
  ].join("\n");
}

/** Told apart by its id where a number was used again, and named by earlier numbers where it had any. */
function nameOf({ billNo, billId, earlierNumbers }: BillTrace["bills"][number], say: Say): string {
  const earlier =
    earlierNumbers.length > 0
      ? say({ zh: `,曾用编号 ${earlierNumbers.join("、")}`, en: `, formerly ${earlierNumbers.join(", ")}` })
      : "";
  return say({ zh: `${billNo}(内码 ${billId}${earlier})`, en: `${billNo} (id ${billId}${earlier})` });
}

function describeOrder(order: Order, say: Say): string {
  const number =
    order.stockoutNo === null
      ? ""
      : say({ zh: `,旺店通单号 ${order.stockoutNo}`, en: `, Wangdiantong number ${order.stockoutNo}` });
  const reason = tail(order.reason || (order.code ?? ""), say);
  return say({
    zh: `  订单 ${order.outerNo}:${ORDER_STATE_WORDS[order.state].zh}${number},推送 ${order.pushes} 次${reason}`,
    en: `  order ${order.outerNo}: ${ORDER_STATE_WORDS[order.state].en}${number}, pushed ${order.pushes} times${reason}`,
  });
}

/** Ordinary steps come from the records' times, everything else from the history. */
function tellStory({ bills, orders, history }: BillTrace, say: Say): readonly string[] {
  const told: { readonly atMs: number; readonly text: string }[] = [];
  for (const { billNo, readAtMs } of bills)
    if (readAtMs !== null) told.push({ atMs: readAtMs, text: say({ zh: `读取 ${billNo}`, en: `read ${billNo}` }) });
  for (const { outerNo, proof, deliveredAtMs } of orders) {
    const how = proof === null ? "" : say({ zh: `(凭 ${PROOFS[proof].zh})`, en: ` (by ${PROOFS[proof].en})` });
    if (deliveredAtMs !== null)
      told.push({ atMs: deliveredAtMs, text: say({ zh: `送达 ${outerNo}${how}`, en: `delivered ${outerNo}${how}` }) });
  }
  for (const { atMs, event, outerNo, text, by } of history) {
    const who = by === undefined ? "" : say({ zh: `(${by})`, en: ` (${by})` });
    told.push({ atMs, text: `${say(EVENT_WORDS[event])}${tail(outerNo ?? "", say)}${tail(text, say)}${who}` });
  }
  return told
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ atMs, text }) => `  ${formatKingdeeTime(atMs, SHANGHAI)} ${text}`);
}

function tail(text: string, say: Say): string {
  return text === "" ? "" : say({ zh: `,${text}`, en: `, ${say(text)}` });
}
