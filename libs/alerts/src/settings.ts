import { address, type Environment } from "@billferry/settings";
import { z } from "zod";

import { isWebhookSecret } from "./sign.ts";

const url = () => address("https", "http").optional();
const text = () => z.string().optional();

/** Where alerts go; several at once. */
export const CHANNEL_SETTINGS = {
  ALERT_DINGTALK_URL: url().describe("钉钉自定义机器人的 Webhook 地址;设置后告警发到该群"),
  ALERT_DINGTALK_SECRET: text().describe("钉钉机器人“加签”的密钥(SEC 开头);用关键词防护时关键词设为 Billferry"),
  ALERT_WECOM_URL: url().describe("企业微信群机器人(消息推送)的 Webhook 地址"),
  ALERT_FEISHU_URL: url().describe("飞书或 Lark 自定义机器人的 Webhook 地址"),
  ALERT_FEISHU_SECRET: text().describe("飞书机器人“签名校验”的密钥"),
  ALERT_WEBHOOK_URL: url().describe("通用 Webhook:以 JSON 推送到自己的系统,格式见 docs/alerts.md"),
  ALERT_WEBHOOK_SECRET: z
    .string()
    .refine(isWebhookSecret, { error: "应为 whsec_ 加上 24 到 64 字节的 Base64" })
    .meta({ form: "whsec_…" })
    .optional()
    .describe("通用 Webhook 的签名密钥(Standard Webhooks);不设则不签名"),
  ALERT_SMTP_URL: address("smtps", "smtp")
    .optional()
    .describe("发送告警邮件的服务器,如 smtps://用户:密码@主机:465;用户与密码中的特殊字符写成百分号编码"),
  ALERT_MAIL_FROM: text().describe("告警邮件的发件人;QQ、163 等邮箱须与登录名相同"),
  ALERT_MAIL_TO: text().meta({ form: "邮箱,逗号分隔" }).describe("告警邮件的收件人"),
  CONSOLE_URL: url().describe("浏览器打开看板的公开地址,如 https://billferry.example.com;告警中的链接由它开头"),
};

export type ChannelSettings = Readonly<z.infer<z.ZodObject<typeof CHANNEL_SETTINGS>>>;

/** What is wrong across these settings. */
export function findChannelProblems(env: Environment): readonly string[] {
  const lacks = (name: string, needed: string): string[] =>
    env[name] && !env[needed] ? [`${needed}:未设置(已设置 ${name})`] : [];
  return [
    ...lacks("ALERT_DINGTALK_SECRET", "ALERT_DINGTALK_URL"),
    ...lacks("ALERT_FEISHU_SECRET", "ALERT_FEISHU_URL"),
    ...lacks("ALERT_WEBHOOK_SECRET", "ALERT_WEBHOOK_URL"),
    ...lacks("ALERT_SMTP_URL", "ALERT_MAIL_FROM"),
    ...lacks("ALERT_SMTP_URL", "ALERT_MAIL_TO"),
    ...lacks("ALERT_MAIL_TO", "ALERT_SMTP_URL"),
  ];
}
