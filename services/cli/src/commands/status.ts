import { setTimeout as wait } from "node:timers/promises";

import { formatKingdeeTime, QUEUE_NAMES, QUEUES, SHANGHAI } from "@billferry/contracts";
import { readStatus, type Status } from "@billferry/operations";
import Table from "cli-table3";
import type { Command } from "commander";

import { EXIT } from "../command-end.ts";
import { askEach, chosenSchemes, printEach, SCHEME_OPTION, type SchemeChoice } from "../schemes.ts";
import { withinSeconds, withRedis } from "../with-redis.ts";

const LIMIT_SECONDS = 30;
const WATCH_MS = 2_000;

interface StatusOptions extends SchemeChoice {
  readonly json?: boolean;
  readonly watch?: boolean;
}

export function addStatusCommand(program: Command): void {
  program
    .command("status")
    .description("当前进度:读到哪里、还有多少、什么在等什么(有发现时退出码为 1)")
    .option(...SCHEME_OPTION)
    .option("--json", "输出一行 JSON")
    .option("--watch", "每 2 秒刷新,按 Ctrl+C 结束")
    .action(async (options: StatusOptions) => {
      process.exitCode = await withRedis(async (redis, log, env) => {
        const names = chosenSchemes(options, env);
        for (;;) {
          const asked = askEach(names, async (name) => readStatus(redis, name, log));
          const statuses = await withinSeconds(LIMIT_SECONDS, asked);
          print(statuses, options);
          const isNews = [...statuses.values()].some((status) => status.reasons.length > 0);
          if (!options.watch) return isNews ? EXIT.found : EXIT.good;
          await wait(WATCH_MS);
        }
      });
    });
}

function print(statuses: ReadonlyMap<string, Status>, options: StatusOptions): void {
  if (options.watch && !options.json && process.stdout.isTTY) process.stdout.write("\u001B[2J\u001B[H");
  process.stdout.write(`${printEach(statuses, options.json, formatStatus)}\n`);
}

function formatStatus(status: Status): string {
  const { oldestOpenSeconds: age, lastReadSecondsAgo: ago } = status;
  return [
    status.idle ? "空闲:没有待处理的单据" : `处理中:${status.open} 项未完成${age === null ? "" : `,最久 ${age} 秒`}`,
    `读取至 ${status.readUpTo ?? "(尚未读取)"}${ago === null ? "" : `(${ago} 秒前读取)`}`,
    `单据 ${status.bills} · 排除 ${status.excluded} · 撤回 ${status.withdrawn} · 已送达订单 ${status.delivered} · 待人工 ${status.held}`,
    ...status.sweeps.map(
      (sweep) =>
        `补漏 ${sweep.name} ${formatKingdeeTime(sweep.atMs, SHANGHAI)}:重读 ${sweep.bills},新增 ${sweep.fresh},变更 ${sweep.changed},撤回 ${sweep.withdrawn},重建 ${sweep.revived}`,
    ),
    formatQueues(status),
    ...(status.reasons.length > 0 ? ["需要注意:", ...status.reasons.map((reason) => `  - ${reason}`)] : []),
  ].join("\n");
}

function formatQueues({ queues }: Status): string {
  const table = new Table({ head: ["队列", "等待", "进行", "延迟", "失败", "进程"], style: { head: [], border: [] } });
  for (const name of QUEUE_NAMES) {
    const { waiting, active, delayed, failed, paused, workers } = queues[name];
    table.push([`${QUEUES[name].label}${paused ? "(已暂停)" : ""}`, waiting, active, delayed, failed, workers ?? "?"]);
  }
  return table.toString();
}
