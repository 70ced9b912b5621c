import { DIFFERENCE_KINDS, type ReconcileResult } from "@billferry/contracts";
import { findReport, keepReport, listReports } from "@billferry/desk/kept-reports";
import { expect, test } from "vitest";

import { SCHEME, setup } from "./setup.ts";

const DAY_MS = 86_400_000;

function resultWith(findings: number, counts?: ReconcileResult["counts"]): ReconcileResult {
  return {
    ...{ from: "2026-11-27 00:00:00", to: "2026-11-28 00:00:00", bills: 5, excluded: 0, expected: 5, matched: 3 },
    ...{ accepted: 0, findingsLeftOut: 0, days: [], goods: [], goodsLeftOut: 0, ofOtherSchemes: [], foreign: 0 },
    unused: [],
    findings: Array.from({ length: findings }, (_, index) => ({
      ...({ kind: "missing", outerNo: "X-1", warehouseNo: "CK01", why: "held", text: "未送达" } as const),
      ...{ billNo: `XSCKD00000${index}`, stockoutNos: [], differences: [] },
    })),
    counts,
  };
}

test("what is kept is found whole by its day, listed by the newest, and gone when its term is over", async () => {
  const { redis } = await setup();
  const keep = async (day: string, keepMs: number, result: ReconcileResult) =>
    keepReport(redis, { scheme: SCHEME, day, keepMs, result });
  await keep("2026-11-26", 1, resultWith(0));
  await keep("2026-11-27", DAY_MS, resultWith(2));
  await keep("2026-11-25", DAY_MS, resultWith(0));
  expect((await listReports(redis, [SCHEME])).map(({ day }) => day)).toEqual(["2026-11-27", "2026-11-25"]);
  const found = await findReport(redis, { scheme: SCHEME, day: "2026-11-27" });
  expect(found?.summary).toMatchObject({ expected: 5, matched: 3, differences: { missing: 2, extra: 0 } });
  expect(found?.result.findings.map(({ billNo }) => billNo)).toEqual(["XSCKD000000", "XSCKD000001"]);
  expect(await findReport(redis, { scheme: SCHEME, day: "2026-11-26" })).toBeUndefined();
  expect(await findReport(redis, { scheme: "other", day: "2026-11-27" })).toBeUndefined();
});

test("a day that is compared again replaces what was kept of it", async () => {
  const { redis } = await setup();
  const keep = async (result: ReconcileResult) =>
    keepReport(redis, { scheme: SCHEME, day: "2026-11-27", keepMs: DAY_MS, result });
  await keep(resultWith(2));
  await keep(resultWith(0));
  expect(await listReports(redis, [SCHEME])).toMatchObject([{ day: "2026-11-27", differences: { missing: 0 } }]);
});

test("all differences are counted, though the list of them was cut", async () => {
  const { redis } = await setup();
  const result = resultWith(2, { missing: 3_000, extra: 1 });
  const { differences } = await keepReport(redis, { scheme: SCHEME, day: "2026-11-27", keepMs: DAY_MS, result });
  expect(differences).toMatchObject({ missing: 3_000, extra: 1, stale: 0 });
  expect(Object.keys(differences)).toEqual([...DIFFERENCE_KINDS]);
});
