import { createHmac } from "node:crypto";

import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";

import { openChannels } from "../src/channels.ts";
import type { Channel } from "../src/channel.ts";
import type { ChannelSettings } from "../src/settings.ts";
import { messageOf } from "./messages.ts";
import { startMailServer, startReceiver } from "./receivers.ts";

const WEBHOOK_SECRET = "whsec_YmlsbGZlcnJ5LW1hZGUtdXAta2V5LTAx";
const CONSOLE_URL = "https://billferry.example.com/";

function open(settings: Partial<ChannelSettings>): Channel {
  const [channel] = openChannels({ CONSOLE_URL, ...settings });
  if (channel === undefined) throw new Error("no channel was set");
  return channel;
}

test("DingTalk gets a signed address with each message, built anew, and a body in its own form", async () => {
  const secret = "SECmade0up";
  const robot = await startReceiver(({ query }) => {
    const timestamp = query.get("timestamp") ?? "";
    const sign = createHmac("sha256", secret).update(`${timestamp}\n${secret}`).digest("base64");
    const isFresh = Math.abs(Date.now() - Number(timestamp)) < 3_600_000;
    return { body: query.get("sign") === sign && isFresh ? { errcode: 0 } : { errcode: 310000, errmsg: "sign" } };
  });
  const url = `${robot.url}/robot/send?access_token=0123456789abcdef`;
  const channel = open({ ALERT_DINGTALK_URL: url, ALERT_DINGTALK_SECRET: secret });
  expect([await channel.send(messageOf()), await channel.send(messageOf("closed"))]).toEqual([
    { kind: "sent" },
    { kind: "sent" },
  ]);
  expect(robot.received.map(({ query }) => [...query.keys()])).toEqual([
    ["access_token", "timestamp", "sign"],
    ["access_token", "timestamp", "sign"],
  ]);
  expect(JSON.parse(robot.received[0]?.body ?? "")).toMatchObject({
    msgtype: "markdown",
    markdown: { title: expect.stringContaining("Billferry") as unknown },
  });
  const forged = await open({ ALERT_DINGTALK_URL: url, ALERT_DINGTALK_SECRET: "another" }).send(messageOf());
  expect(forged).toMatchObject({
    kind: "broken",
    why: { zh: expect.stringContaining("ALERT_DINGTALK_SECRET") as unknown },
  });
});

test("Feishu gets timestamp and signature in the body", async () => {
  const secret = "madeUpFeishuSecret01";
  const robot = await startReceiver(({ body }) => {
    const { timestamp, sign } = JSON.parse(body) as { timestamp: string; sign: string };
    const wanted = createHmac("sha256", `${timestamp}\n${secret}`).update("").digest("base64");
    return { body: sign === wanted ? { code: 0 } : { code: 19021, msg: "sign match fail" } };
  });
  const url = `${robot.url}/open-apis/bot/v2/hook/abc`;
  expect(await open({ ALERT_FEISHU_URL: url, ALERT_FEISHU_SECRET: secret }).send(messageOf())).toEqual({
    kind: "sent",
  });
  expect(await open({ ALERT_FEISHU_URL: url, ALERT_FEISHU_SECRET: "x" }).send(messageOf())).toMatchObject({
    kind: "broken",
  });
});

test("WeCom gets its key and at most what it takes", async () => {
  const robot = await startReceiver(({ body, query }) => {
    const { markdown } = JSON.parse(body) as { markdown: { content: string } };
    if (query.get("key") !== "k-1") return { body: { errcode: 93000, errmsg: "invalid webhook url" } };
    return { body: Buffer.byteLength(markdown.content) > 4_096 ? { errcode: 40058 } : { errcode: 0, errmsg: "ok" } };
  });
  const at = (key: string) => open({ ALERT_WECOM_URL: `${robot.url}/cgi-bin/webhook/send?key=${key}` });
  expect(await at("k-1").send(messageOf())).toEqual({ kind: "sent" });
  expect(await at("k-2").send(messageOf())).toMatchObject({ kind: "broken" });
});

test("a webhook's receiver can verify the very bytes by the standard's library, and tell a repeat by its id", async () => {
  const verified: unknown[] = [];
  const receiver = await startReceiver(({ body, headers }) => {
    verified.push(new Webhook(WEBHOOK_SECRET).verify(body, headers as Record<string, string>));
    return { status: 204 };
  });
  const channel = open({ ALERT_WEBHOOK_URL: `${receiver.url}/hook`, ALERT_WEBHOOK_SECRET: WEBHOOK_SECRET });
  await channel.send(messageOf());
  await channel.send(messageOf());
  expect(verified).toHaveLength(2);
  expect(verified[0]).toMatchObject({
    kind: "opened",
    cause: "WDT_SKU_UNKNOWN",
    bills: 40,
    orders: 41,
    link: "https://billferry.example.com/cases?scheme=sal-outstock&code=WDT_SKU_UNKNOWN&gap=spec_no%2FA-117",
  });
  expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
});

test("a mail has one number of its own, and what follows stands below it", async () => {
  const server = await startMailServer({ user: "ops@example.com", password: "p@ss:w/rd" });
  const channel = open({
    ALERT_SMTP_URL: server.url,
    ALERT_MAIL_FROM: "Billferry <ops@example.com>",
    ALERT_MAIL_TO: "a@example.com, b@example.com",
  });
  expect(await channel.send(messageOf())).toEqual({ kind: "sent" });
  expect(await channel.send(messageOf("closed"))).toEqual({ kind: "sent" });
  const [opened, closed] = server.mails;
  expect(opened?.to).toEqual(["a@example.com", "b@example.com"]);
  const [, id] = /^Message-ID: (<bf-\w+@example\.com>)/m.exec(opened?.text ?? "") ?? [];
  expect(opened?.text).toMatch(/^Auto-Submitted: auto-generated/m);
  expect(closed?.text).toContain(`In-Reply-To: ${id}`);
});

test("a mail that cannot be sent says for whom it is: a person, or another try", async () => {
  const server = await startMailServer({ user: "ops", password: "right", refuse: "gone@example.com" });
  const mail = { ALERT_MAIL_FROM: "ops@example.com", ALERT_MAIL_TO: "gone@example.com" };
  expect(await open({ ...mail, ALERT_SMTP_URL: server.url }).send(messageOf())).toMatchObject({ kind: "broken" });
  const wrong = server.url.replace(":right", ":wrong");
  const refused = await open({ ...mail, ALERT_SMTP_URL: wrong }).send(messageOf());
  expect(refused).toMatchObject({ kind: "broken", why: { zh: expect.stringContaining("授权码") as unknown } });
  expect(await open({ ...mail, ALERT_SMTP_URL: "smtp://127.0.0.1:1" }).send(messageOf())).toMatchObject({
    kind: "not-sent",
  });
});

test("a password goes over no open line: a server without encryption is refused", async () => {
  const server = await startMailServer({ user: "ops", password: "right" });
  const mail = { ALERT_MAIL_FROM: "ops@example.com", ALERT_MAIL_TO: "a@example.com" };
  const told = `${server.url}?requireTLS=true`;
  expect(await open({ ...mail, ALERT_SMTP_URL: told }).send(messageOf())).toMatchObject({ kind: "not-sent" });
  expect(server.mails).toEqual([]);
});

test("no error of a channel holds its key, its secret or its address", async () => {
  const robot = await startReceiver(() => ({ hangUp: true }));
  const key = "0123456789abcdef0123";
  const urls = {
    ALERT_DINGTALK_URL: `${robot.url}/robot/send?access_token=${key}`,
    ALERT_DINGTALK_SECRET: "SECsecret",
  };
  const verdict = await open(urls).send(messageOf());
  expect(verdict.kind).toBe("unknown");
  expect(JSON.stringify(verdict)).not.toMatch(new RegExp(`${key}|SECsecret|robot/send`));
  const nobody = await open({ ALERT_WECOM_URL: `http://127.0.0.1:1/x?key=${key}` }).send(messageOf());
  expect(nobody).toMatchObject({ kind: "not-sent" });
  expect(JSON.stringify(nobody)).not.toContain(key);
});
