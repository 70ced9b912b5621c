import type { Told } from "@billferry/contracts";

import { OPEN_CONSOLE, plainText, PRODUCT, sayOf, type AlertMessage } from "./message.ts";
import { MOST_TEXT_BYTES, toMarkdown } from "./robot-text.ts";
import { bodyOf, SENT, told, withoutCode, type ChannelAnswer, type SendVerdict, wordOf } from "./verdict.ts";

const MINUTE_MS = 60_000;
const COLOURS = { opened: "red", reminded: "orange", closed: "green" } as const;

/** What proves that a message is ours: both stand in the body. */
export interface FeishuSignature {
  readonly timestamp: string;
  readonly sign: string;
}

/** The body of a Feishu robot's message: a card with a button; only its plain texts can call everybody. */
export function feishuBody(
  message: AlertMessage,
  { link, signature }: { readonly link: string | null; readonly signature: FeishuSignature | undefined },
): string {
  if (message.isEscalation) {
    const text = sayOf(message)({
      zh: `<at user_id="all">所有人</at> ${message.title}\n${plainText(message, link, MOST_TEXT_BYTES)}`,
      en: `<at user_id="all">everyone</at> ${message.title}\n${plainText(message, link, MOST_TEXT_BYTES)}`,
    });
    return JSON.stringify({ ...signature, msg_type: "text", content: { text } });
  }
  const content = toMarkdown(message, { heading: "", between: "\n", link: null });
  return JSON.stringify({
    ...signature,
    msg_type: "interactive",
    card: {
      header: { template: COLOURS[message.kind], title: { tag: "plain_text", content: message.title } },
      elements: [
        { tag: "markdown", content },
        ...(link === null ? [] : [buttonTo(link, sayOf(message)(OPEN_CONSOLE))]),
      ],
    },
  });
}

const buttonTo = (url: string, words: string) => ({
  tag: "action",
  actions: [{ tag: "button", text: { tag: "plain_text", content: words }, type: "primary", url }],
});

const BROKEN: Readonly<Record<string, Told>> = {
  "19001": { zh: "ALERT_FEISHU_URL 无效", en: "ALERT_FEISHU_URL is not valid" },
  "19007": { zh: "机器人已停用", en: "the robot is disabled" },
  "19021": {
    zh: "签名不符:核对 ALERT_FEISHU_SECRET 与本机时钟",
    en: "the signature does not fit: check ALERT_FEISHU_SECRET and this machine's clock",
  },
  "19022": { zh: "本机的出口 IP 不在机器人的白名单中", en: "this machine's outgoing IP is not on the robot's list" },
  "19024": {
    zh: `机器人的关键词不匹配,请设为 ${PRODUCT}`,
    en: `the robot's keyword does not fit, set it to ${PRODUCT}`,
  },
};

/** What its answer means; `code` wins over the older `StatusCode`. */
export function readFeishuAnswer(answer: ChannelAnswer): SendVerdict {
  const body = bodyOf(answer);
  const found = body?.["code"] ?? body?.["StatusCode"];
  if (body === undefined || found === undefined) return withoutCode(answer, MINUTE_MS);
  const code = wordOf(found);
  const text = body["msg"] ?? body["StatusMessage"];
  const why = { zh: `飞书:${told(code, text)}`, en: `Feishu: ${told(code, text)}` };
  if (code === "0") return SENT;
  if (code === "11232" || (code === "9499" && /too many/i.test(wordOf(text))))
    return { kind: "wait", forMs: MINUTE_MS, why };
  const remedy = BROKEN[code];
  if (remedy !== undefined)
    return { kind: "broken", why: { zh: `${why.zh} → ${remedy.zh}`, en: `${why.en} → ${remedy.en}` } };
  return { kind: code === "9499" ? "mistake" : "not-sent", why };
}
