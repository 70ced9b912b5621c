import { setTimeout as pause } from "node:timers/promises";

import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";

import { startStack, type ServiceName, type Stack } from "../pipeline/stack.ts";
import { startAlertReceiver } from "./receiver.ts";

const LIMIT_MS = 400_000;
const STAGES: readonly ServiceName[] = ["extractor", "transformer", "loader"];
/** Several looks would come by then: of what must not be told there is no event. */
const QUIET_MS = 6_000;
const DAY_MS = 86_400_000;

function kingdeeDay(daysAgo: number): string {
  return new Date(Date.now() + 8 * 3_600_000 - daysAgo * DAY_MS).toISOString().slice(0, 10);
}

/** Three bills that were approved yesterday, delivered; and a watch to which yesterday's message is due. */
async function startOnTheDayAfter(own: Readonly<Record<string, string>>) {
  const receiver = await startAlertReceiver();
  const daily = {
    ALERT_DAILY_AT: "00:01",
    WDT_CALLS_FOR_ERRANDS: "1000",
    START_FROM: `${kingdeeDay(2)}T00:00:00+08:00`,
  };
  const stack = await startStack({ bills: 0 }, { ...receiver.settings, ...daily, ...own });
  for (const billNo of ["DAY-1", "DAY-2", "DAY-3"]) {
    await stack.control("bills", { billNo, lines: [{}] });
    await stack.control(`bills/${billNo}/audit`, { approvedAt: `${kingdeeDay(1)} 10:00:00` });
  }
  for (const name of STAGES) stack.start(name);
  await stack.untilPresent(3);
  await stack.untilIdle();
  const redis = new Redis(stack.redis.url);
  onTestFinished(() => redis.disconnect());
  await redis.hset("{billferry}:alerts", "d day", JSON.stringify(kingdeeDay(2)));
  return { receiver, stack, redis };
}

async function firstOrder(stack: Stack): Promise<string> {
  const orders = (await (await fetch(`${stack.controlUrl}orders`)).json()) as { content: { outer_no: string } }[];
  return orders[0]?.content.outer_no ?? "";
}

test(
  "yesterday is reconciled once though two watchers run; its differences stand in the day's message, and its report is kept",
  async () => {
    const { receiver, stack, redis } = await startOnTheDayAfter({});
    await stack.start("clerk").ready;
    const cancelled = await firstOrder(stack);
    await stack.control(`orders/${cancelled}/cancel`, {});
    const watchers = [stack.start("watcher"), stack.start("watcher")];
    const day = await receiver.until("reminded", "DAILY");
    expect(day.title).toBe(`Billferry 日报:${kingdeeDay(1)} 审核的单据 3 张`);
    expect(day.text).toContain("对账:应有订单 3 个,差异 1 项(已取消 1)");
    expect(day.link).toBe(`https://billferry.example.com/reconcile?scheme=sal-outstock&day=${kingdeeDay(1)}`);
    // The counts alone: whose bills they are stands in the report.
    expect(day.text).not.toMatch(/DAY-|示例路|19900000000/);

    const list = await stack.cli("reconcile", "--list", "--json");
    expect(JSON.parse(list.stdout)).toMatchObject([
      {
        scheme: "sal-outstock",
        day: kingdeeDay(1),
        expected: 3,
        matched: 2,
        differences: { cancelled: 1, missing: 0 },
      },
    ]);
    expect((await stack.cli("reconcile", "--list")).stdout).toContain(kingdeeDay(1));
    const kept = await stack.cli("reconcile", "--day", kingdeeDay(1));
    expect([kept.exitCode, kept.stdout]).toEqual([1, expect.stringContaining(`已取消:${cancelled}`)]);
    expect((await stack.cli("reconcile", "--day", kingdeeDay(9))).exitCode).toBe(1);

    await watchers[0]?.kill();
    await watchers[1]?.stop();
    await stack.start("watcher").ready;
    await pause(QUIET_MS);
    expect(receiver.lines()).toEqual(["reminded DAILY"]);
    const asked = await redis.zrange("{billferry:sal-outstock}:errand-long:completed", "0", "-1");
    expect(asked).toEqual([`long.sal-outstock.daily-${kingdeeDay(1)}-1`]);
  },
  LIMIT_MS,
);

test(
  "where no clerk runs the day's message says so, and what to do",
  async () => {
    const { receiver, stack } = await startOnTheDayAfter({ RECONCILE_WAIT: "2s" });
    stack.start("watcher");
    const day = await receiver.until("reminded", "DAILY");
    expect(day.text).toMatch(/对账:未能进行:没有运行中的办事员\(clerk\);请启动它/);
    expect((await stack.cli("reconcile", "--list")).stdout).toContain("没有保存的每日对账");
  },
  LIMIT_MS,
);

test(
  "a reconciliation that takes longer than the message waits is told when it is there, in a message of its own",
  async () => {
    const { receiver, stack } = await startOnTheDayAfter({ RECONCILE_WAIT: "2s" });
    await stack.control("faults", {
      vendor: "kingdee",
      service: "ExecuteBillQuery",
      kind: "delay",
      delayMs: 8_000,
      every: 1,
    });
    await stack.start("clerk").ready;
    stack.start("watcher");
    const day = await receiver.until("reminded", "DAILY");
    expect(day.text).toContain("对账:尚未完成");
    await stack.clearFaults();
    await expect.poll(() => receiver.told.length, { timeout: 150_000 }).toBe(2);
    const rest = receiver.told[1];
    expect(rest).toMatchObject({ cause: "DAILY", title: `Billferry 日报:${kingdeeDay(1)} 的对账结果` });
    expect(rest?.text).toContain("两端一致(应有订单 3 个)");
  },
  LIMIT_MS,
);
