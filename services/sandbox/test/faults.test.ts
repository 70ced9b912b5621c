import { expect, test } from "vitest";

import { createFaultBook } from "../src/faults.ts";
import { setup, soundOrder, type JsonObject } from "./sandbox-client.ts";

async function setupFault(rule: JsonObject) {
  const running = await setup({ bills: 3 });
  const session = await running.signIn();
  const add = await running.control("faults", { next: 1, ...rule });
  expect(add).toHaveLength(1);
  const orders = async () => (await running.control("orders")) as unknown as { status: number }[];
  const ask = () => running.query({ FieldKeys: "FID", OrderString: "FID", Limit: 1 }, session);
  return { ...running, ask, orders };
}

test.each([
  ["cut-before", 0],
  ["cut-after", 1],
  ["truncated", 1],
  ["html", 0],
  ["empty-body", 0],
])("a push spoiled by %s leaves %i orders behind, and the next one is served", async (kind, effects) => {
  const { orders, push } = await setupFault({ vendor: "wangdiantong", kind });
  await expect(push(soundOrder())).rejects.toThrow(/fetch failed|JSON/);
  expect(await orders()).toHaveLength(effects);
  expect(await push(soundOrder())).toMatchObject({ code: effects === 1 ? 2350 : 0 });
});

test.each([
  ["hang-before", 0],
  ["hang-after", 1],
])("a push that %s never answers leaves %i orders behind", async (kind, effects) => {
  const { control, orders, push, stop } = await setupFault({ vendor: "wangdiantong", kind });
  const hanging = push(soundOrder()).catch((error: unknown) => String(error));
  await expect.poll(orders).toHaveLength(effects);
  await expect.poll(async () => (await control("faults")) as unknown).toMatchObject([{ struck: 1 }]);
  await stop();
  expect(await hanging).toContain("fetch failed");
});

test.each<[JsonObject, string]>([
  [{ kind: "status", status: 519 }, "errcode"],
  [{ kind: "status", status: 502 }, "<h1>502</h1>"],
  [{ kind: "empty-array" }, "[]"],
  [{ kind: "double-encoded" }, '"[[100'],
  [{ kind: "waf" }, "caller_in_less_Point_Bracket"],
  [{ kind: "response-error" }, "response_error:"],
  [{ kind: "session-loss" }, '"MsgCode":1'],
  [{ kind: "msg-code", code: 14 }, '"MsgCode":14'],
  [{ kind: "msg-code", code: 7 }, "许可错误"],
])("Kingdee's fault %o answers with %s", async (rule, text) => {
  const { ask } = await setupFault({ vendor: "kingdee", ...rule });
  expect((await ask()).text).toContain(text);
});

test.each([
  ["text", 200, "会话超时"],
  ["english", 200, "Session timeout"],
  ["unauthorized", 401, ""],
  ["forbidden", 403, ""],
  ["redirect", 302, ""],
  ["page", 200, "<title>登录</title>"],
  ["not-signed-in", 200, "用户未登录"],
  ["expired", 200, "登录已失效,请重新登录"],
  ["invalid", 200, "invalid session"],
])("a session lost as %s is lost, told with status %i", async (words, status, text) => {
  const { ask, query, signIn } = await setupFault({ vendor: "kingdee", kind: "session-words", words });
  const told = await ask();
  expect([told.status, told.text.includes(text)]).toEqual([status, true]);
  expect((await ask()).text).toContain("会话信息已丢失");
  expect((await query({ FieldKeys: "FID", Limit: 1 }, await signIn())).text).toMatch(/^\[\[\d+\]\]$/);
});

test("a repeated entry is one row of the answer, twice", async () => {
  const { query, signIn } = await setupFault({
    vendor: "kingdee",
    service: "ExecuteBillQuery",
    kind: "repeated-entry",
  });
  const session = await signIn();
  const ids = async (): Promise<unknown[]> =>
    JSON.parse(
      (await query({ FieldKeys: "FEntity_FEntryID", OrderString: "FEntity_FEntryID" }, session)).text,
    ) as unknown[];
  const [spoilt, whole] = [await ids(), await ids()];
  expect(spoilt.length).toBe(whole.length + 1);
  expect(new Set(spoilt.map(String))).toEqual(new Set(whole.map(String)));
});

test.each<[JsonObject, JsonObject, number]>([
  [{ kind: "rate-refusal" }, { code: 1012 }, 0],
  [{ kind: "credentials-refused" }, { code: 2100 }, 0],
  [{ kind: "refusal", code: 99, message: "系统繁忙" }, { code: 99, message: "系统繁忙" }, 0],
  [{ kind: "created-but-not-audited" }, { code: 0 }, 1],
  [{ kind: "string-code" }, { code: "0" }, 1],
])("Wangdiantong's fault %o answers %o", async (rule, answer, effects) => {
  const { orders, push } = await setupFault({ vendor: "wangdiantong", service: "stockout_order_push", ...rule });
  expect(await push(soundOrder())).toMatchObject(answer);
  expect(await orders()).toHaveLength(effects);
});

test("an order created but not audited is told of by the judge", async () => {
  const { push, summary } = await setupFault({ vendor: "wangdiantong", kind: "created-but-not-audited" });
  await push(soundOrder());
  expect((await summary()).unaudited).toEqual(["XSCKD000001-CK001"]);
});

function strikes(rule: JsonObject, calls: number): number[] {
  const book = createFaultBook();
  book.add({ vendor: "kingdee", kind: "html", ...rule });
  return Array.from({ length: calls }, (_, index) => index + 1).filter(() => book.plan("kingdee", "BillQuery").fault);
}

test("faults strike every Nth call, the next calls, or by chance, the same for the same seed", () => {
  expect(strikes({ every: 3 }, 9)).toEqual([3, 6, 9]);
  expect(strikes({ next: 2, skip: 1 }, 5)).toEqual([2, 3]);
  expect(strikes({ probability: 0.3, seed: 5 }, 50)).toEqual(strikes({ probability: 0.3, seed: 5 }, 50));
  expect(strikes({ probability: 1 }, 3)).toEqual([1, 2, 3]);
  expect(strikes({ every: 1, service: "ValidateUser" }, 3)).toEqual([]);
});

test("a delay adds to another fault, and a rule that does not fit is refused", async () => {
  const book = createFaultBook();
  book.add([
    { vendor: "kingdee", kind: "delay", delayMs: 5, probability: 1 },
    { vendor: "kingdee", kind: "waf", probability: 1 },
  ]);
  expect(book.plan("kingdee", "BillQuery")).toMatchObject({ delayMs: 5, fault: { kind: "waf" } });
  const { control } = await setup();
  expect(await control("faults", { vendor: "kingdee", kind: "html" })).toHaveProperty("error");
  expect(await control("settings", { kingdee: { nonsense: 1 } })).toHaveProperty("error");
});
