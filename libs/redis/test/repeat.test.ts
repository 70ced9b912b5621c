import { once } from "node:events";

import { repeat } from "@billferry/redis";
import { expect, onTestFinished, test } from "vitest";

/** A task whose turns the test ends one by one. */
function start(options: { readonly isFirstAtOnce?: boolean } = {}) {
  const turns: PromiseWithResolvers<number | void>[] = [];
  const errors: unknown[] = [];
  const signals: AbortSignal[] = [];
  const task = repeat(
    async (signal) => {
      const turn = Promise.withResolvers<number | void>();
      signals.push(signal);
      turns.push(turn);
      return turn.promise;
    },
    { everyMs: 5, onError: (error) => errors.push(error), ...options },
  );
  onTestFinished(async () => {
    for (const turn of turns) turn.resolve();
    await task.stop();
  });
  const untilTurn = async (count: number) => {
    await expect.poll(() => turns.length).toBe(count);
  };
  return { task, turns, errors, signals, untilTurn };
}

test("a turn begins only when the one before has ended, and one that fails is told and followed by the next", async () => {
  const { turns, errors, untilTurn } = start();
  await untilTurn(1);
  turns[0]?.reject(new Error("wrong"));
  await untilTurn(2);
  expect(errors).toEqual([new Error("wrong")]);
});

test("whoever stops a task waits for the turn under way, which is told, and no other follows", async () => {
  const { task, turns, signals, untilTurn } = start({ isFirstAtOnce: true });
  await untilTurn(1);
  const [signal] = signals;
  const told = once(signal!, "abort");
  let isStopped = false;
  const stopped = task.stop().then(() => (isStopped = true));
  await told;
  expect(isStopped).toBe(false);
  turns[0]?.resolve();
  await stopped;
  expect(turns).toHaveLength(1);
});

test("a turn that asks for a longer rest gets it", async () => {
  const { turns, untilTurn } = start({ isFirstAtOnce: true });
  await untilTurn(1);
  const endedAt = performance.now();
  turns[0]?.resolve(100);
  await untilTurn(2);
  expect(performance.now() - endedAt).toBeGreaterThanOrEqual(95);
});

test("what a stopped turn throws is nobody's error", async () => {
  const { task, turns, errors, untilTurn } = start({ isFirstAtOnce: true });
  await untilTurn(1);
  const stopped = task.stop();
  turns[0]?.reject(new Error("aborted"));
  await stopped;
  expect(errors).toEqual([]);
});
