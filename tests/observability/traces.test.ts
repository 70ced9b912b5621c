import { expect, test } from "vitest";

import { startStack, type ServiceName } from "../pipeline/stack.ts";
import { startCollector, type ReceivedSpan } from "./collector.ts";

const LIMIT_MS = 240_000;
const ALL: readonly ServiceName[] = ["extractor", "transformer", "loader"];

test(
  "each bill is one trace over all stages and the push, linked to the reading that found it",
  { timeout: LIMIT_MS },
  async () => {
    const collector = await startCollector();
    const stack = await startStack({ bills: 6, seed: 5 }, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint });
    const running = ALL.map((name) => stack.start(name));
    await Promise.all(running.map(async ({ ready }) => ready));
    await stack.untilIdle();
    const { present } = await stack.summary();
    // What is not sent yet is sent by a service that stops.
    for (const process of running) expect(await process.stop()).toBe(0);

    const spans = collector.spans();
    const bills = spans.filter(({ name }) => name === "bill");
    expect(new Set(bills.map(({ traceId }) => traceId)).size).toBe(bills.length);
    expect(bills.length).toBeGreaterThan(3);
    const pushes = spans.filter(({ name }) => name === "wangdiantong push");
    expect(pushes.length).toBeGreaterThanOrEqual(present);
    for (const push of pushes) {
      const trace = spans.filter(({ traceId }) => traceId === push.traceId);
      expect(trace.filter(({ name }) => name === "bill")).toHaveLength(1);
      expect(pathOf(push, trace)).toEqual([
        "wangdiantong push",
        "process load",
        "add load.load",
        "process transform",
        "add transform.transform",
        "bill",
      ]);
      const [root] = trace.filter(({ name }) => name === "bill");
      const reading = spans.filter(({ traceId }) => traceId === root?.links[0]?.traceId).map(({ name }) => name);
      expect(reading).toContain("kingdee read");
      expect(reading.filter((name) => name === "process extract")).toHaveLength(1);
      expect(new Set(trace.map(({ service }) => service))).toEqual(new Set(ALL.map((name) => `billferry-${name}`)));
    }
    const delivered = spans
      .filter(({ name }) => name === "process load")
      .map(({ attributes }) => attributes["billferry.outcome"]);
    expect(delivered.filter((outcome) => outcome === "done").length).toBeGreaterThanOrEqual(present);
    // Neither the noise of an idle queue, nor results and texts of errors.
    expect(
      spans.filter(({ name, events }) => events > 0 || !/^(bill$|add |process |kingdee |wangdiantong )/.test(name)),
    ).toEqual([]);
  },
);

/** The names from a span up to the beginning of its trace. */
function pathOf(span: ReceivedSpan, trace: readonly ReceivedSpan[]): readonly string[] {
  const parent = trace.find(({ spanId }) => spanId === span.parentSpanId);
  return parent === undefined ? [span.name] : [span.name, ...pathOf(parent, trace)];
}
