import { sayIn } from "@billferry/contracts";
import type { BillTrace } from "@billferry/desk";
import { expect, test } from "vitest";

import { describeTrace } from "../../src/core/bill-text.ts";

const AT = Date.UTC(2026, 10, 23, 2, 0, 0);

const TRACE: BillTrace = {
  asked: "XS1",
  scheme: "sal-outstock",
  bills: [
    {
      billId: "100001",
      billNo: "XS1",
      contentHash: "a",
      approvedAt: "2026-11-23T09:59:00",
      revision: 1,
      state: "ordered",
      shownState: "delivered",
      orders: ["XS1-CK001"],
      earlierNumbers: [],
      hasOwnKeys: false,
      code: null,
      hold: null,
      reason: "",
      readAtMs: AT,
    },
  ],
  orders: [
    {
      outerNo: "XS1-CK001",
      billId: "100001",
      state: "delivered",
      contentHash: "b",
      deliveredHash: "b",
      stockoutNo: "CK1",
      proof: "answered",
      revision: 1,
      pushes: 1,
      firstPushAtMs: null,
      deliveredAtMs: AT + 60_000,
      reason: "",
      code: null,
      corrections: [],
      doubt: null,
    },
  ],
  history: [],
  jobs: [],
};

test("a bill that went the ordinary way has a story, too", () => {
  expect(describeTrace(TRACE, sayIn("zh")).split("\n")).toEqual([
    "XS1(内码 100001):已送达,审核于 2026-11-23T09:59:00",
    "  订单 XS1-CK001:已送达,旺店通单号 CK1,推送 1 次",
    "  2026-11-23 10:00:00 读取 XS1",
    "  2026-11-23 10:01:00 送达 XS1-CK001(凭 推送应答)",
  ]);
});

test("what happened beyond the ordinary stands in between, with whoever did it", () => {
  const history: BillTrace["history"] = [
    { atMs: AT + 90_000, event: "accepted", outerNo: "XS1-CK001", text: "仓库已确认", by: "li" },
    { atMs: AT + 30_000, event: "held", outerNo: "XS1-CK001", text: "WDT_SKU_UNKNOWN" },
  ];
  expect(
    describeTrace({ ...TRACE, history }, sayIn("zh"))
      .split("\n")
      .slice(2),
  ).toEqual([
    "  2026-11-23 10:00:00 读取 XS1",
    "  2026-11-23 10:00:30 转为异常,XS1-CK001,WDT_SKU_UNKNOWN",
    "  2026-11-23 10:01:00 送达 XS1-CK001(凭 推送应答)",
    "  2026-11-23 10:01:30 人工接受,XS1-CK001,仓库已确认(li)",
  ]);
});

test("a bill is told by its id, and found under the numbers that it had before", () => {
  const [bill] = TRACE.bills;
  if (bill === undefined) throw new Error("no bill");
  const trace = { ...TRACE, bills: [{ ...bill, billNo: "XS8", earlierNumbers: ["XS1"] }] };
  expect(describeTrace(trace, sayIn("zh"))).toContain("XS8(内码 100001,曾用编号 XS1):已送达");
});

test("a number that nobody knows is said to be unknown", () => {
  const unknown = { ...TRACE, bills: [], orders: [] };
  expect(describeTrace(unknown, sayIn("zh"))).toBe("XS1:未找到(尚未读取,或不符合方案的条件)");
});
