import { plainText, type AlertMessage } from "./message.ts";
import { MOST_TEXT_BYTES, toMarkdown } from "./robot-text.ts";
import { bodyOf, SENT, told, withoutCode, type ChannelAnswer, type SendVerdict, wordOf } from "./verdict.ts";

const MINUTE_MS = 60_000;
const COLOURS = { opened: "warning", reminded: "warning", closed: "info" } as const;

/** The body of a WeCom robot's message; only its plain texts can call everybody. */
export function wecomBody(message: AlertMessage, link: string | null): string {
  if (message.isEscalation)
    return JSON.stringify({
      msgtype: "text",
      text: {
        content: `${message.title}\n${plainText(message, link, MOST_TEXT_BYTES)}`,
        mentioned_list: ["@all"],
      },
    });
  const heading = `### <font color="${COLOURS[message.kind]}">${message.title}</font>`;
  return JSON.stringify({
    msgtype: "markdown",
    markdown: { content: toMarkdown(message, { heading, between: "\n", link }) },
  });
}

/** What its answer means; it refuses with HTTP 200 as well. */
export function readWecomAnswer(answer: ChannelAnswer): SendVerdict {
  const body = bodyOf(answer);
  if (body?.["errcode"] === undefined) return withoutCode(answer, MINUTE_MS);
  const code = wordOf(body["errcode"]);
  const why = { zh: `企业微信:${told(code, body["errmsg"])}`, en: `WeCom: ${told(code, body["errmsg"])}` };
  switch (code) {
    case "0":
      return SENT;
    case "45009":
    case "-1":
      return { kind: "wait", forMs: MINUTE_MS, why };
    case "93000":
      return {
        kind: "broken",
        why: {
          zh: `${why.zh} → ALERT_WECOM_URL 无效,或机器人已被移除`,
          en: `${why.en} → ALERT_WECOM_URL is not valid, or the robot was removed`,
        },
      };
    case "40058":
      return { kind: "mistake", why };
    default:
      return { kind: "not-sent", why };
  }
}
