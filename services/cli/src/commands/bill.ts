import { traceBill, type BillTrace } from "@billferry/operations";
import type { Command } from "commander";

import { EXIT } from "../command-end.ts";
import { SCHEME } from "../places.ts";
import { withinSeconds, withRedis } from "../with-redis.ts";

const LIMIT_SECONDS = 120;

export function addBillCommand(program: Command): void {
  program
    .command("bill")
    .description("一张单据现在在哪里(没有找到时退出码为 1)")
    .argument("<number...>", "单据编号")
    .option("--json", "输出一行 JSON")
    .action(async (numbers: string[], options: { json?: boolean }) => {
      const traces = await withRedis(async (redis, log) =>
        withinSeconds(
          LIMIT_SECONDS,
          Promise.all(numbers.map(async (billNo) => traceBill(redis, log, { scheme: SCHEME, billNo }))),
        ),
      );
      process.stdout.write(`${options.json ? JSON.stringify(traces) : traces.map(format).join("\n")}\n`);
      process.exitCode = traces.some(isUnknown) ? EXIT.found : EXIT.good;
    });
}

const BILL_STATES = { read: "已读取,等待转换", ordered: "已转换", excluded: "按规则排除", held: "等待人工" };
const ORDER_STATES = {
  waiting: "等待推送",
  pushing: "推送中",
  delivered: "已送达",
  held: "等待人工",
  withdrawn: "已撤回",
};

function isUnknown({ bills, jobs }: BillTrace): boolean {
  return bills.length === 0 && jobs.length === 0;
}

function format(trace: BillTrace): string {
  if (isUnknown(trace)) return `${trace.billNo}:未找到(尚未读取,或不符合方案的条件)`;
  return [
    ...trace.bills.map(
      (bill) => `${trace.billNo}:${BILL_STATES[bill.state]},审核于 ${bill.approvedAt}${tail(bill.reason)}`,
    ),
    ...trace.orders.map((order) => {
      const number = order.stockoutNo === null ? "" : `,旺店通单号 ${order.stockoutNo}`;
      return `  订单 ${order.outerNo}:${ORDER_STATES[order.state]}${number},推送 ${order.pushes} 次${tail(order.reason)}`;
    }),
    ...trace.jobs.map((job) => `  任务 ${job.queue} ${job.id}:${job.state}${tail(job.reason)}`),
  ].join("\n");
}

function tail(reason: string): string {
  return reason === "" ? "" : `,${reason}`;
}
