import { formatKingdeeTime, SHANGHAI } from "@billferry/contracts";
import { traceBill, type BillTrace } from "@billferry/operations";
import type { Command } from "commander";

import { EXIT } from "../command-end.ts";
import { BILL_STATES } from "../core/words.ts";
import { askEach, chosenSchemes, SCHEME_OPTION, type SchemeChoice } from "../schemes.ts";
import { withinSeconds, withRedis } from "../with-redis.ts";

const LIMIT_SECONDS = 30;

export function addBillCommand(program: Command): void {
  program
    .command("bill")
    .description("一张单据现在在哪里,经过了什么(没有找到时退出码为 1)")
    .argument("<number...>", "单据编号、外部单号或旺店通出库单号")
    .option(...SCHEME_OPTION)
    .option("--json", "输出一行 JSON")
    .action(async (numbers: string[], options: SchemeChoice & { json?: boolean }) => {
      const traces = await withRedis(async (redis, log, env) => {
        const names = chosenSchemes(options, env);
        const trace = async (number: string): Promise<readonly BillTrace[]> => {
          const all = await askEach(names, async (scheme) => traceBill(redis, log, { scheme, number }));
          const found = [...all.values()].filter(({ bills }) => bills.length > 0);
          return found.length > 0 ? found : [...all.values()].slice(0, 1);
        };
        return (await withinSeconds(LIMIT_SECONDS, Promise.all(numbers.map(trace)))).flat();
      });
      process.stdout.write(`${options.json ? JSON.stringify(traces) : traces.map(format).join("\n")}\n`);
      process.exitCode = traces.some(({ bills }) => bills.length === 0) ? EXIT.found : EXIT.good;
    });
}

const ORDER_STATES = {
  waiting: "等待推送",
  pushing: "推送中",
  delivered: "已送达",
  held: "等待人工",
  disputed: "已送达,有出入",
  withdrawn: "已撤回",
};
const PROOFS = { answered: "推送应答", duplicate: "重复拒绝", "looked-up": "查询" };
const EVENTS = {
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
};

function format(trace: BillTrace): string {
  if (trace.bills.length === 0) return `${trace.asked}:未找到(尚未读取,或不符合方案的条件)`;
  return [
    ...trace.bills.map(
      (bill) =>
        `${bill.billNo}:${BILL_STATES[bill.state]},审核于 ${bill.approvedAt},读取于 ${time(bill.readAtMs)}${tail(bill.reason)}`,
    ),
    ...trace.orders.map((order) => {
      const number = order.stockoutNo === null ? "" : `,旺店通单号 ${order.stockoutNo}`;
      const delivered =
        order.deliveredAtMs === null
          ? ""
          : `,送达于 ${time(order.deliveredAtMs)}${order.proof === null ? "" : `(凭 ${PROOFS[order.proof]})`}`;
      return `  订单 ${order.outerNo}:${ORDER_STATES[order.state]}${number}${delivered},推送 ${order.pushes} 次${tail(order.reason || (order.code ?? ""))}`;
    }),
    ...trace.history.map(
      (entry) =>
        `  ${time(entry.atMs)} ${EVENTS[entry.event]}${tail(entry.outerNo ?? "")}${tail(entry.text)}${entry.by === undefined ? "" : `(${entry.by})`}`,
    ),
    ...trace.jobs.map((job) => `  任务 ${job.queue} ${job.id}:${job.state}${tail(job.reason)}`),
  ].join("\n");
}

function time(epochMs: number | null): string {
  return epochMs === null ? "?" : formatKingdeeTime(epochMs, SHANGHAI);
}

function tail(text: string): string {
  return text === "" ? "" : `,${text}`;
}
