import { Fault, FAULT_CODES, formatKingdeeTime, SHANGHAI, type FaultCode } from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

import { judgeReadingTrouble, judgeSweepTrouble, restMs } from "../src/core/judge-trouble.ts";
import { daysOf, inBatches, reachOf } from "../src/core/sweep.ts";
import { findExtractorProblems, toDailyPattern } from "../src/settings.ts";

const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 10, 23, 4, 0, 0, 250);
const at = { nowMs: NOW_MS, watermarkMs: NOW_MS - 5_250, startFromMs: 0, depthMs: 24 * HOUR_MS };

test("a sweep reaches back from now, not before the go-live moment, and up to the watermark", () => {
  expect(reachOf(at)).toEqual({ fromMs: NOW_MS - 250 - 24 * HOUR_MS, toMs: NOW_MS - 5_250 });
  expect(reachOf({ ...at, startFromMs: NOW_MS - HOUR_MS })?.fromMs).toBe(NOW_MS - HOUR_MS);
  expect(reachOf({ ...at, watermarkMs: null })).toBeUndefined();
  expect(reachOf({ ...at, watermarkMs: NOW_MS - 48 * HOUR_MS })).toBeUndefined();
  expect(reachOf({ ...at, startFromMs: at.watermarkMs })).toBeUndefined();
});

test("whatever the reach and the zone, its days tile it, and each lies in the day it names", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 40 * 86_400 }),
      fc.integer({ min: 1, max: 40 * 86_400 }),
      fc.integer({ min: -12, max: 14 }),
      (fromSeconds, lengthSeconds, hours) => {
        const zone = { offsetMinutes: hours * 60 };
        const reach = { fromMs: NOW_MS - 250 + fromSeconds * 1_000, toMs: 0 };
        const days = daysOf({ ...reach, toMs: reach.fromMs + lengthSeconds * 1_000 }, zone);
        let edgeMs = reach.fromMs;
        for (const { day, window } of days) {
          expect(window.fromMs).toBe(edgeMs);
          expect(window.toMs).toBeGreaterThan(window.fromMs);
          for (const ms of [window.fromMs, window.toMs - 1]) expect(formatKingdeeTime(ms, zone).slice(0, 10)).toBe(day);
          edgeMs = window.toMs;
        }
        expect(edgeMs).toBe(reach.fromMs + lengthSeconds * 1_000);
        expect(new Set(days.map(({ day }) => day)).size).toBe(days.length);
      },
    ),
  );
  expect(daysOf({ fromMs: 0, toMs: 0 }, SHANGHAI)).toEqual([]);
});

test("batches keep every item, in order", () => {
  expect(inBatches(["a", "b", "c"], 2)).toEqual([["a", "b"], ["c"]]);
  expect(inBatches([], 2)).toEqual([]);
});

test("a scheme rests ten seconds after its first failure and never more than ten minutes", () => {
  expect([1, 2, 3, 50].map(restMs)).toEqual([10_000, 20_000, 40_000, 600_000]);
});

test.each([
  ["KD_CONTRACT_BROKEN", true],
  ["KD_FIELD_UNKNOWN", true],
  ["KD_CREDENTIALS_REFUSED", true],
  ["KD_PERMISSION_DENIED", true],
  // Passes by itself, or is not this scheme's to write about.
  ["HTTP_NETWORK", false],
  ["KD_CALL_LIMIT", false],
  ["INSTALLATION_CONFLICT", false],
  ["ACCOUNT_CHANGED", false],
  ["STATE_UNREADABLE", false],
] as const)("%s stops the scheme: %s", (code, isStopped) => {
  expect(judgeReadingTrouble(new Fault(code, ""), 1, 0).kind === "stop-scheme").toBe(isStopped);
});

test.each(Object.keys(FAULT_CODES) as FaultCode[])(
  "%s is shown as failed or stops the scheme of a reading; a sweep waits it out",
  (code) => {
    const fault = new Fault(code, "x", { retryAfterMs: 3_600_000 });
    const reading = judgeReadingTrouble(fault, 3, 0.5);
    expect(["held", "stop-scheme"]).toContain(reading.kind);
    if (reading.kind === "held") expect(reading).toMatchObject({ code, restMs: 60_000 });
    else expect(reading).toEqual({ kind: "stop-scheme", fault, forMs: 40_000 });
    const sweep = judgeSweepTrouble(fault, 3);
    const isMendedByPeople = FAULT_CODES[code].recovery === "abort" || code === "PROGRAM_BUG";
    expect(sweep.kind).toBe(isMendedByPeople ? "held" : "wait");
  },
);

test("the time of the nightly sweep becomes a cron pattern", () => {
  expect(toDailyPattern("02:30")).toBe("30 2 * * *");
});

test("a ledger that forgets sooner than a sweep looks back is refused", () => {
  const env = { KINGDEE_AUTH: "password", KINGDEE_PASSWORD: "x" };
  expect(findExtractorProblems(env)).toEqual([]);
  expect(findExtractorProblems({ ...env, LEDGER_DAYS: "30" })).toEqual([
    "LEDGER_DAYS:须大于 NIGHTLY_SWEEP_DEPTH 回看的天数",
  ]);
  expect(findExtractorProblems({ ...env, SWEEP_DEPTH: "200d" })).toEqual(["LEDGER_DAYS:须大于 SWEEP_DEPTH 回看的天数"]);
});
