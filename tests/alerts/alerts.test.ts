import { setTimeout as pause } from "node:timers/promises";

import getPort from "get-port";
import { expect, test } from "vitest";

import { startStack, type ServiceName, type Stack } from "../pipeline/stack.ts";
import { startAlertReceiver } from "./receiver.ts";

const LIMIT_MS = 400_000;
const ALL: readonly ServiceName[] = ["extractor", "transformer", "loader"];
/** Several looks would come by then: of what must not be told there is no event. */
const QUIET_MS = 6_000;
const SKU = "SKU-0001";

async function approve(stack: Stack, billNo: string, sku?: string): Promise<void> {
  await stack.control("bills", { billNo, lines: [sku === undefined ? {} : { sku }] });
  await stack.control(`bills/${billNo}/audit`, {});
}

test(
  "a SKU that Wangdiantong lacks stops 40 bills: one message of two watchers, over a restart too; mended, one message that it is over",
  async () => {
    const receiver = await startAlertReceiver();
    const stack = await startStack({ bills: 4 }, { ...receiver.settings, GAP_CHECK_EVERY: "2s" });
    await stack.control("settings", { wangdiantong: { missingSkus: [SKU] } });
    for (let count = 0; count < 40; count += 1) await approve(stack, `GAP-${count}`, SKU);
    for (const name of ALL) stack.start(name);
    await expect.poll(async () => (await stack.status()).held, { timeout: 150_000 }).toBe(40);

    const watchers = [stack.start("watcher"), stack.start("watcher")];
    const opened = await receiver.until("opened", "WDT_SKU_UNKNOWN");
    expect(opened).toMatchObject({ bills: 40, orders: 40 });
    expect(opened.title).toContain(SKU);
    expect(opened.text).toMatch(/负责:基础资料[\s\S]*处理:在旺店通中/);
    expect(opened.link).toMatch(
      /^https:\/\/billferry\.example\.com\/cases\?scheme=sal-outstock&code=WDT_SKU_UNKNOWN&gap=/,
    );
    const list = await stack.cli("alert", "list");
    expect([list.exitCode, list.stdout]).toEqual([1, expect.stringMatching(/WDT_SKU_UNKNOWN[\s\S]*webhook/)]);

    await watchers[0]?.kill();
    await watchers[1]?.stop();
    stack.start("watcher");
    stack.start("watcher");
    await pause(QUIET_MS);
    await stack.control("settings", { wangdiantong: { missingSkus: [] } });
    await receiver.until("closed", "WDT_SKU_UNKNOWN");
    await pause(QUIET_MS);
    expect(receiver.lines()).toEqual(["opened WDT_SKU_UNKNOWN", "closed WDT_SKU_UNKNOWN"]);
    expect((await stack.cli("alert", "list")).stdout).toMatch(/^没有告警/);
  },
  LIMIT_MS,
);

test(
  "a loader that is stopped, and an extractor that is stopped, are each told once as an absence of success, and their return once",
  async () => {
    const receiver = await startAlertReceiver();
    const stack = await startStack({ bills: 3 }, receiver.settings);
    const services = new Map(ALL.map((name) => [name, stack.start(name)]));
    await stack.untilIdle();
    stack.start("watcher");
    await services.get("loader")?.stop();
    await approve(stack, "WAITS");
    const delivery = await receiver.until("opened", "NO_DELIVERY");
    expect(delivery.text).toContain("没有运行中的 loader 进程");
    stack.start("loader");
    await receiver.until("closed", "NO_DELIVERY");

    await services.get("extractor")?.stop();
    const reading = await receiver.until("opened", "NO_READING");
    expect(reading.title).toMatch(/起没有成功读取/);
    expect(reading.text).toContain("没有运行中的 extractor 进程");
    stack.start("extractor");
    await receiver.until("closed", "NO_READING");
    expect(receiver.lines()).toEqual([
      "opened NO_DELIVERY",
      "closed NO_DELIVERY",
      "opened NO_READING",
      "closed NO_READING",
    ]);
  },
  LIMIT_MS,
);

test(
  "credentials that Kingdee refuses are one message, and so are those that Wangdiantong refuses, though nothing is read or delivered meanwhile",
  async () => {
    const receiver = await startAlertReceiver();
    const stack = await startStack({ bills: 3 }, { ...receiver.settings, ALERT_NO_DELIVERY: "5s", ALERT_OLDEST: "5s" });
    for (const name of ALL) stack.start(name);
    await stack.untilIdle();
    stack.start("watcher");
    await stack.control("faults", { vendor: "wangdiantong", kind: "credentials-refused", every: 1 });
    await approve(stack, "REFUSED");
    const refused = await receiver.until("opened", "WDT_CREDENTIALS_REFUSED");
    expect(refused.text).toContain("核对 WDT_SID");
    await pause(QUIET_MS);
    await stack.clearFaults();
    await receiver.until("closed", "WDT_CREDENTIALS_REFUSED");

    await stack.control("faults", { vendor: "kingdee", kind: "credentials-refused", every: 1 });
    const kingdee = await receiver.until("opened", "KD_CREDENTIALS_REFUSED");
    expect(kingdee.text).toContain("停止读取");
    await pause(QUIET_MS);
    expect(receiver.lines()).toEqual([
      "opened WDT_CREDENTIALS_REFUSED",
      "closed WDT_CREDENTIALS_REFUSED",
      "opened KD_CREDENTIALS_REFUSED",
    ]);
  },
  LIMIT_MS,
);

test(
  "a password of which Kingdee says that it ends is one message, and one once a sign-in no longer says so",
  async () => {
    const receiver = await startAlertReceiver();
    const stack = await startStack({ bills: 1 }, { ...receiver.settings, KINGDEE_AUTH: "password" });
    await stack.control("settings", { kingdee: { password: "expiring" } });
    const [extractor] = ALL.map((name) => stack.start(name));
    stack.start("watcher");
    const opened = await receiver.until("opened", "PASSWORD_ENDS");
    expect(opened).toMatchObject({ title: expect.stringContaining("3 天后过期"), bills: 0 });
    expect(opened.text).toMatch(/负责:信息部门[\s\S]*KINGDEE_PASSWORD/);
    await stack.control("settings", { kingdee: { password: "valid" } });
    await extractor?.stop();
    stack.start("extractor");
    await receiver.until("closed", "PASSWORD_ENDS");
    expect(receiver.lines().filter((line) => line.includes("PASSWORD"))).toEqual([
      "opened PASSWORD_ENDS",
      "closed PASSWORD_ENDS",
    ]);
  },
  LIMIT_MS,
);

test(
  "a channel that is broken is told through another, and a watcher that is stopped is seen by the others",
  async () => {
    const receiver = await startAlertReceiver();
    const outside = { ALERT_HEARTBEAT_URL: receiver.heartbeatUrl };
    const own = { ...receiver.settings, ...outside, ALERT_WECOM_URL: receiver.brokenRobotUrl };
    const stack = await startStack({ bills: 3 }, own);
    const [healthPort, boardPort] = [await getPort(), await getPort()];
    const services = new Map(
      ALL.map((name) => [name, stack.start(name, name === "extractor" ? { HEALTH_PORT: `${healthPort}` } : {})]),
    );
    const board = stack.start("board", { BOARD_PORT: `${boardPort}` });
    await stack.untilIdle();
    const watcher = stack.start("watcher");
    await services.get("loader")?.stop();
    await receiver.until("opened", "NO_DELIVERY");
    await expect.poll(() => receiver.heartbeats(), { timeout: 150_000 }).toBeGreaterThan(0);
    const broken = await receiver.until("opened", "CHANNEL_BROKEN");
    expect(broken.title).toContain("wecom");

    await watcher.kill();
    await expect
      .poll(async () => (await stack.status()).reasons.join("\n"), { timeout: 150_000, interval: 2_000 })
      .toContain("告警值守进程(watcher)");
    expect((await stack.cli("alert", "list")).stdout).toContain("告警值守进程(watcher)");
    const ready = await fetch(`http://127.0.0.1:${healthPort}/ready`);
    // It is told, and keeps nobody from work.
    expect([ready.status, await ready.text()]).toEqual([200, expect.stringContaining("告警值守进程(watcher)")]);
    await board.ready;
    const console = await fetch(`http://127.0.0.1:${boardPort}/api/v1/overview`);
    expect(await console.text()).toContain("告警值守进程(watcher)");
    // Whoever waits outside for the ping of each minute gets none any more.
    const pinged = receiver.heartbeats();
    await pause(QUIET_MS);
    expect(receiver.heartbeats()).toBe(pinged);
  },
  LIMIT_MS,
);
