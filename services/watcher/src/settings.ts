import { CHANNEL_SETTINGS } from "@billferry/alerts/settings";
import { SCHEME_SETTINGS } from "@billferry/scheme";
import { LANGUAGES } from "@billferry/contracts";
import { about, address, duration, wanted, wholeNumber } from "@billferry/settings";
import { z } from "zod";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const WATCHER_SETTINGS = {
  ...SCHEME_SETTINGS,
  ...CHANNEL_SETTINGS,
  ALERT_HEARTBEAT_URL: address("https", "http")
    .optional()
    .meta(
      about({
        zh: "外部心跳监控的地址(如 Healthchecks):值守正常时每分钟 POST 一次,收不到即由对方告警",
        en: "address of an outside watcher of the watcher (e.g. Healthchecks): a POST each minute while all is well, it alerts when none comes",
      }),
    ),
  ALERT_LANG: z
    .enum(LANGUAGES)
    .optional()
    .meta(
      about({
        zh: "告警消息的语言:zh 中文,en 英文;不设则与 BILLFERRY_LANG 相同",
        en: "language of alert messages: zh Chinese, en English; by default that of BILLFERRY_LANG",
      }),
    ),
  ALERT_EVERY: duration("ALERT_EVERY")
    .default(15_000)
    .meta(about({ zh: "每隔多久查看一次全部状况", en: "how often everything is looked at" })),
  ALERT_WAIT: duration("ALERT_WAIT")
    .default(30_000)
    .meta(
      about({
        zh: "问题持续多久才告警;在此之内自行恢复的不告警",
        en: "how long something has to be wrong before it is told; what mends itself within it is not",
      }),
    ),
  ALERT_QUIET: duration("ALERT_QUIET")
    .default(4 * HOUR_MS)
    .meta(
      about({
        zh: "同一原因告警之后安静多久;仍未解决时再提醒一次",
        en: "how long a cause is quiet after it was told; then it is told again if it is still there",
      }),
    ),
  ALERT_ESCALATE: duration("ALERT_ESCALATE")
    .default(2 * HOUR_MS)
    .meta(
      about({
        zh: "告警之后多久仍未解决即升级一次(群内提醒所有人)",
        en: "how long after it was told a cause is escalated, once (everybody in the group is called)",
      }),
    ),
  ALERT_CLEAR: duration("ALERT_CLEAR")
    .default(2 * MINUTE_MS)
    .meta(
      about({
        zh: "问题消失多久才发恢复消息;防止时好时坏反复打扰",
        en: "how long something has to be gone before its end is told; against what comes and goes",
      }),
    ),
  ALERT_NO_DELIVERY: duration("ALERT_NO_DELIVERY")
    .default(30 * MINUTE_MS)
    .meta(
      about({
        zh: "有单据等待而多久没有送达时告警;人工暂停多久未恢复也以此为准",
        en: "told when bills wait and nothing is delivered for so long; also how long a pause by a person may last",
      }),
    ),
  ALERT_OLDEST: duration("ALERT_OLDEST")
    .default(2 * HOUR_MS)
    .meta(
      about({
        zh: "最久的未送达单据等待超过多久时告警",
        en: "told when the oldest undelivered bill waits longer than this",
      }),
    ),
  ALERT_BACKLOG: duration("ALERT_BACKLOG")
    .default(2 * HOUR_MS)
    .meta(
      about({
        zh: "积压按现在的速度要超过多久才能送完时告警",
        en: "told when the backlog takes longer than this at the present rate",
      }),
    ),
  ALERT_CERTIFICATE_DAYS: wholeNumber(1, 365)
    .default(14)
    .meta(
      about({
        zh: "金蝶、旺店通与看板的证书在多少天内过期时告警",
        en: "told so many days before a certificate of Kingdee, Wangdiantong or the console expires",
      }),
    ),
  ALERT_DAILY_AT: z
    .string()
    .regex(
      /^(off|([01]\d|2[0-3]):(?!00|30)[0-5]\d)$/,
      wanted({
        zh: "应为 HH:MM 且不在整点或半点(飞书此时限流),或 off",
        en: "should be HH:MM, not on the hour or half hour (Feishu is limited then), or off",
      }),
    )
    .meta({ form: "HH:MM / off" })
    .default("09:07")
    .meta(
      about({
        zh: "每天几点(北京时间)对账并发送昨日汇总;off 表示不做",
        en: "when both ends are compared and yesterday's summary is sent (Beijing time); off for never",
      }),
    ),
  RECONCILE_DAILY: z
    .enum(["on", "off"])
    .default("on")
    .meta(
      about({
        zh: "每天在 ALERT_DAILY_AT 由办事员(clerk)核对两端的昨日单据:报告在看板“对账”,差异写进日报",
        en: "each day at ALERT_DAILY_AT the clerk compares both ends for yesterday's bills: the report is kept in the console, differences stand in the daily message",
      }),
    ),
  RECONCILE_KEEP_DAYS: wholeNumber(1, 3_650)
    .default(90)
    .meta(about({ zh: "每日对账报告保留多少天", en: "how many days daily reports are kept" })),
  RECONCILE_WAIT: duration("RECONCILE_WAIT")
    .default(30 * MINUTE_MS)
    .meta(
      about({
        zh: "日报最多等对账多久;到时仍未完成的,完成后另发一条",
        en: "how long the daily message waits for it; what is not ready by then is told in a message of its own",
      }),
    ),
};

export type WatcherSettings = Readonly<z.infer<z.ZodObject<typeof WATCHER_SETTINGS>>>;
