import { expect, test } from "vitest";

import { addTallies, formatTally, isGreen, tallyChecks, tallyVitest, type VitestReport } from "./tally.ts";

const REPORT: VitestReport = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
};

test("counts what vitest counts", () => {
  const report = { ...REPORT, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1 };
  expect(tallyVitest(report, 1)).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test("a test file that cannot be loaded is a failure", () => {
  const report = { ...REPORT, testResults: [{ status: "failed", assertionResults: [] }] };
  expect(tallyVitest(report, 1).failed).toBe(1);
});

test("an error outside every test is a failure, and so is a run without a report", () => {
  expect(tallyVitest(REPORT, 1).failed).toBe(1);
  expect(tallyVitest(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("each check counts as a test, and a check command that only fails counts as one", () => {
  expect(tallyChecks("types ok\n5 passed, 0 failed\n", 0)).toEqual({ passed: 5, failed: 0, skipped: 0 });
  expect(tallyChecks("4 passed, 1 failed, 2 skipped", 1)).toEqual({ passed: 4, failed: 1, skipped: 2 });
  expect(tallyChecks("", 0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
  expect(tallyChecks("crashed", 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("the closing line names skipped tests only where there are any", () => {
  expect(formatTally({ passed: 2, failed: 0, skipped: 0 })).toBe("2 passed, 0 failed");
  expect(
    formatTally(
      addTallies([
        { passed: 2, failed: 1, skipped: 0 },
        { passed: 1, failed: 0, skipped: 4 },
      ]),
    ),
  ).toBe("3 passed, 1 failed, 4 skipped");
});

test("a run without a passed test is not green", () => {
  expect(isGreen({ passed: 0, failed: 0, skipped: 9 })).toBe(false);
  expect(isGreen({ passed: 1, failed: 1, skipped: 0 })).toBe(false);
  expect(isGreen({ passed: 1, failed: 0, skipped: 0 })).toBe(true);
});
