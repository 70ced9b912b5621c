import { ACCOUNT_METRICS } from "./account-metrics.ts";
import type { Definition } from "./metric-definition.ts";

const CALL_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
const DELIVERY_SECONDS = [10, 30, 60, 300, 900, 3_600, 14_400, 86_400];
const STAGE_SECONDS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/**
 * Every metric of ours, in the order in which it is shown and documented. Base units, the unit in the name, moments as
 * timestamps. A label has under ten values as the rule: never a bill, an order or a merchant's code. Whatever `ledger`
 * measures is the same wherever it is asked, so that one service tells it, and queries take `max`.
 */
export const METRICS = {
  oldest_undelivered_bill_age_seconds: {
    type: "gauge",
    labels: ["scheme"],
    by: "ledger",
    zh: "最久未送达的单据已等待多久;0 表示没有在途单据(等人处理的异常单不计)",
    en: "How long the oldest bill on its way has waited; 0 where none is (what waits for a person is a case)",
  },
  oldest_waiting_job_age_seconds: {
    type: "gauge",
    labels: ["stage"],
    by: "ledger",
    zh: "队列中最久未取的任务已等待多久;0 表示队列为空",
    en: "How long the oldest job that nobody has taken waits; 0 where the queue is empty",
  },
  bills: {
    type: "gauge",
    labels: ["scheme", "state"],
    by: "ledger",
    zh: "台账中的单据数,按控制台显示的状态",
    en: "Bills in the ledger, by the state that the console shows",
  },
  orders: {
    type: "gauge",
    labels: ["scheme", "state"],
    by: "ledger",
    zh: "台账中的订单数,按状态",
    en: "Orders in the ledger, by state",
  },
  cases: {
    type: "gauge",
    labels: ["class", "owner"],
    by: "ledger",
    zh: "等人处理的异常单,按类别与责任方",
    en: "What waits for a person, by class and owner",
  },
  deliveries_total: {
    type: "counter",
    labels: ["scheme", "proof"],
    by: "loader",
    zh: "送达的订单数,按依据",
    en: "Orders delivered, by what proves it",
  },
  last_delivery_timestamp_seconds: {
    type: "gauge",
    labels: ["scheme"],
    by: "ledger",
    zh: "最近一次送达的时刻(精确到分钟);0 表示最近一天没有",
    en: "When the last order was delivered, to the minute; 0 where none was within a day",
  },
  last_read_timestamp_seconds: {
    type: "gauge",
    labels: ["scheme"],
    by: "ledger",
    zh: "最近一次成功读取金蝶的时刻;0 表示尚未读取",
    en: "When Kingdee was last read with success; 0 where it never was",
  },
  watermark_timestamp_seconds: {
    type: "gauge",
    labels: ["scheme"],
    by: "ledger",
    zh: "水位:此前审核的单据均已登记;0 表示尚无",
    en: "The watermark: all that was approved before it is recorded; 0 where there is none",
  },
  read_interval_seconds: {
    type: "gauge",
    labels: ["scheme"],
    by: "ledger",
    zh: "读取间隔(SYNC_EVERY);0 表示时间表不在",
    en: "The interval of reading (SYNC_EVERY); 0 where the schedule is not there",
  },
  jobs: {
    type: "gauge",
    labels: ["stage", "state"],
    by: "ledger",
    zh: "队列中的任务数,按状态",
    en: "Jobs in the queues, by state",
  },
  workers: {
    type: "gauge",
    labels: ["stage"],
    by: "ledger",
    zh: "正在工作的进程数;Redis 不允许查看连接时没有此项",
    en: "Processes at work; left out where Redis does not tell who is connected",
  },
  paused_queues: {
    type: "gauge",
    labels: ["stage"],
    by: "ledger",
    zh: "被人工暂停的队列数",
    en: "Queues that a person has paused",
  },
  stage_duration_seconds: {
    type: "histogram",
    labels: ["stage", "outcome"],
    buckets: STAGE_SECONDS,
    by: "stage",
    zh: "一次任务尝试的耗时,按结果",
    en: "How long one attempt at a job took, by its outcome",
  },
  delivery_duration_seconds: {
    type: "histogram",
    labels: ["scheme"],
    buckets: DELIVERY_SECONDS,
    by: "loader",
    zh: "从金蝶审核到送达旺店通的时间",
    en: "From the approval in Kingdee to the delivery to Wangdiantong",
  },
  vendor_call_duration_seconds: {
    type: "histogram",
    labels: ["vendor", "purpose"],
    buckets: CALL_SECONDS,
    by: "stage",
    zh: "一次厂商接口调用的耗时",
    en: "How long one call of a vendor's interface took",
  },
  vendor_calls_total: {
    type: "counter",
    labels: ["vendor", "purpose", "account", "result"],
    by: "stage",
    zh: "厂商接口调用次数;result 为 ok 或故障类别",
    en: "Calls of a vendor's interface; `result` is ok or the class of the fault",
  },
  faults_total: {
    type: "counter",
    labels: ["stage", "code"],
    by: "stage",
    zh: "未成功的任务尝试,按故障代码",
    en: "Attempts that did not go well, by the code of the fault",
  },
  ...ACCOUNT_METRICS,
  scheme_stopped: {
    type: "gauge",
    labels: ["scheme"],
    by: "ledger",
    zh: "方案因须人工处理的原因停住:1 停住,0 运行",
    en: "The scheme rests for what a person has to mend: 1 stopped, 0 running",
  },
  redis_used_bytes: {
    type: "gauge",
    labels: [],
    by: "ledger",
    zh: "Redis 已用内存",
    en: "Memory that Redis uses",
  },
  redis_limit_bytes: {
    type: "gauge",
    labels: [],
    by: "ledger",
    zh: "Redis 内存上限;0 表示不限",
    en: "Memory that Redis may use; 0 where it has no limit",
  },
  ledger_entries: {
    type: "gauge",
    labels: ["kind"],
    by: "ledger",
    zh: "台账条目数,按种类",
    en: "Entries of the ledger, by kind",
  },
  last_reconcile_timestamp_seconds: {
    type: "gauge",
    labels: ["scheme"],
    by: "ledger",
    zh: "最近一次每日对账保存的时刻;0 表示没有保存的报告",
    en: "When the last daily reconciliation was kept; 0 where none is",
  },
  reconcile_differences: {
    type: "gauge",
    labels: ["scheme", "kind"],
    by: "ledger",
    zh: "最近一次每日对账的差异数,按种类;没有保存的报告时没有此项",
    en: "Differences that the last daily reconciliation found, by kind; left out where none is kept",
  },
  watcher_heartbeat_timestamp_seconds: {
    type: "gauge",
    labels: [],
    by: "ledger",
    zh: "值守进程最近一次查看的时刻;0 表示从未有人值守",
    en: "When a watcher last looked; 0 where nobody has ever watched",
  },
  alert_messages_total: {
    type: "counter",
    labels: ["channel", "result"],
    by: "watcher",
    zh: "告警消息的发送次数,按渠道与结果(sent 已发送,wait 被要求等待,broken 渠道须人工处理,mistake 不被接受,not-sent 与 unknown 稍后再试,given-up 放弃)",
    en: "Sendings of alert messages by channel and result; not-sent and unknown are tried again",
  },
  build_info: {
    type: "gauge",
    labels: ["service", "version"],
    by: "every-service",
    zh: "运行中的服务与版本,恒为 1",
    en: "The service that runs, and its version; always 1",
  },
} as const satisfies Record<string, Definition>;

export type MetricName = keyof typeof METRICS;

export type LabelsOf<Name extends MetricName> = Readonly<Record<(typeof METRICS)[Name]["labels"][number], string>>;

type OfType<Type extends Definition["type"]> = {
  [Name in MetricName]: (typeof METRICS)[Name]["type"] extends Type ? Name : never;
}[MetricName];

export type CounterName = OfType<"counter">;
export type GaugeName = OfType<"gauge">;
export type HistogramName = OfType<"histogram">;

/** How a gauge stands; what is not known has none. */
export interface Sample {
  readonly name: GaugeName;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export function sample<Name extends GaugeName>(name: Name, labels: LabelsOf<Name>, value: number): Sample {
  return { name, labels, value };
}

/** As a Prometheus knows it. */
export function fullName(name: MetricName): string {
  return `billferry_${name}`;
}
