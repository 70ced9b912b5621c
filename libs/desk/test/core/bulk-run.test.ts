import type { FaultCode } from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

import { isBulkOpen, type BulkItem, type BulkRun } from "../../src/core/bulk-act.ts";
import { beginRun, countedRun, learnOutcome, MOST_EQUAL_FAILURES, stopRun } from "../../src/core/bulk-run.ts";

const toItem = (index: number, isCanary = false): BulkItem => ({
  ...{
    caseId: `order:${index}`,
    kind: "order",
    id: `${index}`,
    billId: `${index}`,
    billNo: `XS${index}`,
    version: "v",
  },
  ...{ code: "WDT_SKU_UNKNOWN", sinceMs: index, size: 1, groups: [], isCanary },
  ...{ outcome: "untried", text: "", endCode: null },
});

const begin = (cases: number, canaries: number): BulkRun =>
  beginRun(countedRun(cases), { by: "li", reason: "ok", atMs: 1, canaries, causes: ["WDT_SKU_UNKNOWN"] });

/** Tried, and at its end. */
function end(run: BulkRun, item: BulkItem, code: FaultCode | null): BulkRun {
  const underway = { ...item, outcome: "underway" } as const;
  const next = { ...item, outcome: code === null ? "done" : "failed", endCode: code } as const;
  return learnOutcome(learnOutcome(run, { item, next: underway, atMs: 2 }), { item: underway, next, atMs: 3 });
}

test("the rest comes once every canary has arrived, and all of it is over with the last one", () => {
  let run = begin(4, 2);
  run = end(run, toItem(1, true), null);
  expect(run.state).toBe("canary");
  run = end(run, toItem(2, true), null);
  expect(run.state).toBe("rest");
  run = end(end(run, toItem(3), null), toItem(4), null);
  expect(run).toMatchObject({ state: "done", endedMs: 3, counts: { done: 4, untried: 0 } });
});

test("a canary that fails stops the act, and says which bill failed with what", () => {
  const run = end(begin(3, 1), toItem(1, true), "WDT_SKU_UNKNOWN");
  expect(run).toMatchObject({
    state: "stopped",
    stop: { kind: "canary-failed", billNo: "XS1", code: "WDT_SKU_UNKNOWN" },
    counts: { untried: 2 },
  });
});

test("a kind of error that the set did not have stops the rest; gone on with after that, it stops it no more", () => {
  const rest = end(begin(9, 1), toItem(1, true), null);
  const stopped = end(rest, toItem(2), "WDT_WAREHOUSE_UNKNOWN");
  expect(stopped).toMatchObject({ state: "stopped", stop: { kind: "new-error", code: "WDT_WAREHOUSE_UNKNOWN" } });
  const again = beginRun(stopped, { by: "wang", reason: "seen", atMs: 4, canaries: 1, causes: ["WDT_SKU_UNKNOWN"] });
  const gone = end(end(again, toItem(3, true), null), toItem(4), "WDT_WAREHOUSE_UNKNOWN");
  expect(gone.state).toBe("rest");
});

test("equal failures running stop it, and one that arrives in between begins the count anew", () => {
  let run = end(begin(20, 1), toItem(0, true), null);
  for (let index = 1; index < MOST_EQUAL_FAILURES; index += 1) run = end(run, toItem(index), "WDT_SKU_UNKNOWN");
  run = end(run, toItem(10), null);
  expect(run.state).toBe("rest");
  for (let index = 11; index < 11 + MOST_EQUAL_FAILURES; index += 1) run = end(run, toItem(index), "WDT_SKU_UNKNOWN");
  expect(run).toMatchObject({ state: "stopped", stop: { kind: "same-error" } });
});

test("a person stops it: what is under way is waited for, and the untried stay as they were", () => {
  const item = toItem(1, true);
  const underway = { ...item, outcome: "underway" } as const;
  const run = learnOutcome(begin(3, 1), { item, next: underway, atMs: 2 });
  const stopping = stopRun(run, "wang", 3);
  expect(stopping).toMatchObject({ state: "stopping", stop: { kind: "person", by: "wang" } });
  const done = { ...item, outcome: "done" } as const;
  const stopped = learnOutcome(stopping, { item: underway, next: done, atMs: 4 });
  expect(stopped).toMatchObject({ state: "stopped", counts: { done: 1, untried: 2 } });
});

test("whatever becomes of its cases, their number stays, and an act is over exactly when nothing is to come", () => {
  const outcome = fc.constantFrom<FaultCode | null>(null, "WDT_SKU_UNKNOWN", "WDT_WAREHOUSE_UNKNOWN");
  fc.assert(
    fc.property(fc.array(outcome, { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 5 }), (ends, most) => {
      const canaries = Math.min(most, ends.length);
      let run = begin(ends.length, canaries);
      for (const [index, code] of ends.entries()) {
        if (!isBulkOpen(run)) break;
        run = end(run, toItem(index, index < canaries), code);
      }
      const { counts, state } = run;
      expect(Object.values(counts).reduce((sum, each) => sum + each, 0)).toBe(ends.length);
      expect(isBulkOpen(run)).toBe(false);
      expect(state === "done").toBe(counts.untried === 0 && run.stop === null);
    }),
  );
});
