import { expect, test } from "vitest";

import { assembleOverview, countShown, type SchemeView } from "../../src/core/overview.ts";
import { facts } from "../status-facts.ts";

const NOW = Date.UTC(2026, 10, 20, 4, 0, 30);
const MINUTE = 60_000;
const CALLS = { urgent: 0, work: 50, "look-up": 0, inventory: 0, errand: 0, background: 0 };
const GATE = {
  pausedUntilMs: null,
  openUntilMs: null,
  why: "",
  callsLastMinute: 50,
  callsPerMinute: 60,
  refusals: 1,
  callsByPurpose: CALLS,
};

/** By the minute, the minute under way last. */
function flowOf(...delivered: readonly number[]) {
  const first = Math.floor(NOW / MINUTE) - delivered.length + 1;
  return delivered.map((count, index) => ({ minuteMs: (first + index) * MINUTE, arrived: 1, delivered: count }));
}

function scheme(
  name: string,
  account: string | undefined,
  change: Partial<SchemeView> & { open?: number } = {},
): SchemeView {
  const { open = 0, ...rest } = change;
  const status = { ...facts({ progress: { open }, facts: { gate: account === undefined ? null : GATE } }), account };
  return { scheme: name, status, oldest: null, flow: flowOf(0), ...rest };
}

function assemble(...schemes: readonly SchemeView[]) {
  return assembleOverview(schemes, { asOf: NOW, today: countShown([]) });
}

test("two schemes of one account share its quota, and another account adds its own", () => {
  expect(assemble(scheme("a", "one"), scheme("b", "one")).quota).toMatchObject({ used: 50, limit: 60, refused: 1 });
  expect(assemble(scheme("a", "one"), scheme("b", "two")).quota).toMatchObject({ used: 100, limit: 120, refused: 2 });
  expect(assemble(scheme("a", undefined)).quota).toBeNull();
});

test("what waits is done when it goes on as in the last minutes", () => {
  // 90 in a minute and a half.
  const flow = flowOf(0, 0, 60, 30);
  expect(assemble(scheme("a", "one", { open: 120, flow })).quota?.emptyAtMs).toBe(NOW + 2 * MINUTE);
});

test.each([
  ["nothing waits", { open: 0, flow: flowOf(60, 30) }],
  ["nothing moves", { open: 120, flow: flowOf(0, 0) }],
  ["what moved is long ago", { open: 120, flow: flowOf(60, 0, 0, 0, 0, 0, 0) }],
])("there is no forecast where %s", (_words, change) => {
  expect(assemble(scheme("a", "one", change)).quota?.emptyAtMs).toBeNull();
});

test("of several schemes the oldest bill of all is told, and what they move together", () => {
  const bill = { billNo: "XS1", state: "underway" } as const;
  const all = assemble(
    scheme("a", undefined, { oldest: { ...bill, scheme: "a", sinceMs: NOW - 1_000 }, flow: flowOf(1, 2) }),
    scheme("b", undefined, { oldest: { ...bill, scheme: "b", sinceMs: NOW - 9_000 }, flow: flowOf(3, 4) }),
  );
  expect(all.oldest).toMatchObject({ scheme: "b" });
  expect(all.flow.map(({ arrived, delivered }) => [arrived, delivered])).toEqual([
    [2, 4],
    [2, 6],
  ]);
});
