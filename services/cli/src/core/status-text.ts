import { formatKingdeeTime, QUEUE_NAMES, QUEUES, SHANGHAI, type Say } from "@billferry/contracts";
import type { Status } from "@billferry/desk";
import Table from "cli-table3";

/**
 * A scheme's status for a person: one line that says how things stand, then the numbers, then what does not move and
 * why.
 */
export function formatStatus(status: Status, say: Say): string {
  const { lastReadSecondsAgo: ago } = status;
  return [
    formatHeading(status, say),
    say({
      zh: `读取至 ${status.readUpTo ?? "(尚未读取)"}${ago === null ? "" : `(${ago} 秒前读取)`}`,
      en: `Read up to ${status.readUpTo ?? "(nothing yet)"}${ago === null ? "" : ` (read ${ago} s ago)`}`,
    }),
    say({
      zh: `单据 ${status.bills} · 排除 ${status.excluded} · 撤回 ${status.withdrawn} · 已送达订单 ${status.delivered} · 异常单 ${status.held}`,
      en: `Bills ${status.bills} · excluded ${status.excluded} · withdrawn ${status.withdrawn} · orders delivered ${status.delivered} · cases ${status.held}`,
    }),
    ...status.sweeps.map((sweep) =>
      say({
        zh: `补漏 ${sweep.name} ${formatKingdeeTime(sweep.atMs, SHANGHAI)}:重读 ${sweep.bills},新增 ${sweep.fresh},变更 ${sweep.changed},撤回 ${sweep.withdrawn},重建 ${sweep.revived}`,
        en: `Sweep ${sweep.name} ${formatKingdeeTime(sweep.atMs, SHANGHAI)}: re-read ${sweep.bills}, new ${sweep.fresh}, changed ${sweep.changed}, withdrawn ${sweep.withdrawn}, revived ${sweep.revived}`,
      }),
    ),
    formatQueues(status, say),
    ...formatCalls(status, say),
    ...(status.reasons.length > 0
      ? [say({ zh: "需要注意:", en: "Needs attention:" }), ...status.reasons.map((reason) => `  - ${say(reason)}`)]
      : []),
  ].join("\n");
}

/** Cases do not count as work, but somebody who reads "idle" would not look for them: so they are named. */
function formatHeading({ idle, held, open, oldestOpenSeconds: age }: Status, say: Say): string {
  if (!idle)
    return say({
      zh: `处理中:${open} 项未完成${age === null ? "" : `,最久 ${age} 秒`}`,
      en: `Under way: ${open} not finished${age === null ? "" : `, the oldest for ${age} s`}`,
    });
  return held === 0
    ? say({ zh: "空闲:没有待处理的单据", en: "Idle: no bill waits" })
    : say({
        zh: `异常单:${held} 项(billferry cases 查看原因);其余均已完成`,
        en: `Cases: ${held} (billferry cases tells why); all others are finished`,
      });
}

const PURPOSES = {
  urgent: { zh: "加急", en: "urgent" },
  work: { zh: "推送", en: "push" },
  "look-up": { zh: "查询", en: "look-up" },
  inventory: { zh: "清点", en: "inventory" },
  errand: { zh: "控制台交办", en: "console" },
  background: { zh: "闲时核对", en: "idle checks" },
} as const;

function formatCalls({ calls }: Status, say: Say): readonly string[] {
  if (calls === null) return [];
  const parts = Object.entries(calls.byPurpose).filter(([, count]) => count > 0);
  const named = parts
    .map(([purpose, count]) => `${say(PURPOSES[purpose as keyof typeof PURPOSES])} ${count}`)
    .join(" · ");
  return [
    say({
      zh: `旺店通调用(最近一分钟,整个账号):${calls.lastMinute} 次${named === "" ? "" : `(${named})`}`,
      en: `Wangdiantong calls (last minute, whole account): ${calls.lastMinute}${named === "" ? "" : ` (${named})`}`,
    }),
  ];
}

function formatQueues({ queues }: Status, say: Say): string {
  const table = new Table({
    head: [
      say({ zh: "队列", en: "queue" }),
      say({ zh: "等待", en: "waiting" }),
      say({ zh: "进行", en: "active" }),
      say({ zh: "延迟", en: "delayed" }),
      say({ zh: "失败", en: "failed" }),
      say({ zh: "进程", en: "workers" }),
    ],
    style: { head: [], border: [] },
  });
  for (const name of QUEUE_NAMES) {
    const { waiting, active, delayed, failed, paused, workers } = queues[name];
    table.push([
      `${say(QUEUES[name].label)}${paused ? say({ zh: "(已暂停)", en: " (paused)" }) : ""}`,
      waiting,
      active,
      delayed,
      failed,
      workers ?? "?",
    ]);
  }
  return table.toString();
}
