import { CHANNEL_SETTINGS } from "@billferry/alerts/settings";
import { SCHEME_SETTINGS } from "@billferry/scheme";
import { address, duration, wholeNumber } from "@billferry/settings";
import { z } from "zod";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const WATCHER_SETTINGS = {
  ...SCHEME_SETTINGS,
  ...CHANNEL_SETTINGS,
  ALERT_HEARTBEAT_URL: address("https", "http")
    .optional()
    .describe("外部心跳监控的地址(如 Healthchecks):值守正常时每分钟 POST 一次,收不到即由对方告警"),
  ALERT_EVERY: duration("ALERT_EVERY").default(15_000).describe("每隔多久查看一次全部状况"),
  ALERT_WAIT: duration("ALERT_WAIT").default(30_000).describe("问题持续多久才告警;在此之内自行恢复的不告警"),
  ALERT_QUIET: duration("ALERT_QUIET")
    .default(4 * HOUR_MS)
    .describe("同一原因告警之后安静多久;仍未解决时再提醒一次"),
  ALERT_ESCALATE: duration("ALERT_ESCALATE")
    .default(2 * HOUR_MS)
    .describe("告警之后多久仍未解决即升级一次(群内提醒所有人)"),
  ALERT_CLEAR: duration("ALERT_CLEAR")
    .default(2 * MINUTE_MS)
    .describe("问题消失多久才发恢复消息;防止时好时坏反复打扰"),
  ALERT_NO_DELIVERY: duration("ALERT_NO_DELIVERY")
    .default(30 * MINUTE_MS)
    .describe("有单据等待而多久没有送达时告警;人工暂停多久未恢复也以此为准"),
  ALERT_OLDEST: duration("ALERT_OLDEST")
    .default(2 * HOUR_MS)
    .describe("最久的未送达单据等待超过多久时告警"),
  ALERT_BACKLOG: duration("ALERT_BACKLOG")
    .default(2 * HOUR_MS)
    .describe("积压按现在的速度要超过多久才能送完时告警"),
  ALERT_CERTIFICATE_DAYS: wholeNumber(1, 365).default(14).describe("金蝶、旺店通与看板的证书在多少天内过期时告警"),
  ALERT_DAILY_AT: z
    .string()
    .regex(/^(off|([01]\d|2[0-3]):(?!00|30)[0-5]\d)$/, "应为 HH:MM 且不在整点或半点(飞书此时限流),或 off")
    .meta({ form: "HH:MM / off" })
    .default("09:07")
    .describe("每天几点(北京时间)对账并发送昨日汇总;off 表示不做"),
  RECONCILE_DAILY: z
    .enum(["on", "off"])
    .default("on")
    .describe("每天在 ALERT_DAILY_AT 由办事员(clerk)核对两端的昨日单据:报告在看板“对账”,差异写进日报"),
  RECONCILE_KEEP_DAYS: wholeNumber(1, 3_650).default(90).describe("每日对账报告保留多少天"),
  RECONCILE_WAIT: duration("RECONCILE_WAIT")
    .default(30 * MINUTE_MS)
    .describe("日报最多等对账多久;到时仍未完成的,完成后另发一条"),
};

export type WatcherSettings = Readonly<z.infer<z.ZodObject<typeof WATCHER_SETTINGS>>>;
