import { sayIn } from "@billferry/contracts";
import { expect, test } from "vitest";

import { toProgress } from "../../src/core/sync-progress.ts";
import {
  describeSummary,
  nameFindings,
  groupReasons,
  isSound,
  summarize,
  type HeldCase,
  type Judgement,
} from "../../src/core/sync-summary.ts";

const DONE: Judgement = {
  bills: 3,
  expected: 4,
  present: 4,
  absent: [],
  duplicated: [],
  unexpected: [],
  wrong: [],
  excluded: { 未审核: 2, 已作废: 1 },
};

const absent = (outerNo: string, billNo: string) => ({ outerNo, billNo });
const held = (kind: HeldCase["kind"], id: string, billNo: string): HeldCase => ({
  kind,
  id,
  billNo,
  reason: `[WDT_SKU_UNKNOWN] 旺店通中没有该商家编码:${id} → 在旺店通中建立该商家编码后重试`,
});

test("all orders there, once and right, is sound", () => {
  const summary = summarize(DONE, [], 8_260);
  expect(summary).toEqual({
    bills: 3,
    expected: 4,
    present: 4,
    missing: 0,
    duplicated: 0,
    wrong: 0,
    held: 0,
    excluded: 3,
    seconds: 8.3,
  });
  expect(isSound(summary)).toBe(true);
});

test("an absent order is held where the ledger holds it or its bill, and missing otherwise", () => {
  const judgement = { ...DONE, present: 1, absent: [absent("A-1", "A"), absent("B-1", "B"), absent("C-1", "C")] };
  const summary = summarize(judgement, [held("order", "A-1", "A"), held("bill", "100002", "B")], 0);
  expect(summary).toMatchObject({ expected: 4, present: 1, held: 2, missing: 1 });
  expect(summary.present + summary.held + summary.missing).toBe(summary.expected);
  expect(isSound(summary)).toBe(false);
});

test("something held is no fault of the sync", () => {
  const judgement = { ...DONE, present: 3, absent: [absent("A-1", "A")] };
  expect(isSound(summarize(judgement, [held("order", "A-1", "A")], 0))).toBe(true);
});

test.each([
  ["an order that is there twice", { duplicated: ["A-1"] }],
  ["an order with another content", { wrong: [{ outerNo: "A-1", difference: "数量应为 2,实为 3" }] }],
  ["an order that no bill asks for", { unexpected: ["X-1"] }],
])("%s is not sound", (_words, change) => {
  expect(isSound(summarize({ ...DONE, ...change }, [], 0))).toBe(false);
});

test("people read why bills were left out and what is held, one line a cause", () => {
  const cases = [held("order", "A-1", "A"), held("order", "B-1", "B")];
  const why = { excluded: DONE.excluded, held: cases, findings: [] };
  const lines = describeSummary(summarize(DONE, cases, 1_000), why, sayIn("zh"));
  expect(lines.join("\n")).toContain("不传输 3 张:未审核 2、已作废 1");
  expect(lines.at(-1)?.trim()).toBe("[WDT_SKU_UNKNOWN] 旺店通中没有该商家编码 ×2");
});

test("so many are said to wait as are listed, also where none of them keeps an order from being there", () => {
  const cases = [held("bill", "100002", "B")];
  const why = { excluded: {}, held: cases, findings: [] };
  const [count, cause] = describeSummary(summarize(DONE, cases, 0), why, sayIn("zh")).slice(-2);
  expect(count?.trim()).toBe("待处理 1 个,未送达订单 0 个:");
  expect(cause).toContain("×1");
});

test("whatever is missing, doubled or wrong is named, and of many the first five", () => {
  const judgement: Judgement = {
    ...DONE,
    absent: [absent("A-1", "A"), absent("B-1", "B")],
    duplicated: ["D-1"],
    wrong: [{ outerNo: "W-1", difference: "数量应为 2,实为 3" }],
    unexpected: ["X-1", "X-2", "X-3", "X-4", "X-5", "X-6"],
  };
  const cases = [held("order", "A-1", "A")];
  const findings = nameFindings(judgement, cases, sayIn("zh"));
  expect(findings).toEqual([
    "缺失:B-1",
    "重复:D-1",
    "内容不同:W-1(数量应为 2,实为 3)",
    "没有单据要求:X-1;X-2;X-3;X-4;X-5;……共 6 个",
  ]);
  const lines = describeSummary(summarize(judgement, cases, 0), { excluded: {}, held: cases, findings }, sayIn("zh"));
  expect(lines.join("\n")).toContain("错误 7\n    缺失:B-1\n");
});

test("causes are counted, the most frequent first", () => {
  const other = { ...held("bill", "1", "C"), reason: "unclear" };
  expect(groupReasons([other, held("order", "A-1", "A"), held("order", "B-1", "B")])).toEqual([
    "[WDT_SKU_UNKNOWN] 旺店通中没有该商家编码 ×2",
    "unclear ×1",
  ]);
});

test("progress counts towards what the judge expects, and says what holds it up only while it is held up", () => {
  const source = { bills: 2, delivered: 1, held: 1, open: 1, reasons: ["额度已用完"] };
  expect(toProgress(source, 4, sayIn("zh"))).toEqual({
    bills: 2,
    done: 2,
    total: 4,
    text: "单据 2,已送达 1,异常单 1;额度已用完",
  });
  expect(toProgress(source, undefined, sayIn("zh")).total).toBe(3);
  expect(toProgress({ ...source, open: 0 }, 2, sayIn("zh")).text).toBe("单据 2,已送达 1,异常单 1");
});
