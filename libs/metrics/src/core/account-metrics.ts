import type { Definition } from "./metric-definition.ts";

/** How an account of Wangdiantong stands. */
export const ACCOUNT_METRICS = {
  quota_limit_calls: {
    type: "gauge",
    labels: ["account"],
    by: "ledger",
    zh: "旺店通账号每分钟允许的调用次数;尚未调用时没有此项",
    en: "Calls a minute that the Wangdiantong account allows; left out until a call was made",
  },
  quota_used_calls: {
    type: "gauge",
    labels: ["account", "purpose"],
    by: "ledger",
    zh: "最近一分钟用去的调用次数,按用途",
    en: "Calls of the last minute, by what they were for",
  },
  quota_refusals: {
    type: "gauge",
    labels: ["account"],
    by: "ledger",
    zh: "连续的「调用过于频繁」应答数;一次成功即归零",
    en: "Answers `too frequent` in a row; 0 as soon as a call gets through",
  },
  backlog_drain_seconds: {
    type: "gauge",
    labels: ["account"],
    by: "ledger",
    zh: "按最近五分钟的速度,积压还需多久送完;0 表示没有积压,没有进展时没有此项",
    en: "How long the backlog still takes at the rate of the last five minutes; 0 where none is, left out where nothing moves",
  },
  circuit_open: {
    type: "gauge",
    labels: ["account"],
    by: "ledger",
    zh: "旺店通账号的熔断:1 断开,0 正常",
    en: "The circuit of the Wangdiantong account: 1 open, 0 closed",
  },
} as const satisfies Record<string, Definition>;
