import { parseKingdeeTime, SHANGHAI, type Cell } from "@billferry/contracts";
import { expect, test } from "vitest";

import { findReplaced, isSettled, judgeStanding, type Standing } from "../src/core/standing.ts";

const APPROVED_AT = "2026-11-23T10:00:00.5";

function row(billId: string, status = "C", cancel = "A", approvedAt: string | null = APPROVED_AT): Cell[] {
  return [billId, `XSCKD${billId}`, status, cancel, approvedAt];
}

function standings(asked: readonly string[], rows: readonly Cell[][]): Record<string, Standing> {
  const verdict = judgeStanding(asked, rows, SHANGHAI);
  if (verdict.kind === "doubtful") throw new Error(verdict.why);
  return Object.fromEntries(verdict.of);
}

test("an approved bill, an unapproved, a voided and a deleted one are told apart", () => {
  expect(standings(["1", "2", "3", "4"], [row("1"), row("2", "D", "A", null), row("3", "D", "B", null)])).toEqual({
    1: { kind: "approved", approvedAtMs: parseKingdeeTime(APPROVED_AT, SHANGHAI) },
    2: { kind: "withdrawn", cause: "unapproved" },
    3: { kind: "withdrawn", cause: "voided" },
    4: { kind: "withdrawn", cause: "deleted" },
  });
});

test.each([
  ["暂存", "Z"],
  ["创建", "A"],
  ["审核中", "B"],
  ["重新审核", "D"],
])("a bill that Kingdee calls %s (%s) is not approved any more", (_words, status) => {
  expect(standings(["1"], [row("1", status, "A", null)])).toEqual({ 1: { kind: "withdrawn", cause: "unapproved" } });
});

test("blanks around what a cell says do not change what it says", () => {
  const padded = row(" 1 ", " C ", " A ", ` ${APPROVED_AT} `);
  expect(standings(["1"], [padded])).toEqual(standings(["1"], [row("1")]));
});

test("a tenant that answers one row an entry says the same", () => {
  expect(standings(["1"], [row("1"), row("1")])).toEqual(standings(["1"], [row("1")]));
});

test("there is nothing to read on for once each bill has been shown, or one that nobody asked for", () => {
  expect(isSettled(["1", "2"], [row("1")])).toBe(false);
  expect(isSettled(["1", "2"], [row("1"), row("2")])).toBe(true);
  expect(isSettled(["1", "2"], [row("9")])).toBe(true);
});

const MANY = Array.from({ length: 20 }, (_, index) => String(index + 1));

test("an answer that lacks more than half of many bills is not believed", () => {
  const verdict = judgeStanding(
    MANY,
    MANY.slice(0, 9).map((billId) => row(billId)),
    SHANGHAI,
  );
  expect(verdict).toMatchObject({ kind: "doubtful", why: expect.stringContaining("数据权限") });
  const half = standings(
    MANY,
    MANY.slice(0, 10).map((billId) => row(billId)),
  );
  expect(Object.values(half).filter(({ kind }) => kind === "withdrawn")).toHaveLength(10);
  expect(standings(MANY.slice(0, 19), [])).toHaveProperty("19", { kind: "withdrawn", cause: "deleted" });
});

test.each([
  ["a bill that was not asked for", row("9")],
  ["a status that no Kingdee knows", row("1", "已审核")],
  ["no status", row("1", " ")],
  ["no state of voiding", row("1", "C", "")],
])("an answer with %s is not believed", (_words, wrong) => {
  expect(judgeStanding(["1", "2"], [wrong], SHANGHAI).kind).toBe("doubtful");
});

test("a row that does not even say which bill it is of is not believed", () => {
  const why = "返回了未请求的单据 FID=";
  for (const wrong of [[], [null, "XSCKD1", "C", "A", APPROVED_AT]])
    expect(judgeStanding(["1"], [wrong], SHANGHAI)).toEqual({ kind: "doubtful", why });
});

test("bills that are not shown while another living bill has their number are gone, however many they are", () => {
  const asked = ["1", "2", "3", "4"];
  const replaced = findReplaced(asked, [row(" 1 "), row("2")], new Set(["1", "3"]));
  expect(replaced).toEqual(["3"]);
});
