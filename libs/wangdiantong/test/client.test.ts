import { decimal, describeCauses, describeFault, isFault, type Fault, type TargetOrder } from "@billferry/contracts";
import { expect, test } from "vitest";

import { ACCOUNT, setup, type Step } from "./scripted-server.ts";

const ORDER: TargetOrder = {
  outer_no: "XSCKD000001-CK001",
  warehouse_no: "CK001",
  is_check: 1,
  detail_list: [{ spec_no: "SKU-001", num: decimal("2.5"), price: decimal("12.5") }],
};
const CREATED: Step = { kind: "json", body: { code: 0, message: "", stockout_no: "CK2024121901" } };
const TEN_MINUTES_MS = 600_000;

async function faultOf(promise: Promise<unknown>): Promise<Fault> {
  const error: unknown = await promise.then(
    () => new Error("expected a Fault"),
    (reason: unknown) => reason,
  );
  if (!isFault(error)) throw error;
  return error;
}

test("an order is created, signed so that a server counting bytes agrees", async () => {
  await using server = await setup([{ kind: "guard", next: CREATED }]);
  const answer = await server.documents.push({ ...ORDER, remark: "金蝶销售出库😀" });
  expect(answer).toEqual({ kind: "created", stockoutNo: "CK2024121901", auditDoubt: null });
  expect(server.calls.map(({ path, contentType }) => ({ path, contentType }))).toEqual([
    { path: "/openapi2/stockout_order_push.php", contentType: "application/x-www-form-urlencoded" },
  ]);
  expect(server.events).toEqual([]);
});

test("success may come as a string, with any message, and without a number", async () => {
  await using server = await setup([{ kind: "json", body: { code: "0", message: "外部单号重复", stockout_no: [] } }]);
  expect(await server.documents.push(ORDER)).toEqual({
    kind: "created",
    stockoutNo: null,
    auditDoubt: null,
  });
});

test("what the server decodes is exactly the order, whatever characters its texts hold", async () => {
  await using server = await setup([CREATED]);
  const order = {
    ...ORDER,
    remark: `金蝶 + 出库 & a=b "引号" '单' \\ 100% <b> ;😀`,
    reason: "A&B+C",
  };
  await server.documents.push(order);
  const [call] = server.calls;
  expect(JSON.parse(call?.parameters["stockout_info"] ?? "")).toEqual(order);
  expect(call?.rawBody).toMatch(/^[\x21-\x7e]+$/);
  expect(Object.keys(call?.parameters ?? {}).toSorted()).toEqual([
    "appkey",
    "sid",
    "sign",
    "stockout_info",
    "timestamp",
  ]);
});

test("a repeat that is refused as duplicate is an answer, not an error", async () => {
  await using server = await setup([
    { kind: "json", body: { code: "2350", message: "外部单号重复!" } },
    { kind: "json", body: { code: 99, message: "外部单号已存在", stockout_no: "CK1" } },
  ]);
  expect(await server.documents.push(ORDER)).toEqual({
    kind: "duplicate",
    stockoutNo: null,
    message: "外部单号重复!",
  });
  expect(await server.documents.push(ORDER)).toMatchObject({
    kind: "duplicate",
    stockoutNo: "CK1",
  });
});

test("a refusal keeps the vendor's words for the operator", async () => {
  await using server = await setup([{ kind: "json", body: { code: 100, message: "货品 SKU-001 不存在" } }]);
  const fault = await faultOf(server.documents.push(ORDER));
  expect(fault).toMatchObject({
    code: "WDT_SKU_UNKNOWN",
    recovery: "hold",
    details: { outerNo: "XSCKD000001-CK001", vendorCode: "100" },
  });
  expect(fault.message).toBe("stockout_order_push 返回 100:货品 SKU-001 不存在");
});

test("a refusal that no rule knows is held and reported for the table", async () => {
  await using server = await setup([{ kind: "json", body: { code: 7777, message: "店铺设置有误".repeat(100) } }]);
  const fault = await faultOf(server.documents.push(ORDER));
  expect(fault).toMatchObject({ code: "WDT_REFUSED", recovery: "hold" });
  expect([...fault.message].length).toBeLessThan(440);
  expect(server.events).toContainEqual(
    expect.objectContaining({ kind: "unknown-code", service: "stockout_order_push", code: "7777" }),
  );
});

test("a server that fails on the way leaves a push unknown, and a query to be repeated", async () => {
  await using server = await setup([{ kind: "json", body: { code: 99, message: "系统异常" } }]);
  expect(await faultOf(server.documents.push(ORDER))).toMatchObject({
    code: "WDT_BUSY",
    recovery: "retry",
    facts: { mayHaveEffect: true, hasBrokenDown: true },
  });
  const query = server.client.queryWarehouses({ pageNo: 0, pageSize: 1 });
  expect(await faultOf(query)).toMatchObject({ code: "WDT_BUSY", recovery: "retry", facts: { missing: [] } });
});

const html = "<html><body>502 Bad Gateway</body></html>";
test.each<[string, Step, string, string, boolean]>([
  ["no answer after the order arrived", { kind: "silence" }, "HTTP_DEADLINE", "retry", true],
  ["a connection cut in the answer", { kind: "cut" }, "HTTP_NETWORK", "retry", true],
  ["a page with status 200", { kind: "text", text: html }, "WDT_ANSWER_INVALID", "retry", true],
  ["JSON that ends too early", { kind: "text", text: '{"code":0,"stock' }, "WDT_ANSWER_INVALID", "retry", true],
  ["an empty answer", { kind: "text", text: "" }, "WDT_ANSWER_INVALID", "retry", true],
  ["a gateway's 502", { kind: "text", text: html, status: 502 }, "HTTP_STATUS", "retry", true],
  ["an answer of another interface", { kind: "text", text: '{"status":0}' }, "WDT_ANSWER_INVALID", "retry", true],
  ["an endless answer", { kind: "text", text: " ".repeat(3_000_000) }, "HTTP_BODY_TOO_LARGE", "retry", true],
  [
    "an address that moved",
    { kind: "text", text: "", status: 302, headers: { location: "/login" } },
    "WDT_URL_WRONG",
    "abort",
    false,
  ],
])("%s is %s for a push", async (...[, step, code, recovery, mayHaveEffect]) => {
  await using server = await setup([step], { deadlineMs: step.kind === "silence" ? 150 : 5_000 });
  expect(await faultOf(server.documents.push(ORDER))).toMatchObject({
    code,
    recovery,
    facts: { mayHaveEffect },
    details: { outerNo: ORDER.outer_no, service: "stockout_order_push" },
  });
  expect(server.calls).toHaveLength(1);
  const query = server.client.queryWarehouses({ pageNo: 0, pageSize: 1 });
  expect(await faultOf(query)).toMatchObject({ code, recovery, facts: {} });
});

test("a server that refuses the connection has surely not got the order", async () => {
  const server = await setup([CREATED]);
  await server[Symbol.asyncDispose]();
  expect(await faultOf(server.documents.push(ORDER))).toMatchObject({
    code: "HTTP_NETWORK",
    recovery: "retry",
    details: { delivery: "not-sent" },
  });
});

test("a stop in the middle of a call is no failure of the call", async () => {
  await using server = await setup([{ kind: "silence" }]);
  const push = server.documents.push(ORDER, { signal: AbortSignal.timeout(100) });
  expect(await faultOf(push)).toMatchObject({ code: "SHUTDOWN", recovery: "snooze" });
});

test("too many calls wait, as long as the server says where it says so", async () => {
  await using server = await setup([
    { kind: "text", text: "", status: 429, headers: { "retry-after": "30" } },
    { kind: "json", body: { code: 100, message: "超过每分钟最大调用频率限制,请稍后重试" } },
  ]);
  expect(await faultOf(server.documents.push(ORDER))).toMatchObject({
    code: "WDT_RATE_LIMITED",
    recovery: "snooze",
    retryAfterMs: 30_000,
  });
  expect(await faultOf(server.documents.push(ORDER))).toMatchObject({
    code: "WDT_RATE_LIMITED",
    retryAfterMs: undefined,
  });
});

test("a clock that is 10 minutes off costs one repeated call, and none afterwards", async () => {
  const gate: number[] = [];
  await using server = await setup([{ kind: "guard", next: CREATED }], {
    nowMs: () => Date.now() - TEN_MINUTES_MS,
    beforeRepeat: async () => void gate.push(1),
  });
  expect(await server.documents.push(ORDER)).toMatchObject({ kind: "created" });
  expect(server.calls).toHaveLength(2);
  expect(gate).toHaveLength(1);
  await server.documents.push(ORDER);
  expect(server.calls).toHaveLength(3);
  const corrections = server.events.filter((event) => event.kind === "clock-corrected");
  expect(corrections).toHaveLength(1);
  expect(Math.abs((corrections[0]?.offsetMs ?? 0) - TEN_MINUTES_MS)).toBeLessThan(10_000);
});

test("a wrong secret is refused once, for the clock is right", async () => {
  await using server = await setup([{ kind: "guard", next: CREATED }], {
    appsecret: "wr0ng-secret",
  });
  expect(await faultOf(server.documents.push(ORDER))).toMatchObject({
    code: "WDT_CREDENTIALS_REFUSED",
    recovery: "abort",
  });
  expect(server.calls).toHaveLength(1);
});

test("neither secret nor sign gets into an error or an event, even where the server repeats them", async () => {
  const leak = `${ACCOUNT.appsecret} ${ACCOUNT.appkey}`;
  await using server = await setup(
    [
      { kind: "echo-sign", code: 2100 },
      { kind: "json", body: { code: 2100, message: `sign error: ${leak}` } },
      { kind: "json", body: { code: 7777, message: leak } },
      { kind: "silence" },
    ],
    { deadlineMs: 1_000 },
  );
  const told: unknown[] = [];
  for (let push = 0; push < 4; push += 1) {
    const fault = await faultOf(server.documents.push(ORDER));
    told.push(describeFault(fault), describeCauses(fault), fault.details, fault.stack);
  }
  const text = JSON.stringify([told, server.events]);
  const signs = server.calls.map((call) => call.parameters["sign"]);
  expect(signs).toHaveLength(4);
  for (const secret of [ACCOUNT.appsecret, ACCOUNT.appkey, ...signs]) expect(text).not.toContain(secret);
});

test("an order that breaks a limit is never sent", async () => {
  await using server = await setup([CREATED]);
  const fault = await faultOf(server.documents.push({ ...ORDER, outer_no: "A".repeat(41) }));
  expect(fault).toMatchObject({ code: "JOB_INVALID", recovery: "hold" });
  expect(fault.message).toContain("最多 40 个字符");
  expect(server.calls).toEqual([]);
});
