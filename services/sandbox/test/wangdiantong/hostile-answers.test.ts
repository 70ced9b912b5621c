import { expect, test } from "vitest";

import { setup, soundOrder } from "../sandbox-client.ts";

test("a ban lasts until nobody has called for its length; each call prolongs it", async () => {
  const nowMs = { value: Date.now() };
  const { control, push, wdt } = await setup({ bills: 0, now: () => nowMs.value });
  const message = "调用频率超限,请5分钟后重试";
  await control("settings", { wangdiantong: { refusals: { banned: { code: 1, message } } } });
  await control("faults", { vendor: "wangdiantong", kind: "ban", delayMs: 300_000, next: 1 });
  expect(await push(soundOrder())).toEqual({ code: 1, message });
  nowMs.value += 200_000;
  expect(await wdt("warehouse_query", { page_no: "0", page_size: "1" })).toMatchObject({ code: 1 });
  nowMs.value += 200_000;
  expect(await push(soundOrder())).toMatchObject({ code: 1 });
  nowMs.value += 300_000;
  expect(await push(soundOrder())).toMatchObject({ code: 0 });
  expect(await push(soundOrder())).toMatchObject({ code: 2350 });
});

test("a refusal that had an effect may tell the document's number, which may be one that is being edited", async () => {
  const { control, push } = await setup({ bills: 0 });
  await control("settings", { wangdiantong: { repeatsStockoutNo: true, unauditedStatus: 20 } });
  const rule = { vendor: "wangdiantong", kind: "refusal", code: 20, withEffect: true, next: 1 };
  await control("faults", { ...rule, message: "check failed: stock not enough" });
  expect(await push(soundOrder())).toEqual({
    code: 20,
    message: "check failed: stock not enough",
    stockout_no: expect.stringMatching(/^CK\d+$/) as string,
  });
  expect(await control("orders")).toMatchObject([{ status: 20 }]);
});

test("a suite is refused as what it is", async () => {
  const { control, push } = await setup({ bills: 0 });
  const [line] = soundOrder()["detail_list"] as [{ readonly spec_no: string }];
  await control("settings", { wangdiantong: { suites: [line.spec_no] } });
  expect(await push(soundOrder())).toEqual({ code: 100, message: `${line.spec_no}为组合装,不能出库` });
});

test("a path without openapi2 is answered as the vendor does", async () => {
  const { sandbox } = await setup({ bills: 0 });
  const url = new URL("/stockout_order_push.php", sandbox.wangdiantongUrl);
  const answer = await fetch(url, { method: "POST", body: "sid=demo" });
  expect(answer.status).toBe(404);
  expect(await answer.json()).toEqual({ error_msg: "404 Route Not Found" });
});
