import { isFault, type Told } from "@billferry/contracts";
import { createHttpClient, type HttpClient } from "@billferry/http";

import type { Channel } from "./channel.ts";
import { dingtalkBody, readDingtalkAnswer } from "./core/dingtalk.ts";
import { feishuBody, readFeishuAnswer } from "./core/feishu.ts";
import type { AlertMessage } from "./core/message.ts";
import type { ChannelAnswer, SendVerdict } from "./core/verdict.ts";
import { readWebhookAnswer, webhookBody } from "./core/webhook.ts";
import { readWecomAnswer, wecomBody } from "./core/wecom.ts";
import { openMail } from "./mail.ts";
import type { ChannelSettings } from "./settings.ts";
import { signDingtalk, signFeishu, signWebhook } from "./sign.ts";

const DEADLINE_MS = 15_000;
const MOST_ANSWER_BYTES = 65_536;
const JSON_TYPE = "application/json; charset=utf-8";

interface Letter {
  readonly query?: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** All channels that the settings name. */
export function openChannels(settings: ChannelSettings): readonly Channel[] {
  const link = (message: AlertMessage): string | null => linkOf(settings.CONSOLE_URL, message.path);
  return [
    ...dingtalk(settings, link),
    ...wecom(settings, link),
    ...feishu(settings, link),
    ...webhook(settings, link),
    ...openMail(settings, link),
  ];
}

type Link = (message: AlertMessage) => string | null;

/** Null where nobody has said at which address the console is. */
function linkOf(console: string | undefined, path: string): string | null {
  return console === undefined ? null : `${console.replace(/\/+$/, "")}${path}`;
}

function dingtalk({ ALERT_DINGTALK_URL: url, ALERT_DINGTALK_SECRET: secret }: ChannelSettings, link: Link): Channel[] {
  if (url === undefined) return [];
  const send = poster(url, secret);
  const query = (now: number): string =>
    secret === undefined ? "" : `timestamp=${now}&sign=${encodeURIComponent(signDingtalk(secret, now))}`;
  return [
    {
      ...{ name: "dingtalk", title: { zh: "钉钉", en: "DingTalk" }, perMinute: 15, tellsRepeats: false, paceMs: 0 },
      send: async (message) =>
        send({ query: query(Date.now()), body: dingtalkBody(message, link(message)) }, readDingtalkAnswer),
    },
  ];
}

function wecom({ ALERT_WECOM_URL: url }: ChannelSettings, link: Link): Channel[] {
  if (url === undefined) return [];
  const send = poster(url, undefined);
  return [
    {
      ...{ name: "wecom", title: { zh: "企业微信", en: "WeCom" }, perMinute: 15, tellsRepeats: false, paceMs: 0 },
      send: async (message) => send({ body: wecomBody(message, link(message)) }, readWecomAnswer),
    },
  ];
}

function feishu({ ALERT_FEISHU_URL: url, ALERT_FEISHU_SECRET: secret }: ChannelSettings, link: Link): Channel[] {
  if (url === undefined) return [];
  const send = poster(url, secret);
  const signature = (seconds: number) =>
    secret === undefined ? undefined : { timestamp: `${seconds}`, sign: signFeishu(secret, seconds) };
  return [
    {
      // It takes 100 a minute, and 5 a second.
      ...{ name: "feishu", title: { zh: "飞书", en: "Feishu" }, perMinute: 60, tellsRepeats: false, paceMs: 250 },
      send: async (message) => {
        const own = { link: link(message), signature: signature(Math.floor(Date.now() / 1_000)) };
        return send({ body: feishuBody(message, own) }, readFeishuAnswer);
      },
    },
  ];
}

function webhook({ ALERT_WEBHOOK_URL: url, ALERT_WEBHOOK_SECRET: secret }: ChannelSettings, link: Link): Channel[] {
  if (url === undefined) return [];
  const send = poster(url, secret);
  return [
    {
      ...{ name: "webhook", title: { zh: "Webhook", en: "Webhook" }, perMinute: null, tellsRepeats: true, paceMs: 0 },
      send: async (message) => {
        const body = webhookBody(message, link(message));
        const signed = { id: message.id, timestampSeconds: Math.floor(Date.now() / 1_000), body };
        const headers = {
          "webhook-id": signed.id,
          "webhook-timestamp": `${signed.timestampSeconds}`,
          ...(secret === undefined ? {} : { "webhook-signature": signWebhook(secret, signed) }),
        };
        return send({ body, headers }, readWebhookAnswer);
      },
    },
  ];
}

/** Posts to an address that is a secret, always built anew from the one that was given. */
function poster(url: string, secret: string | undefined) {
  const { client, path, headers } = openAddress(url, secret);
  return async ({ query = "", body, headers: own }: Letter, read: (answer: ChannelAnswer) => SendVerdict) => {
    const target = query === "" ? path : `${path}${path.includes("?") ? "&" : "?"}${query}`;
    try {
      return read(await client.post({ path: target, body, contentType: JSON_TYPE, headers: { ...headers, ...own } }));
    } catch (error) {
      return unsent(error);
    }
  };
}

interface OpenAddress {
  readonly client: HttpClient;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A whole address as a client, a path and what signs in; each part of it that may be a key is kept out of errors. */
export function openAddress(url: string, secret: string | undefined): OpenAddress {
  const { origin, pathname, search, searchParams, username, password } = new URL(url);
  const path = `${pathname.slice(1)}${search}`;
  const parts = [...searchParams.values(), ...pathname.split("/").filter((part) => part.length >= 16)];
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    client: createHttpClient({
      baseUrl: origin,
      deadlineMs: DEADLINE_MS,
      maxBodyBytes: MOST_ANSWER_BYTES,
      secrets: [url, path, ...parts, ...(secret === undefined ? [] : [secret]), password],
    }),
    path,
    headers: username === "" ? {} : { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` },
  };
}

function unsent(error: unknown): SendVerdict {
  if (!isFault(error)) throw error;
  const { delivery, host, errorCode } = error.details;
  const reason: Told =
    error.code === "HTTP_DEADLINE" ? { zh: "没有应答", en: "no answer" } : { zh: "连接失败", en: "no connection" };
  const what = errorCode ? { zh: String(errorCode), en: String(errorCode) } : reason;
  const why = { zh: `${String(host)}:${what.zh}`, en: `${String(host)}: ${what.en}` };
  return { kind: delivery === "not-sent" ? "not-sent" : "unknown", why };
}
