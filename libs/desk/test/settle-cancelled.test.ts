import { expect, test } from "vitest";

import { settleCase } from "@billferry/desk";
import { BILL, ORDER, SCHEME, setup } from "./setup.ts";

const OUTER_NO = ORDER.order.outer_no;

test("an order that was cancelled there and is asked for again goes out anew as -R1, though its job was cleaned away", async () => {
  const { redis, log, ledger, load } = await setup();
  await ledger.keeping.open();
  await ledger.bills.recordRead([BILL]);
  const planned = [{ outerNo: OUTER_NO, contentHash: ORDER.contentHash }];
  await ledger.bills.recordOrders(BILL, planned);
  const order = { outerNo: OUTER_NO, billId: BILL.billId, contentHash: ORDER.contentHash };
  await ledger.orders.recordDelivered(order, { stockoutNo: "CK1", proof: "answered" });
  await ledger.bills.recordWithdrawn(BILL, "unapproved");
  const again = { ...BILL, revision: 2 };
  await ledger.bills.recordRead([again]);
  expect(await ledger.bills.recordOrders(again, planned)).toMatchObject([{ verdict: "verify" }]);
  await ledger.orders.recordHeldJob({ ...ORDER, revision: 2 }, { code: "WDT_ORDER_CANCELLED", text: "…" });
  const outcome = await settleCase(redis, log, {
    scheme: SCHEME,
    caseId: `order:${OUTER_NO}`,
    decision: { kind: "replacement", isOldCancelled: true, isDryRun: false },
    by: "lin",
    note: "已确认取消",
    signal: AbortSignal.timeout(10_000),
  });
  expect(outcome).toMatchObject({ kind: "corrected", job: { order: { outer_no: `${OUTER_NO}-R1` } } });
  expect((await load.getWaiting()).map((job) => job.data.order.outer_no)).toEqual([`${OUTER_NO}-R1`]);
  expect(await ledger.orders.find(OUTER_NO)).toMatchObject({ state: "delivered", doubt: null });
  expect((await ledger.progress.read()).doubts).toEqual({ content: 0, life: 0, presence: 0 });
});
