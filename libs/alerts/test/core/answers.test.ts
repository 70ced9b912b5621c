import { expect, test } from "vitest";

import { readDingtalkAnswer } from "../../src/core/dingtalk.ts";
import { readFeishuAnswer } from "../../src/core/feishu.ts";
import { readMailFailure } from "../../src/core/mail-answer.ts";
import type { ChannelAnswer, SendVerdict } from "../../src/core/verdict.ts";
import { readWebhookAnswer } from "../../src/core/webhook.ts";
import { readWecomAnswer } from "../../src/core/wecom.ts";

type Row = [what: string, answer: unknown, means: SendVerdict["kind"], status?: number | undefined];

function read(reader: (answer: ChannelAnswer) => SendVerdict, [, answer, , status = 200]: Row): SendVerdict {
  const text = typeof answer === "string" ? answer : JSON.stringify(answer);
  return reader({ status, text, retryAfterMs: undefined });
}

const DINGTALK: Row[] = [
  ["it is sent", { errcode: 0, errmsg: "ok" }, "sent"],
  ["too many in a minute", { errcode: 130101, errmsg: "send too fast, exceed 20 times per minute" }, "wait"],
  ["too many, by the vendor's table", { errcode: 410100, errmsg: "发送速度太快而限流" }, "wait"],
  ["the system is busy", { errcode: -1, errmsg: "系统繁忙" }, "wait"],
  ["the gateway punishes", { status: 1111, wait: 5, source: "x5", punish: "deny" }, "wait"],
  ["the gateway punishes, with a code", { errcode: 0, status: 1111, source: "x5", punish: "deny" }, "wait"],
  ["keyword or signature", { errcode: 310000, errmsg: "sign not match" }, "broken"],
  ["the token is none", { errcode: 300005, errmsg: "token is not exist" }, "broken"],
  ["the robot was stopped", { errcode: 400102, errmsg: "机器人已停用" }, "broken"],
  ["a parameter is missing", { errcode: 40035, errmsg: "缺少参数 json" }, "mistake"],
  ["words that it refuses", { errcode: 430102, errmsg: "内容违规" }, "mistake"],
  ["a code that nobody knows", { errcode: 88, errmsg: "?" }, "not-sent"],
  ["a page and no answer", "<html>", "not-sent", 502],
  ["no code at all", {}, "not-sent"],
  ["a proxy's limit", "slow down", "wait", 429],
];

test.each(DINGTALK)("DingTalk: %s: %j is %s", (what, answer, means, status) => {
  expect(read(readDingtalkAnswer, [what, answer, means, status]).kind).toBe(means);
});

test("DingTalk's punishment lasts ten minutes", () => {
  expect(read(readDingtalkAnswer, ["", { errcode: 130101 }, "wait"])).toMatchObject({ forMs: 600_000 });
});

const WECOM: Row[] = [
  ["it is sent", { errcode: 0, errmsg: "ok" }, "sent"],
  ["too many", { errcode: 45009, errmsg: "api freq out of limit" }, "wait"],
  ["the address is none", { errcode: 93000, errmsg: "invalid webhook url" }, "broken"],
  ["too long", { errcode: 40058, errmsg: "markdown.content exceed max length 4096" }, "mistake"],
  ["a code that nobody knows", { errcode: 7 }, "not-sent"],
  ["no code", "ok", "not-sent"],
];

test.each(WECOM)("WeCom: %s: %j is %s", (what, answer, means, status) => {
  expect(read(readWecomAnswer, [what, answer, means, status]).kind).toBe(means);
});

const FEISHU: Row[] = [
  ["it is sent", { code: 0, msg: "success", data: {} }, "sent"],
  ["it is sent, told the old way alone", { StatusCode: 0, StatusMessage: "success" }, "sent"],
  ["the new way wins over the old", { StatusCode: 0, code: 9499, msg: "Bad Request" }, "mistake"],
  ["the full hour", { code: 11232, msg: "frequency limited" }, "wait"],
  ["too many", { code: 9499, msg: "too many request" }, "wait"],
  ["the token is none", { code: 19001, msg: "param invalid" }, "broken"],
  ["the signature is another", { code: 19021, msg: "sign match fail or timestamp is not within one hour" }, "broken"],
  ["the keyword is not there", { code: 19024, msg: "Key Words Not Found" }, "broken"],
  ["a code that nobody knows", { code: 5 }, "not-sent"],
];

test.each(FEISHU)("Feishu: %s: %j is %s", (what, answer, means, status) => {
  expect(read(readFeishuAnswer, [what, answer, means, status]).kind).toBe(means);
});

test.each([
  [200, undefined, { kind: "sent" }],
  [204, undefined, { kind: "sent" }],
  [302, undefined, { kind: "not-sent" }],
  [410, undefined, { kind: "broken" }],
  [429, undefined, { kind: "wait", forMs: 60_000 }],
  [503, 7_000, { kind: "wait", forMs: 7_000 }],
  [502, undefined, { kind: "wait", forMs: 60_000 }],
  [500, undefined, { kind: "not-sent" }],
] as const)("a webhook that answers %i (wait %s) means %j", (status, retryAfterMs, means) => {
  expect(readWebhookAnswer({ status, text: "", retryAfterMs })).toMatchObject(means);
});

test.each([
  [{ code: "EAUTH", responseCode: 535, message: "Invalid login" }, "broken"],
  [{ code: "EENVELOPE", responseCode: 550, message: "rejected" }, "broken"],
  [{ code: "EENVELOPE", responseCode: 451, message: "later" }, "not-sent"],
  [{ code: "ESOCKET", message: "connect ECONNREFUSED 127.0.0.1:25" }, "not-sent"],
  [{ code: "ETLS", message: "no STARTTLS" }, "not-sent"],
  [{ code: "ECONNECTION", message: "Connection closed unexpectedly" }, "unknown"],
] as const)("a mail that fails with %j is %s", (failure, kind) => {
  expect(readMailFailure(failure).kind).toBe(kind);
});
