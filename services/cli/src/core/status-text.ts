import { formatKingdeeTime, QUEUE_NAMES, QUEUES, SHANGHAI } from "@billferry/contracts";
import type { Status } from "@billferry/desk";
import Table from "cli-table3";

/**
 * A scheme's status for a person: one line that says how things stand, then the numbers, then what does not move and
 * why.
 */
export function formatStatus(status: Status): string {
  const { lastReadSecondsAgo: ago } = status;
  return [
    formatHeading(status),
    `读取至 ${status.readUpTo ?? "(尚未读取)"}${ago === null ? "" : `(${ago} 秒前读取)`}`,
    `单据 ${status.bills} · 排除 ${status.excluded} · 撤回 ${status.withdrawn} · 已送达订单 ${status.delivered} · 异常单 ${status.held}`,
    ...status.sweeps.map(
      (sweep) =>
        `补漏 ${sweep.name} ${formatKingdeeTime(sweep.atMs, SHANGHAI)}:重读 ${sweep.bills},新增 ${sweep.fresh},变更 ${sweep.changed},撤回 ${sweep.withdrawn},重建 ${sweep.revived}`,
    ),
    formatQueues(status),
    ...formatCalls(status),
    ...(status.reasons.length > 0 ? ["需要注意:", ...status.reasons.map((reason) => `  - ${reason}`)] : []),
  ].join("\n");
}

/** Cases do not count as work, but somebody who reads "idle" would not look for them: so they are named. */
function formatHeading({ idle, held, open, oldestOpenSeconds: age }: Status): string {
  if (!idle) return `处理中:${open} 项未完成${age === null ? "" : `,最久 ${age} 秒`}`;
  return held === 0 ? "空闲:没有待处理的单据" : `异常单:${held} 项(billferry cases 查看原因);其余均已完成`;
}

const PURPOSES = {
  urgent: "加急",
  work: "推送",
  "look-up": "查询",
  inventory: "清点",
  errand: "控制台交办",
  background: "闲时核对",
} as const;

function formatCalls({ calls }: Status): readonly string[] {
  if (calls === null) return [];
  const parts = Object.entries(calls.byPurpose).filter(([, count]) => count > 0);
  const named = parts.map(([purpose, count]) => `${PURPOSES[purpose as keyof typeof PURPOSES]} ${count}`).join(" · ");
  return [`旺店通调用(最近一分钟,整个账号):${calls.lastMinute} 次${named === "" ? "" : `(${named})`}`];
}

function formatQueues({ queues }: Status): string {
  const table = new Table({ head: ["队列", "等待", "进行", "延迟", "失败", "进程"], style: { head: [], border: [] } });
  for (const name of QUEUE_NAMES) {
    const { waiting, active, delayed, failed, paused, workers } = queues[name];
    table.push([`${QUEUES[name].label}${paused ? "(已暂停)" : ""}`, waiting, active, delayed, failed, workers ?? "?"]);
  }
  return table.toString();
}
