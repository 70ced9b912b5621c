import { connectRedis, redisNowMs, type RedisConnection } from "@billferry/redis";
import { startRedis } from "@billferry/testing";
import { pino } from "pino";
import { beforeEach, expect, onTestFinished, test } from "vitest";

import { openChannels } from "../src/channels.ts";
import type { PendingMessage } from "../src/core/alert-state.ts";
import type { ChannelName } from "../src/core/channel-names.ts";
import { CLAIM_MS, claim } from "../src/core/plan-sending.ts";
import { sendDue, type SendingReport } from "../src/send-due.ts";
import type { ChannelSettings } from "../src/settings.ts";
import { AlertStore } from "../src/store.ts";
import { causeOf, messageOf } from "./messages.ts";
import { startReceiver } from "./receivers.ts";

let redis: RedisConnection;

beforeEach(async () => {
  const server = await startRedis();
  redis = connectRedis(server.url, pino({ level: "silent" }));
  onTestFinished(async () => {
    redis.disconnect();
    await server.stop();
  });
});

/** A process that has the watch, with these channels. */
async function startSender(settings: Partial<ChannelSettings>) {
  const store = new AlertStore(redis);
  expect(await store.keepWatch(60_000)).toBe(true);
  const reports: SendingReport[] = [];
  let aheadMs = 0;
  const send = async (): Promise<boolean> =>
    sendDue({
      store,
      channels: openChannels(settings),
      now: async () => (await redisNowMs(redis)) + aheadMs,
      onReport: (report) => reports.push(report),
    });
  return { store, reports, send, later: (ms: number) => (aheadMs += ms) };
}

function pendingOf(channel: ChannelName, code = "A-117"): PendingMessage {
  const message = messageOf("opened", { cause: causeOf(code) });
  return { channel, message, sinceMs: Date.now() - 1_000, tries: 0, unknown: 0, nextMs: 0 };
}

test("a lost answer makes a robot's message come twice at most, under one id, and then it counts as told", async () => {
  const robot = await startReceiver(() => ({ hangUp: true }));
  const sender = await startSender({ ALERT_DINGTALK_URL: `${robot.url}/robot/send?access_token=t` });
  await sender.store.change({ pending: [pendingOf("dingtalk")] });
  for (let turn = 0; turn < 5; turn += 1) {
    await sender.send();
    sender.later(CLAIM_MS);
  }
  expect(robot.received).toHaveLength(2);
  const ids = robot.received.map(({ body }) => /bf-\w+/.exec(body)?.[0]);
  expect(new Set(ids).size).toBe(1);
  expect(sender.reports.map(({ result }) => result)).toEqual(["unknown", "unknown", "given-up"]);
  expect((await sender.store.read()).pending).toEqual([]);
});

test("a process that dies between sending and recording leaves a message that is sent once more, under its id", async () => {
  const robot = await startReceiver();
  const sender = await startSender({ ALERT_DINGTALK_URL: `${robot.url}/robot/send?access_token=t` });
  const claimed = claim(pendingOf("dingtalk"), Date.now());
  await sender.store.change({ pending: [claimed] });
  await sender.send();
  expect(robot.received).toHaveLength(0);
  sender.later(CLAIM_MS);
  await sender.send();
  await sender.send();
  expect(robot.received).toHaveLength(1);
});

test("DingTalk never gets its sixteenth message of a minute, by however many processes; what waits is folded", async () => {
  const robot = await startReceiver();
  const sender = await startSender({ ALERT_DINGTALK_URL: `${robot.url}/robot/send?access_token=t` });
  for (let count = 0; count < 14; count += 1) expect(await sender.store.claimTest("dingtalk", 15)).toBe(0);
  await sender.store.change({ pending: ["A", "B", "C"].map((code) => pendingOf("dingtalk", code)) });
  await sender.send();
  await sender.send();
  expect(robot.received).toHaveLength(1);
  expect(robot.received[0]?.body).toContain("3 条消息合并");
  expect(await sender.store.claimTest("dingtalk", 15)).toBeGreaterThan(0);
  await sender.store.change({ pending: [pendingOf("dingtalk", "D")] });
  await sender.send();
  expect(robot.received).toHaveLength(1);
});

test("a robot that says too fast is left alone for ten minutes, and gets all that waited in one message", async () => {
  const robot = await startReceiver((_, count) => ({ body: count === 1 ? { errcode: 130101 } : { errcode: 0 } }));
  const sender = await startSender({ ALERT_DINGTALK_URL: `${robot.url}/robot/send?access_token=t` });
  await sender.store.change({ pending: ["A", "B"].map((code) => pendingOf("dingtalk", code)) });
  await sender.send();
  sender.later(599_000);
  await sender.send();
  expect(robot.received).toHaveLength(1);
  sender.later(2_000);
  await sender.store.change({ pending: ["C", "D", "E", "F"].map((code) => pendingOf("dingtalk", code)) });
  await sender.send();
  expect(robot.received).toHaveLength(2);
  expect(robot.received[1]?.body).toContain("6 条消息合并");
});

test("a webhook that does not answer is tried again and again under one id, with pauses that grow", async () => {
  const receiver = await startReceiver((_, count) => ({ status: count < 4 ? 500 : 204 }));
  const sender = await startSender({ ALERT_WEBHOOK_URL: receiver.url });
  await sender.store.change({ pending: [pendingOf("webhook")] });
  for (let turn = 0; turn < 6; turn += 1) {
    await sender.send();
    await sender.send();
    sender.later(60_000);
  }
  expect(sender.reports.map(({ result }) => result)).toEqual(["not-sent", "not-sent", "not-sent", "sent"]);
  expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
});

test("two channels are told at the same time, and neither forgets the other", async () => {
  const [robot, receiver] = await Promise.all([startReceiver(), startReceiver()]);
  const sender = await startSender({
    ALERT_WECOM_URL: `${robot.url}/send?key=k`,
    ALERT_WEBHOOK_URL: receiver.url,
  });
  const cause = causeOf("A-117");
  const record = {
    ...{
      cause,
      firstSeenMs: 1,

      openedMs: 2,
      lastMessageMs: 2,
      escalatedMs: null,
      clean: null,
      turns: 1,
    },
    told: {},
  };
  const alerts = new Map([[cause.key, record]]);
  await sender.store.change({ alerts, pending: [pendingOf("wecom"), pendingOf("webhook")] });
  await sender.send();
  const told = (await sender.store.read()).alerts.get(cause.key)?.told;
  expect(Object.keys(told ?? {}).toSorted()).toEqual(["webhook", "wecom"]);
});

test("a process that has lost the watch sends nothing more and writes nothing", async () => {
  const receiver = await startReceiver();
  const sender = await startSender({ ALERT_WEBHOOK_URL: receiver.url });
  await sender.store.change({ pending: [pendingOf("webhook")] });
  await sender.store.leaveWatch();
  const other = new AlertStore(redis);
  expect(await other.keepWatch(60_000)).toBe(true);
  expect(await sender.store.keepWatch(60_000)).toBe(false);
  expect(await sender.send()).toBe(false);
  expect(receiver.received).toEqual([]);
  expect(await sender.store.change({ pending: [pendingOf("webhook", "B")] })).toBe(false);
  expect((await other.read()).pending).toHaveLength(1);
});
