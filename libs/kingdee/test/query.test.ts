import { expect, test } from "vitest";

import { afterSignIn, envelope, startKingdee } from "./scripted-kingdee.ts";
import { APP_SECRET, clientFor, faultOf, QUERY } from "./setup.ts";

const ROWS = `[[348963,"CK001"],[348963,null]]`;

test("reads a page with every digit of its numbers", async () => {
  await using kingdee = await startKingdee(
    afterSignIn({ body: `[[9007199254740993,133.0],[1e3,-0.10000000000000000001],[true," "]]` }),
  );
  const { client, events } = clientFor(kingdee.url);
  expect(await client.executeBillQuery(QUERY)).toEqual([
    ["9007199254740993", "133.0"],
    ["1e3", "-0.10000000000000000001"],
    [true, " "],
  ]);
  expect(events.at(-1)).toMatchObject({ kind: "query-answered", rows: 3 });
});

test("asks under /k3cloud/ whether or not the address ends with a slash", async () => {
  await using kingdee = await startKingdee(afterSignIn({ body: ROWS }));
  for (const url of [kingdee.url, `${kingdee.url}/`]) await clientFor(url).client.executeBillQuery(QUERY);
  const paths = kingdee.seen.filter((request) => request.service === "ExecuteBillQuery").map((request) => request.path);
  const path = "/k3cloud/Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.ExecuteBillQuery.common.kdsvc";
  expect(paths).toEqual([path, path]);
});

test("sends the same question in each form of the body", async () => {
  await using kingdee = await startKingdee(afterSignIn({ body: "[]" }));
  const asked = {
    FormId: "SAL_OUTSTOCK",
    FieldKeys: "FID,FStockID.FNumber",
    FilterString: "FDocumentStatus='C'",
    OrderString: "FID,FEntity_FSeq",
    TopRowCount: 0,
    StartRow: 4000,
    Limit: 2000,
    SubSystemId: "",
  };
  const forms = {
    "data-object": { data: asked },
    "data-string": { data: JSON.stringify(asked) },
    parameters: { parameters: [JSON.stringify(asked)] },
  };
  for (const bodyForm of ["data-object", "data-string", "parameters"] as const) {
    const { client } = clientFor(kingdee.url, { bodyForm });
    expect(await client.executeBillQuery({ ...QUERY, startRow: 4000 })).toEqual([]);
    expect(JSON.parse(kingdee.seen.at(-1)?.body ?? "")).toEqual(forms[bodyForm]);
  }
});

test("reads an answer that is wrapped in one more JSON string", async () => {
  await using kingdee = await startKingdee(afterSignIn({ body: JSON.stringify(ROWS) }));
  expect(await clientFor(kingdee.url).client.executeBillQuery(QUERY)).toEqual([
    ["348963", "CK001"],
    ["348963", null],
  ]);
});

test("takes status 206 for success", async () => {
  await using kingdee = await startKingdee(afterSignIn({ status: 206, body: ROWS }));
  expect(await clientFor(kingdee.url).client.executeBillQuery(QUERY)).toHaveLength(2);
});

test("names a login page for what it is", async () => {
  const body = "<!DOCTYPE html><html><title>登录</title>会话信息已丢失</html>";
  await using kingdee = await startKingdee(afterSignIn({ body, headers: { "content-type": "text/html" } }));
  expect(await faultOf(clientFor(kingdee.url).client.executeBillQuery(QUERY))).toMatchObject({ code: "KD_NOT_API" });
});

test("refuses a page in another charset instead of sending its wreck on", async () => {
  const body = Buffer.concat([Buffer.from('[[1,"'), Buffer.from([0xb9, 0xe3, 0xd6, 0xdd]), Buffer.from('"]]')]);
  await using kingdee = await startKingdee(afterSignIn({ body }));
  const fault = await faultOf(clientFor(kingdee.url).client.executeBillQuery(QUERY));
  expect(fault.code).toBe("KD_ANSWER_INVALID");
});

test("says which field Kingdee does not know", async () => {
  await using kingdee = await startKingdee(afterSignIn(envelope(9, "元数据中标识为FNoSuchField的字段不存在")));
  const fault = await faultOf(clientFor(kingdee.url).client.executeBillQuery(QUERY));
  expect(fault).toMatchObject({
    code: "KD_FIELD_UNKNOWN",
    recovery: "abort",
    details: { field: "FNoSuchField", msgCode: "9" },
  });
});

test("waits as long as the server says when calls are limited", async () => {
  await using kingdee = await startKingdee(afterSignIn({ status: 429, headers: { "retry-after": "17" } }));
  const fault = await faultOf(clientFor(kingdee.url).client.executeBillQuery(QUERY));
  expect(fault).toMatchObject({ code: "KD_CALL_LIMIT", recovery: "snooze", retryAfterMs: 17_000 });
});

test("gives up at the deadline", async () => {
  await using kingdee = await startKingdee(afterSignIn({ fault: "silent" }));
  const { client } = clientFor(kingdee.url, { deadlineMs: 300 });
  expect(await faultOf(client.executeBillQuery(QUERY))).toMatchObject({ code: "HTTP_DEADLINE", recovery: "retry" });
});

test("stops at the body limit", async () => {
  await using kingdee = await startKingdee(afterSignIn({ body: `[[1,"${"x".repeat(100_000)}"]]` }));
  const { client } = clientFor(kingdee.url, { maxBodyBytes: 20_000 });
  expect((await faultOf(client.executeBillQuery(QUERY))).code).toBe("HTTP_BODY_TOO_LARGE");
});

test("reports a cut connection and repeats nothing by itself", async () => {
  await using kingdee = await startKingdee(afterSignIn({ fault: "cut" }));
  expect((await faultOf(clientFor(kingdee.url).client.executeBillQuery(QUERY))).code).toBe("HTTP_NETWORK");
  expect(kingdee.called("ExecuteBillQuery")).toBe(1);
});

test("shows Kingdee's words, but no secret and nobody's telephone in them, and not more than 300 characters", async () => {
  const message = `密钥 ${APP_SECRET} 收货人 13800138000 a.b@example.com ${"长".repeat(1000)}`;
  await using kingdee = await startKingdee(afterSignIn(envelope(11, message)));
  const fault = await faultOf(clientFor(kingdee.url).client.executeBillQuery(QUERY));
  expect(fault.code).toBe("KD_BUSINESS_ERROR");
  expect(fault.message).toContain("密钥 [redacted] 收货人 [redacted] [redacted] 长");
  expect(fault.message.length).toBeLessThan(400);
});

test("keeps the body of a broken answer out of the fault", async () => {
  await using kingdee = await startKingdee(afterSignIn({ body: `[[1,"王小明 13800138000"],[2` }));
  const fault = await faultOf(clientFor(kingdee.url).client.executeBillQuery(QUERY));
  expect(fault.code).toBe("KD_ANSWER_INVALID");
  expect(`${fault.stack} ${JSON.stringify(fault)}`).not.toMatch(/王小明|13800138000/);
});

test("tells Kingdee's time from its answers, and this machine's until there is one", async () => {
  const date = new Date(Date.UTC(2031, 0, 1)).toUTCString();
  await using kingdee = await startKingdee(afterSignIn({ body: ROWS, headers: { date } }));
  const { client } = clientFor(kingdee.url);
  expect(client.serverNow().source).toBe("local");
  await client.executeBillQuery(QUERY);
  const { source, epochMs } = client.serverNow();
  expect(source).toBe("server");
  expect(epochMs - Date.UTC(2031, 0, 1)).toBeGreaterThanOrEqual(0);
  expect(epochMs - Date.UTC(2031, 0, 1)).toBeLessThan(10_000);
});

test("does not take the time from a proxy's error page", async () => {
  const date = new Date(Date.UTC(2031, 0, 1)).toUTCString();
  await using kingdee = await startKingdee(afterSignIn({ status: 502, headers: { date } }));
  const { client } = clientFor(kingdee.url);
  await client.signIn();
  expect((await faultOf(client.executeBillQuery(QUERY))).code).toBe("HTTP_STATUS");
  expect(client.serverNow().epochMs).toBeLessThan(Date.UTC(2031, 0, 1));
});
