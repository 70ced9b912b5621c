import { Ledger } from "@billferry/ledger";
import { expect, onTestFinished, test } from "vitest";

import { createLive } from "../src/live.ts";
import { BILL, openBoard } from "./board-world.ts";
import { by, openPeopled } from "./people-world.ts";

/** The events of a stream, as they come. */
async function* listen(answer: Response): AsyncGenerator<{ event: string; data: { asOf: number; stages: unknown[] } }> {
  let text = "";
  const reader = (answer.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    const parts = text.split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts) {
      const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(part) ?? [];
      if (event !== undefined && data !== undefined) yield { event, data: JSON.parse(data) as never };
    }
  }
}

async function openStream(
  board: { act: (path: string, init?: RequestInit) => Promise<Response> },
  init: RequestInit = {},
) {
  const control = new AbortController();
  onTestFinished(() => control.abort());
  return board.act("/api/v1/events", { ...init, signal: control.signal });
}

test("the overview comes by itself when something changes, over one connection that no proxy keeps back", async () => {
  const board = await openBoard();
  const answer = await openStream(board);
  expect(answer.headers.get("content-type")).toBe("text/event-stream");
  expect(answer.headers.get("cache-control")).toBe("no-cache, no-transform");
  expect(answer.headers.get("x-accel-buffering")).toBe("no");
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'self'");
  const events = listen(answer);
  const first = (await events.next()).value;
  expect(first).toMatchObject({ event: "overview" });
  expect(first?.data.stages).toHaveLength(4);
  await board.queue.pause();
  for await (const { data } of events) {
    if (!JSON.stringify(data.stages).includes('"paused":true')) continue;
    expect(data.asOf).toBeGreaterThanOrEqual(first?.data.asOf ?? Infinity);
    return;
  }
  expect.unreachable();
});

test("a stream begins only for who has signed in", async () => {
  const board = await openPeopled();
  expect((await openStream(board)).status).toBe(401);
  const answer = await openStream(board, by(await board.enter("viewer")));
  expect((await listen(answer).next()).value).toMatchObject({ event: "overview" });
});

test("ten who look cost one reading at a time, and nobody who looks costs none", async () => {
  let reading = 0;
  let most = 0;
  let count = 0;
  const live = createLive({
    everyMs: 1,
    read: async () => {
      reading += 1;
      most = Math.max(most, reading);
      await new Promise((resolve) => setImmediate(resolve));
      reading -= 1;
      return (count += 1);
    },
    onError: () => expect.unreachable(),
  });
  const seen: number[][] = Array.from({ length: 10 }, () => []);
  const stops = seen.map((each) => live.watch((snapshot) => each.push(snapshot)));
  await expect.poll(() => seen.every((each) => each.length > 5)).toBe(true);
  for (const stop of stops) stop();
  await expect.poll(() => reading).toBe(0);
  const after = count;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([most, count]).toEqual([1, after]);
});

test("a reading that fails is told, and the next one reaches those who look", async () => {
  const errors: unknown[] = [];
  let count = 0;
  const live = createLive({
    everyMs: 1,
    read: async () => {
      count += 1;
      if (count < 3) throw new Error("away");
      return count;
    },
    onError: (error) => errors.push(error),
  });
  const { promise, resolve } = Promise.withResolvers<number>();
  const stop = live.watch(resolve);
  expect(await promise).toBe(3);
  stop();
  expect(errors).toHaveLength(2);
});

test("while Redis is away a request is answered with that, and answered again when it is back", async () => {
  const board = await openBoard({ patienceMs: 400 });
  await new Ledger(board.redis, "sal-outstock").bills.recordRead([BILL]);
  board.redisServer.pause();
  const answer = await board.act("/api/v1/status");
  expect([answer.status, await answer.json()]).toMatchObject([503, { code: "REDIS_AWAY" }]);
  expect((await board.act("/health")).status).toBe(200);
  board.redisServer.resume();
  await expect.poll(async () => (await board.act("/api/v1/status")).status, { timeout: 20_000 }).toBe(200);
});
