import { readFile } from "node:fs/promises";

import {
  describeFault,
  done,
  Fault,
  FAULT_CODES,
  MustWait,
  outcomeOfFault,
  putOff,
  type FaultCode,
  type Outcome,
} from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

import { outcomeOf } from "../src/core/outcome-of.ts";
import { concludeLast, toQueueCall, type QueueCall } from "../src/core/queue-call.ts";

const REFUSED = new Fault("WDT_SKU_UNKNOWN", "A-117");
const LOST = new Fault("HTTP_NETWORK", "x");

const judge = (fault: Fault): Outcome => ({ kind: "stop-scheme", fault, forMs: 1 });

/** One of each kind, and what the queue is told; the type fails to compile where a kind has none. */
const TABLE: Readonly<Record<Outcome["kind"], readonly (readonly [Outcome, QueueCall])[]>> = {
  done: [[done({ kind: "swept" }), { kind: "finish", value: { kind: "swept" } }]],
  excluded: [
    [
      { kind: "excluded", rule: "r" },
      { kind: "finish", value: { kind: "excluded", rule: "r" } },
    ],
  ],
  superseded: [[{ kind: "superseded" }, { kind: "finish", value: { kind: "superseded" } }]],
  wait: [
    [putOff(0, "stopping"), { kind: "put-back" }],
    [putOff(7, "busy"), { kind: "delay", forMs: 7 }],
    [
      { kind: "wait", scope: "queue", forMs: 7, reason: "quota" },
      { kind: "rest", forMs: 7 },
    ],
  ],
  held: [
    [
      { kind: "held", code: "WDT_SKU_UNKNOWN", text: "t", facts: {} },
      { kind: "fail", fault: undefined, text: "t", restMs: 0 },
    ],
    [
      { kind: "held", code: "WDT_SKU_UNKNOWN", text: "t", facts: {}, restMs: 7, fault: REFUSED },
      { kind: "fail", fault: REFUSED, text: "t", restMs: 7 },
    ],
  ],
  again: [
    [
      { kind: "again", fault: LOST },
      { kind: "retry", fault: LOST, text: describeFault(LOST) },
    ],
  ],
  "stop-scheme": [
    [
      { kind: "stop-scheme", fault: REFUSED, forMs: 7 },
      { kind: "fail", fault: REFUSED, text: describeFault(REFUSED), restMs: 0 },
    ],
  ],
};

test.each(Object.values(TABLE).flat())("the queue is told of %o by %o", (outcome, call) => {
  expect(toQueueCall(outcome)).toEqual(call);
});

test.each(["docs/job-lifecycle.md", "docs/en/job-lifecycle.md"])(
  "%s lists every outcome, and no other",
  async (path) => {
    const page = await readFile(new URL(`../../../${path}`, import.meta.url), "utf8");
    const table = /<!-- outcomes -->([^]*)<!-- end of outcomes -->/.exec(page)?.[1] ?? "";
    const listed = [...table.matchAll(/^\| `([\w-]+)`/gm)].map(([, kind]) => kind ?? "");
    expect(new Set(listed)).toEqual(new Set(Object.keys(TABLE)));
    expect(listed).toHaveLength(Object.keys(TABLE).length);
  },
);

test("only what would be tried again becomes a case on its last attempt, under its own code", () => {
  for (const [outcome] of Object.values(TABLE).flat()) {
    expect(concludeLast(outcome, false)).toBe(outcome);
    if (outcome.kind !== "again") expect(concludeLast(outcome, true)).toBe(outcome);
  }
  const [[again]] = TABLE.again as [readonly [Outcome, QueueCall]];
  expect(concludeLast(again, true)).toMatchObject({
    kind: "held",
    code: "HTTP_NETWORK",
    text: describeFault(LOST),
  });
});

test.each(Object.keys(FAULT_CODES) as FaultCode[])("a thrown %s comes to what its recovery says", (code) => {
  const fault = new Fault(code, "x", { facts: { missing: [{ kind: "table", subject: "s", code: "c" }] } });
  const outcome = outcomeOf(fault, outcomeOfFault);
  expect(outcome).toMatchObject(
    {
      snooze: { kind: "wait", scope: "job", forMs: code === "SHUTDOWN" ? 0 : 30_000, reason: describeFault(fault) },
      abort: { kind: "wait", scope: "queue", forMs: 60_000, reason: describeFault(fault) },
      hold: { kind: "held", code, text: describeFault(fault), facts: fault.facts },
      retry: { kind: "again", fault },
    }[fault.recovery],
  );
  expect(outcome).toEqual(outcomeOfFault(fault));
});

test.each<[what: string, thrown: unknown, outcome: object]>([
  [
    "a wait told by the other side",
    new Fault("WDT_RATE_LIMITED", "x", { retryAfterMs: 7 }),
    { scope: "job", forMs: 7 },
  ],
  [
    "a closed gate",
    new MustWait({ scope: "queue", forMs: 9, reason: "quota" }, REFUSED),
    { kind: "wait", scope: "queue", forMs: 9, reason: "quota", fault: REFUSED },
  ],
  ["a bug", new TypeError("x is not a function"), { kind: "again", fault: { code: "PROGRAM_BUG" } }],
  ["a Redis that takes no writes", new Error("MISCONF Redis is configured to save"), { kind: "wait", scope: "job" }],
  [
    "a Redis that became a replica",
    new Error("READONLY You can't write against a read only replica."),
    { kind: "wait" },
  ],
  ["a Redis that refuses us", new Error("NOPERM this user has no permissions"), { kind: "wait", scope: "queue" }],
])("%s becomes an outcome", (_what, thrown, outcome) => {
  expect(outcomeOf(thrown, outcomeOfFault)).toMatchObject(outcome);
});

test("a stage may judge its faults by itself, but neither Redis' troubles nor a stop", () => {
  expect(outcomeOf(LOST, judge)).toMatchObject({ kind: "stop-scheme", fault: LOST });
  expect(outcomeOf(new Error("bug"), judge)).toMatchObject({ kind: "stop-scheme", fault: { code: "PROGRAM_BUG" } });
  expect(outcomeOf(new Error("MISCONF"), judge)).toMatchObject({ kind: "wait" });
  expect(outcomeOf(new Fault("SHUTDOWN", ""), judge)).toMatchObject({ kind: "wait", forMs: 0 });
});

test("whatever is thrown is tried again, and is a case in the end", () => {
  fc.assert(
    fc.property(fc.anything(), (thrown) => {
      const outcome = outcomeOf(thrown, outcomeOfFault);
      expect(outcome).toMatchObject({ kind: "again", fault: { code: "PROGRAM_BUG" } });
      expect(toQueueCall(concludeLast(outcome, true)).kind).toBe("fail");
    }),
  );
});
