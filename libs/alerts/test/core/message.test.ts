import fc from "fast-check";
import { expect, test } from "vitest";

import { dingtalkBody } from "../../src/core/dingtalk.ts";
import { feishuBody } from "../../src/core/feishu.ts";
import { toDigest, toMessage, type AlertMessage } from "../../src/core/message.ts";
import { byteLength, cutBytes } from "../../src/core/message-text.ts";
import { webhookBody } from "../../src/core/webhook.ts";
import { wecomBody } from "../../src/core/wecom.ts";
import { causeOf, messageOf } from "../messages.ts";

const LINK = "https://billferry.example.com/cases?code=WDT_SKU_UNKNOWN";

/** All that people read of a message, by channel. */
function texts(message: AlertMessage): Readonly<Record<string, string>> {
  const dingtalk = JSON.parse(dingtalkBody(message, LINK)) as {
    text?: { content: string };
    markdown?: { text: string };
  };
  const wecom = JSON.parse(wecomBody(message, LINK)) as { text?: { content: string }; markdown?: { content: string } };
  return {
    dingtalk: dingtalk.text?.content ?? dingtalk.markdown?.text ?? "",
    wecom: wecom.text?.content ?? wecom.markdown?.content ?? "",
    feishu: feishuBody(message, { link: LINK, signature: undefined }),
    webhook: webhookBody(message, LINK),
  };
}

test("a message names the cause, what it stops, who is to act, what to do and where", () => {
  for (const text of Object.values(texts(messageOf())))
    for (const part of [
      "Billferry",
      "A-117",
      "40 张单据",
      "41 个订单",
      "1234.50",
      "基础资料",
      "建立或启用",
      LINK,
      "bf-",
    ])
      expect(text).toContain(part);
});

test("the generic webhook's body is what its page says", () => {
  expect(JSON.parse(webhookBody(messageOf(), LINK))).toEqual({
    kind: "opened",
    cause: "WDT_SKU_UNKNOWN",
    bills: 40,
    orders: 41,
    amount: "1234.50",
    title: "Billferry 告警:旺店通没有该商家编码:A-117",
    text: expect.stringContaining("负责:基础资料") as unknown,
    link: LINK,
    escalated: false,
  });
});

test("an escalation calls everybody, each robot in its own way", () => {
  const message = messageOf("reminded", { isEscalation: true });
  expect(JSON.parse(dingtalkBody(message, LINK))).toMatchObject({ msgtype: "text", at: { isAtAll: true } });
  expect(JSON.parse(wecomBody(message, LINK))).toMatchObject({ text: { mentioned_list: ["@all"] } });
  expect(feishuBody(message, { link: LINK, signature: undefined })).toContain('<at user_id=\\"all\\">');
  for (const text of Object.values(texts(message))) expect(text).toContain("升级");
});

test("a signed card of Feishu's says so in its body, and its button leads to the console", () => {
  const signature = { timestamp: "1790000000", sign: "sof4…" };
  expect(JSON.parse(feishuBody(messageOf(), { link: LINK, signature }))).toMatchObject({
    ...signature,
    msg_type: "interactive",
    card: {
      header: { template: "red", title: { content: "Billferry 告警:旺店通没有该商家编码:A-117" } },
      elements: [{ tag: "markdown" }, { tag: "action", actions: [{ url: LINK }] }],
    },
  });
});

test("seven missing codes at once are one message: five are named, and the rest counted", () => {
  const causes = ["A", "B", "C", "D", "E", "F", "G"].map((code) => causeOf(code, { bills: 2, orders: 2 }));
  const [first, ...others] = causes;
  const message = toMessage([first!, ...others], { kind: "opened", isEscalation: false, turn: "1", threadTurn: "1" });
  expect(message.title).toBe("Billferry 告警:旺店通没有该商家编码(共 7 项)");
  expect(message.lines[0]).toBe("A(spec_no)、B(spec_no)、C(spec_no)、D(spec_no)、E(spec_no),以及另外 2 项");
  expect(message.lines.join()).toContain("在旺店通中建立或启用商家编码 这些编码");
  expect([message.keys.length, message.path]).toEqual([7, "/cases?scheme=sal-outstock&code=WDT_SKU_UNKNOWN"]);
});

test("what waits too long is folded into one message that names ten and counts the rest", () => {
  const messages = Array.from({ length: 13 }, (_, index) => messageOf("opened", { cause: causeOf(`S-${index}`) }));
  const digest = toDigest([messages[0]!, ...messages.slice(1)]);
  expect(digest.title).toBe("Billferry 告警:13 条消息合并");
  expect(digest.lines).toHaveLength(11);
  expect(digest.lines.at(-1)).toBe("其余 3 条见看板");
  expect(digest.opens).toHaveLength(13);
});

test("a repeat has the id of the first try, and a reminder one of its own below the same thread", () => {
  expect(messageOf().id).toBe(messageOf().id);
  const reminder = toMessage([causeOf("A-117")], {
    kind: "reminded",
    isEscalation: false,
    turn: "1-1",
    threadTurn: "1",
  });
  expect(reminder.id).not.toBe(messageOf().id);
  expect(reminder.threadId).toBe(messageOf().threadId);
});

test("whatever a code holds, no text is longer than the strictest robot takes, calls nobody, and keeps link and id", () => {
  const hostile = fc.string({ unit: "binary", maxLength: 3_000 });
  fc.assert(
    fc.property(hostile, fc.array(hostile, { maxLength: 5 }), fc.boolean(), (code, lines, isEscalation) => {
      const cause = causeOf(`<@all><at id=all></at>[x](http://y)${code}`, { lines });
      const message = messageOf(isEscalation ? "reminded" : "opened", { cause, isEscalation });
      const { dingtalk = "", wecom = "" } = texts(message);
      for (const text of [dingtalk, wecom]) {
        expect(byteLength(text)).toBeLessThanOrEqual(2_048);
        expect(text).toContain(LINK);
        expect(text).toContain(message.id);
        expect(text).not.toContain("<@");
        expect(text).not.toContain("<at");
        expect(text).not.toContain("[x](");
      }
      expect(byteLength(feishuBody(message, { link: LINK, signature: undefined }))).toBeLessThan(20_000);
    }),
    { numRuns: 40 },
  );
});

test("a text is cut by bytes and never inside a character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.integer({ min: 3, max: 100 }), (text, most) => {
      const cut = cutBytes(text, most);
      expect(new TextEncoder().encode(cut).length).toBe(byteLength(cut));
      expect(byteLength(cut)).toBeLessThanOrEqual(most);
      expect(text.startsWith(cut.replace(/…$/, ""))).toBe(true);
    }),
  );
});
