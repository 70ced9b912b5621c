import { expect, test } from "vitest";

import { setup, soundOrder } from "../sandbox-client.ts";

const NO = "XSCKD000001-CK001";
const QUERY = { stockout_no: "", order_type: "7", page_no: "0", page_size: "100" };

test("a document that a person cancels moves no stock, is shown as cancelled, and keeps its number", async () => {
  const { control, push, wdt, summary } = await setup({ bills: 0 });
  const { stockout_no: number } = await push(soundOrder());
  expect(await control(`orders/${NO}/cancel`, {})).toMatchObject({ status: 5 });
  const shown = await wdt("stockout_order_query", { ...QUERY, stockout_no: String(number), status: "5" });
  expect(shown).toMatchObject({ total_count: "1" });
  expect(await push(soundOrder())).toMatchObject({ code: 2350 });
  expect((await summary()).unexpected).toEqual([]);
  expect(await control(`orders/${NO}/cancel`, {})).toMatchObject({ error: `no living order ${NO}` });
});

test("a document can be made and its push refused all the same; it is not audited", async () => {
  const { control, push } = await setup({ bills: 0 });
  await control("faults", {
    vendor: "wangdiantong",
    kind: "refusal",
    code: 20,
    message: "check_fail",
    withEffect: true,
    next: 1,
  });
  expect(await push(soundOrder())).toEqual({ code: 20, message: "check_fail" });
  expect(await control("orders")).toMatchObject([{ status: 50 }]);
});

test("a document shows in queries as late as the setting says", async () => {
  const nowMs = { value: Date.now() };
  const { control, push, wdt } = await setup({ bills: 0, now: () => nowMs.value });
  await control("settings", { wangdiantong: { listingDelayMs: 90_000 } });
  const { stockout_no: number } = await push(soundOrder({ is_check: 1 }));
  const query = { ...QUERY, stockout_no: String(number) };
  expect(await wdt("stockout_order_query", query)).toMatchObject({ total_count: "0" });
  nowMs.value += 90_000;
  expect(await wdt("stockout_order_query", query)).toMatchObject({ total_count: "1" });
});
