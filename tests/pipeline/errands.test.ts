import { reconcileResult, type Errand } from "@billferry/contracts";
import { openErrands, type ErrandView } from "@billferry/errands";
import { connectRedis } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";
import { expect, onTestFinished, test, vi } from "vitest";

import { startStack, type Stack } from "./stack.ts";

const LIMIT = { timeout: 240_000 };
const BILLS = 12;
const SCHEME = "sal-outstock";

/** A clerk beside the stages, and a way to ask of him as the board does. */
async function openOffice(stack: Stack) {
  await Promise.all(
    (["extractor", "transformer", "loader", "clerk"] as const).map(async (name) => stack.start(name).ready),
  );
  const log = createLogger({ name: "test", level: "silent", version: "0" });
  const redis = connectRedis(stack.redis.url, log);
  const errands = openErrands(redis, log);
  onTestFinished(async () => {
    await errands.close();
    redis.disconnect();
  });
  let forms = 0;
  const ended = async (errand: Errand): Promise<ErrandView> => {
    forms += 1;
    const { id } = await errands.ask(errand, { by: "li", requestId: `form-0000-${forms}` });
    return vi.waitFor(
      async () => {
        const view = await errands.find(id);
        expect(view?.endedAtMs ?? null).not.toBeNull();
        return view as ErrandView;
      },
      { timeout: 120_000, interval: 100 },
    );
  };
  return { ended };
}

test(
  "a day is reconciled for the console: all is there, and what somebody cancels in Wangdiantong is named",
  LIMIT,
  async () => {
    const stack = await startStack({ bills: BILLS, seed: 3 }, { WDT_CALLS_FOR_ERRANDS: "1000" });
    const { ended } = await openOffice(stack);
    await stack.untilIdle();
    const from = new Date(Date.now() - 2 * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
    const whole = await ended({ kind: "reconcile", scheme: SCHEME, from });
    expect(whole).toMatchObject({ state: "done", problem: null });
    const result = reconcileResult.parse(whole.result);
    expect(result.expected).toBeGreaterThan(0);
    expect(result).toMatchObject({ matched: result.expected, findings: [], findingsLeftOut: 0 });
    expect(result.goods.length).toBeGreaterThan(0);
    expect(result.days.reduce((sum, day) => sum + day.expected, 0)).toBe(result.expected);

    const orders = (await (await fetch(`${stack.controlUrl}orders`)).json()) as { content: { outer_no: string } }[];
    const cancelled = orders[0]?.content.outer_no ?? "";
    await stack.control(`orders/${cancelled}/cancel`, {});
    const again = await ended({ kind: "reconcile", scheme: SCHEME, from });
    expect(reconcileResult.parse(again.result)).toMatchObject({
      matched: result.expected - 1,
      findings: [{ kind: "cancelled", outerNo: cancelled }],
    });
    const future = await ended({ kind: "reconcile", scheme: SCHEME, from: "2099-01-01" });
    expect(future).toMatchObject({ state: "failed", problem: { code: "SPAN_EMPTY" } });
  },
);
