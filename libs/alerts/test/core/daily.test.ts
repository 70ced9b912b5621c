import { expect, test } from "vitest";

import { dueDay, toDaily } from "../../src/core/daily.ts";
import { dingtalkBody } from "../../src/core/dingtalk.ts";
import { feishuBody } from "../../src/core/feishu.ts";
import { toDigest, toMessage } from "../../src/core/message.ts";
import { webhookBody } from "../../src/core/webhook.ts";
import { wecomBody } from "../../src/core/wecom.ts";
import { causeOf } from "../messages.ts";

/** 09:07 of 2026-11-28 in Kingdee's time. */
const MOMENT = Date.UTC(2026, 10, 28, 1, 7);
const MINUTE = 60_000;

const due = (nowMs: number, last: string | null) => dueDay(nowMs, { at: "09:07", last });

test("yesterday is told once, from its minute on, also by a watch that was away then", () => {
  expect(due(MOMENT - MINUTE, "2026-11-26")).toEqual({ day: null, mark: null });
  expect(due(MOMENT, "2026-11-26")).toEqual({ day: "2026-11-27", mark: "2026-11-27" });
  expect(due(MOMENT + 300 * MINUTE, "2026-11-26").day).toBe("2026-11-27");
  expect(due(MOMENT, "2026-11-27")).toEqual({ day: null, mark: null });
});

test("a watch that begins today begins with tomorrow's message; switched off, there is none", () => {
  expect(dueDay(MOMENT, { at: "09:07", last: null })).toEqual({ day: null, mark: "2026-11-27" });
  expect(dueDay(MOMENT, { at: null, last: "2026-11-26" })).toEqual({ day: null, mark: null });
});

test("the daily message counts yesterday's bills and what waits for a person now", () => {
  const message = toDaily({
    day: "2026-11-27",
    states: [
      ["已送达", 120],
      ["待处理", 3],
      ["已撤回", 0],
    ],
    cases: { bills: 4, orders: 5, amount: "88.00" },
    reconciled: [],
    differencesPath: null,
  });
  expect(message).toMatchObject({
    cause: "DAILY",
    kind: "reminded",
    title: "Billferry 日报:2026-11-27 审核的单据 123 张",
    lines: ["已送达 120,待处理 3", "目前的异常单:4 张单据、5 个订单,金额 88.00"],
    path: "/cases",
  });
});

test("English readers are told in English throughout: the day, a single cause and many of one group", () => {
  const facts = {
    day: "2026-11-27",
    cases: { bills: 4, orders: 5, amount: "88.00" },
    reconciled: [],
    differencesPath: null,
  };
  const states = [[{ zh: "已送达", en: "delivered" }, 120] as const];
  const cause = causeOf("A-117", {
    title: { zh: "旺店通没有该商家编码:A-117", en: "Wangdiantong has no such SKU: A-117" },
    label: { zh: "A-117(spec_no)", en: "A-117 (spec_no)" },
    lines: [{ zh: "方案 x", en: "Scheme x" }],
    remedy: { zh: "在旺店通中建立 A-117(spec_no)", en: "Add A-117 (spec_no) in Wangdiantong" },
  });
  const telling = { kind: "opened", isEscalation: false, turn: "1", threadTurn: "1", language: "en" } as const;
  const messages = [
    toDaily({ ...facts, states }, "en"),
    toMessage([cause], telling),
    toMessage([cause, cause, cause], telling),
    toMessage([cause], { ...telling, isEscalation: true }),
  ];
  const bodies = [...messages, toDigest([messages[1]!, ...messages.slice(2)])].flatMap((message) => [
    dingtalkBody(message, "https://c/"),
    wecomBody(message, "https://c/"),
    feishuBody(message, { link: "https://c/", signature: undefined }),
    webhookBody(message, null),
  ]);
  for (const body of bodies) expect(body).not.toMatch(/[\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF]/u);
  expect(messages[2]).toMatchObject({
    title: "Billferry alert: Wangdiantong has no such SKU (3 in all)",
    lines: expect.arrayContaining(["Remedy: Add these codes (spec_no) in Wangdiantong"]) as unknown,
  });
});
