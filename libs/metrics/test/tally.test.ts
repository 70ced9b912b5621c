import { FAULT_CODES, type FaultCode } from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

import { countCalls } from "../src/count-calls.ts";
import { METRICS, renderMetrics, sample, Tally } from "../src/index.ts";

const SCHEME = { scheme: "sal-outstock" };
const LOAD = { stage: "load", outcome: "done" };

function valueOf(tally: Tally, suffix: string, le?: string): number | undefined {
  return tally
    .linesOf("stage_duration_seconds")
    .find((line) => line.suffix === suffix && (le === undefined || line.labels["le"] === le))?.value;
}

test("whatever is observed, buckets only grow, the last one has all of it, and the sum is the sum", () => {
  const seconds = fc.double({ min: 0, max: 1_000, noNaN: true });
  fc.assert(
    fc.property(fc.array(seconds, { minLength: 1, maxLength: 40 }), (values) => {
      const tally = new Tally();
      for (const value of values) tally.observe("stage_duration_seconds", LOAD, value);
      const buckets = tally.linesOf("stage_duration_seconds").filter(({ suffix }) => suffix === "_bucket");
      const counts = buckets.map(({ value }) => value);
      expect(counts).toEqual(counts.toSorted((a, b) => a - b));
      for (const { labels, value } of buckets) {
        const bound = labels["le"] === "+Inf" ? Number.POSITIVE_INFINITY : Number(labels["le"]);
        expect(value).toBe(values.filter((each) => each <= bound).length);
      }
      expect(valueOf(tally, "_count")).toBe(values.length);
      expect(valueOf(tally, "_sum")).toBeCloseTo(
        values.reduce((sum, each) => sum + each, 0),
        6,
      );
    }),
  );
});

test("what is equal but for one label is counted apart, and a count of 0 is there from the beginning", () => {
  const tally = new Tally();
  tally.count("deliveries_total", { ...SCHEME, proof: "duplicate" }, 0);
  tally.count("deliveries_total", { ...SCHEME, proof: "answered" });
  tally.count("deliveries_total", { ...SCHEME, proof: "answered" });
  expect(tally.linesOf("deliveries_total")).toEqual([
    { suffix: "", labels: { ...SCHEME, proof: "duplicate" }, value: 0 },
    { suffix: "", labels: { ...SCHEME, proof: "answered" }, value: 2 },
  ]);
});

test("a vendor's call is counted by the class of its fault, never by the vendor's own words", () => {
  const tally = new Tally();
  const onCall = countCalls(tally, { vendor: "wangdiantong", account: "main" });
  for (const code of [null, "UNKNOWN", ...(Object.keys(FAULT_CODES) as FaultCode[])] as const)
    onCall({ purpose: "push", durationMs: 20, code });
  const results = new Set(tally.linesOf("vendor_calls_total").map(({ labels }) => labels["result"]));
  expect(results).toEqual(new Set(["ok", ...Object.values(FAULT_CODES).map((entry) => entry.class)]));
});

test("what is shown has each name once, a gauge with its value, and nothing of what was never measured", async () => {
  const tally = new Tally();
  tally.count("faults_total", { stage: "load", code: "WDT_REFUSED" });
  const samples = [sample("bills", { ...SCHEME, state: "held" }, 3), sample("redis_used_bytes", {}, 1_024)];
  const { text } = await renderMetrics({ tally, samples });
  expect(text).toContain('billferry_bills{scheme="sal-outstock",state="held"} 3\n');
  expect(text).toContain("billferry_redis_used_bytes 1024\n");
  expect(text).toContain('billferry_faults_total{stage="load",code="WDT_REFUSED"} 1\n');
  expect(text).not.toContain("billferry_orders");
  const types = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
  expect(new Set(types).size).toBe(types.length);
});

test("names keep to the rules: unit at the end, _total on counters alone, no label that could hold a bill", () => {
  for (const [name, { type, labels }] of Object.entries(METRICS)) {
    expect(name.endsWith("_total")).toBe(type === "counter");
    if (type === "histogram") expect(name).toMatch(/_seconds$/);
    for (const label of labels) expect(label).not.toMatch(/bill|order|number|sku|name/);
  }
});
