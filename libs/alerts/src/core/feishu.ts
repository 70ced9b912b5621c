import { plainText, PRODUCT, type AlertMessage } from "./message.ts";
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
    const text = `<at user_id="all">所有人</at> ${message.title}\n${plainText(message, link, MOST_TEXT_BYTES)}`;
    return JSON.stringify({ ...signature, msg_type: "text", content: { text } });
  }
  const content = toMarkdown(message, { heading: "", between: "\n", link: null });
  return JSON.stringify({
    ...signature,
    msg_type: "interactive",
    card: {
      header: { template: COLOURS[message.kind], title: { tag: "plain_text", content: message.title } },
      elements: [{ tag: "markdown", content }, ...(link === null ? [] : [buttonTo(link)])],
    },
  });
}

const buttonTo = (url: string) => ({
  tag: "action",
  actions: [{ tag: "button", text: { tag: "plain_text", content: "打开看板处理" }, type: "primary", url }],
});

const BROKEN: Readonly<Record<string, string>> = {
  "19001": "ALERT_FEISHU_URL 无效",
  "19007": "机器人已停用",
  "19021": "签名不符:核对 ALERT_FEISHU_SECRET 与本机时钟",
  "19022": "本机的出口 IP 不在机器人的白名单中",
  "19024": `机器人的关键词不匹配,请设为 ${PRODUCT}`,
};

/** What its answer means; `code` wins over the older `StatusCode`. */
export function readFeishuAnswer(answer: ChannelAnswer): SendVerdict {
  const body = bodyOf(answer);
  const found = body?.["code"] ?? body?.["StatusCode"];
  if (body === undefined || found === undefined) return withoutCode(answer, MINUTE_MS);
  const code = wordOf(found);
  const text = body["msg"] ?? body["StatusMessage"];
  const why = `飞书:${told(code, text)}`;
  if (code === "0") return SENT;
  if (code === "11232" || (code === "9499" && /too many/i.test(wordOf(text))))
    return { kind: "wait", forMs: MINUTE_MS, why };
  const remedy = BROKEN[code];
  if (remedy !== undefined) return { kind: "broken", why: `${why} → ${remedy}` };
  return { kind: code === "9499" ? "mistake" : "not-sent", why };
}
