import type { Told } from "@billferry/contracts";

import { plainText, PRODUCT, sayOf, type AlertMessage } from "./message.ts";
import { MOST_TEXT_BYTES, toMarkdown } from "./robot-text.ts";
import { bodyOf, SENT, told, withoutCode, type ChannelAnswer, type SendVerdict, wordOf } from "./verdict.ts";

/** Beyond its twentieth message of a minute a robot is silenced for ten. */
const BAN_MS = 600_000;

/** The body of a DingTalk robot's message: Markdown, where a blank line breaks a line. */
export function dingtalkBody(message: AlertMessage, link: string | null): string {
  if (message.isEscalation)
    return JSON.stringify({
      msgtype: "text",
      text: {
        content: sayOf(message)({
          zh: `${message.title}\n${plainText(message, link, MOST_TEXT_BYTES)}\n@所有人`,
          en: `${message.title}\n${plainText(message, link, MOST_TEXT_BYTES)}\n@all`,
        }),
      },
      at: { isAtAll: true },
    });
  const text = toMarkdown(message, { heading: `### ${message.title}`, between: "\n\n", link });
  return JSON.stringify({ msgtype: "markdown", markdown: { title: message.title, text } });
}

const BROKEN: Readonly<Record<string, Told>> = {
  "310000": {
    zh: `安全设置不匹配(关键词请设为 ${PRODUCT};加签时核对 ALERT_DINGTALK_SECRET;IP 白名单;本机时钟)`,
    en: `the security settings do not fit (set the keyword to ${PRODUCT}; with signing check ALERT_DINGTALK_SECRET; IP list; this machine's clock)`,
  },
  "300001": {
    zh: "ALERT_DINGTALK_URL 中的 access_token 无效",
    en: "the access_token in ALERT_DINGTALK_URL is not valid",
  },
  "300005": {
    zh: "ALERT_DINGTALK_URL 中的 access_token 无效",
    en: "the access_token in ALERT_DINGTALK_URL is not valid",
  },
  "400101": {
    zh: "ALERT_DINGTALK_URL 中的 access_token 无效",
    en: "the access_token in ALERT_DINGTALK_URL is not valid",
  },
  "400102": { zh: "机器人已停用", en: "the robot is disabled" },
  "400013": { zh: "群已解散", en: "the group is dissolved" },
  "400106": { zh: "机器人已被移除", en: "the robot was removed" },
};
const LIMITED = new Set(["130101", "410100", "-1"]);
const MISTAKES = new Set(["40035", "43004", "400105", "430101", "430102", "430103", "430104"]);

/** What its answer means; it refuses with HTTP 200 as well. */
export function readDingtalkAnswer(answer: ChannelAnswer): SendVerdict {
  const body = bodyOf(answer);
  if (body === undefined) return withoutCode(answer, BAN_MS);
  const code = body["errcode"] === undefined ? undefined : wordOf(body["errcode"]);
  const why = {
    zh: `钉钉:${told(code ?? body["status"], body["errmsg"] ?? body["punish"])}`,
    en: `DingTalk: ${told(code ?? body["status"], body["errmsg"] ?? body["punish"])}`,
  };
  const isGateway = body["punish"] === "deny" || body["source"] === "x5" || wordOf(body["status"]) === "1111";
  if (isGateway || LIMITED.has(code ?? "") || /too fast|speed/i.test(wordOf(body["errmsg"])))
    return { kind: "wait", forMs: BAN_MS, why };
  if (code === "0") return SENT;
  const remedy = BROKEN[code ?? ""];
  if (remedy !== undefined)
    return { kind: "broken", why: { zh: `${why.zh} → ${remedy.zh}`, en: `${why.en} → ${remedy.en}` } };
  if (MISTAKES.has(code ?? "")) return { kind: "mistake", why };
  return code === undefined ? withoutCode(answer, BAN_MS) : { kind: "not-sent", why };
}
