import { schemePrefix, SHIPPED_SCHEME } from "@billferry/contracts";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";

import { startStack, type Stack } from "./stack.ts";

const PATIENCE = { timeout: 90_000, interval: 200 };
const LIMIT_MS = 300_000;
const BACKLOG = 30;

async function approve(stack: Stack, billNo: string): Promise<void> {
  await stack.control("bills", { billNo, lines: [{ stock: "CK001" }] });
  await stack.control(`bills/${billNo}/audit`, {});
}

function openLoadQueue({ redis }: Stack): Queue {
  const connection = new Redis(redis.url, { maxRetriesPerRequest: null });
  const queue = new Queue("load", { connection, prefix: schemePrefix(SHIPPED_SCHEME) });
  onTestFinished(async () => {
    await queue.close();
    connection.disconnect();
  });
  return queue;
}

/** Orders in the order in which Wangdiantong has got them. */
async function pushed({ controlUrl }: Stack): Promise<readonly string[]> {
  const orders = (await (await fetch(`${controlUrl}orders`)).json()) as { readonly content: { outer_no: string } }[];
  return orders.map(({ content }) => content.outer_no);
}

test(
  "a bill that a person names overtakes the backlog: one that nobody has read yet, and one that waits in it",
  async () => {
    const stack = await startStack({ bills: 0 });
    const load = openLoadQueue(stack);
    await Promise.all([stack.start("extractor").ready, stack.start("transformer").ready]);
    for (let bill = 1; bill <= BACKLOG; bill += 1) await approve(stack, `OLD${bill}`);
    await expect.poll(async () => load.getWaitingCount(), PATIENCE).toBe(BACKLOG);

    const retried = await stack.cli("retry", "--bill", "OLD20");
    expect(retried.exitCode).toBe(0);
    await approve(stack, "TRUCK");
    const synced = await stack.cli("sync", "TRUCK", "NOWHERE");
    expect(synced.stdout).toContain("TRUCK:已读取,排在所有积压之前");
    expect(synced.stdout).toContain("NOWHERE:金蝶中没有该单据");
    expect(synced.exitCode).toBe(1);
    await expect.poll(async () => load.getWaitingCount(), PATIENCE).toBe(BACKLOG + 1);

    await stack.start("loader", { LOADER_CONCURRENCY: "1" }).ready;
    await stack.untilPresent(BACKLOG + 1);
    expect((await pushed(stack)).slice(0, 3)).toEqual(["TRUCK-CK001", "OLD20-CK001", "OLD1-CK001"]);
    expect(await stack.summary()).toMatchObject({ absent: [], duplicated: [] });

    // Asked for again, it is there, and nothing is made twice.
    expect(JSON.parse((await stack.cli("sync", "TRUCK", "--json")).stdout)).toMatchObject([{ kind: "handed-over" }]);
    await stack.untilIdle();
    expect(await pushed(stack)).toHaveLength(BACKLOG + 1);
  },
  LIMIT_MS,
);
