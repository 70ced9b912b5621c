import type { Told } from "@billferry/contracts";
import { about, address, wanted, type Environment } from "@billferry/settings";
import { z } from "zod";

import { isWebhookSecret } from "./sign.ts";

const url = () => address("https", "http").optional();
const text = () => z.string().optional();

/** Where alerts go; several at once. */
export const CHANNEL_SETTINGS = {
  ALERT_DINGTALK_URL: url().meta(
    about({
      zh: "钉钉自定义机器人的 Webhook 地址;设置后告警发到该群",
      en: "Webhook address of a DingTalk robot; alerts then go to its group",
    }),
  ),
  ALERT_DINGTALK_SECRET: text().meta(
    about({
      zh: "钉钉机器人“加签”的密钥(SEC 开头);用关键词防护时关键词设为 Billferry",
      en: "key of a DingTalk robot's signing (begins with SEC); where it is guarded by a keyword, set that to Billferry",
    }),
  ),
  ALERT_WECOM_URL: url().meta(
    about({ zh: "企业微信群机器人(消息推送)的 Webhook 地址", en: "Webhook address of a WeCom group robot" }),
  ),
  ALERT_FEISHU_URL: url().meta(
    about({ zh: "飞书或 Lark 自定义机器人的 Webhook 地址", en: "Webhook address of a Feishu or Lark robot" }),
  ),
  ALERT_FEISHU_SECRET: text().meta(
    about({ zh: "飞书机器人“签名校验”的密钥", en: "key of a Feishu robot's signature check" }),
  ),
  ALERT_WEBHOOK_URL: url().meta(
    about({
      zh: "通用 Webhook:以 JSON 推送到自己的系统,格式见 docs/alerts.md",
      en: "generic webhook: JSON to a system of your own, its form is in docs/alerts.md",
    }),
  ),
  ALERT_WEBHOOK_SECRET: z
    .string()
    .refine(isWebhookSecret, {
      error: wanted({
        zh: "应为 whsec_ 加上 24 到 64 字节的 Base64",
        en: "should be whsec_ and 24 to 64 bytes as Base64",
      }),
    })
    .meta({ form: "whsec_…" })
    .optional()
    .meta(
      about({
        zh: "通用 Webhook 的签名密钥(Standard Webhooks);不设则不签名",
        en: "key that signs the generic webhook (Standard Webhooks); not signed without it",
      }),
    ),
  ALERT_SMTP_URL: address("smtps", "smtp")
    .optional()
    .meta(
      about({
        zh: "发送告警邮件的服务器,如 smtps://用户:密码@主机:465;用户与密码中的特殊字符写成百分号编码",
        en: "server that sends alert mails, e.g. smtps://user:password@host:465; special characters of both are percent-encoded",
      }),
    ),
  ALERT_MAIL_FROM: text().meta(
    about({
      zh: "告警邮件的发件人;QQ、163 等邮箱须与登录名相同",
      en: "sender of alert mails; QQ, 163 and others want it to be the user that signs in",
    }),
  ),
  ALERT_MAIL_TO: text()
    .meta({ form: { zh: "邮箱,逗号分隔", en: "addresses, separated by commas" } })
    .meta(about({ zh: "告警邮件的收件人", en: "receivers of alert mails" })),
  CONSOLE_URL: url().meta(
    about({
      zh: "浏览器打开看板的公开地址,如 https://billferry.example.com;告警中的链接由它开头",
      en: "public address of the console, e.g. https://billferry.example.com; links in alerts begin with it",
    }),
  ),
};

export type ChannelSettings = Readonly<z.infer<z.ZodObject<typeof CHANNEL_SETTINGS>>>;

/** What is wrong across these settings. */
export function findChannelProblems(env: Environment): readonly Told[] {
  const lacks = (name: string, needed: string): Told[] =>
    env[name] && !env[needed]
      ? [{ zh: `${needed}:未设置(已设置 ${name})`, en: `${needed}: not set (${name} is)` }]
      : [];
  return [
    ...lacks("ALERT_DINGTALK_SECRET", "ALERT_DINGTALK_URL"),
    ...lacks("ALERT_FEISHU_SECRET", "ALERT_FEISHU_URL"),
    ...lacks("ALERT_WEBHOOK_SECRET", "ALERT_WEBHOOK_URL"),
    ...lacks("ALERT_SMTP_URL", "ALERT_MAIL_FROM"),
    ...lacks("ALERT_SMTP_URL", "ALERT_MAIL_TO"),
    ...lacks("ALERT_MAIL_TO", "ALERT_SMTP_URL"),
  ];
}
