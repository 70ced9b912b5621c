import { SHANGHAI } from "@billferry/contracts";
import { expect, test } from "vitest";

import { envelope, signedIn, startKingdee, type ScriptedAnswer } from "./scripted-kingdee.ts";
import { APP_SECRET, clientFor, faultOf, QUERY } from "./setup.ts";

test("signs in by app secret with positional values", async () => {
  await using kingdee = await startKingdee(() => signedIn());
  await clientFor(kingdee.url).client.signIn();
  expect(kingdee.seen.map((request) => [request.service, JSON.parse(request.body)])).toEqual([
    ["LoginByAppSecret", { parameters: ["acct0001", "tester", "100000", APP_SECRET, 2052] }],
  ]);
});

test("signs in by password in the language of the settings", async () => {
  await using kingdee = await startKingdee(() => signedIn());
  await clientFor(kingdee.url, { auth: { kind: "password", password: "pass-word" }, lcid: 1033 }).client.signIn();
  expect(kingdee.seen[0]).toMatchObject({ service: "ValidateUser" });
  expect(JSON.parse(kingdee.seen[0]?.body ?? "")).toEqual({ parameters: ["acct0001", "tester", "pass-word", 1033] });
});

test.each([
  ["sha256", 64],
  ["sha1", 40],
] as const)("signs in by signature with %s and never sends the secret", async (hash, length) => {
  await using kingdee = await startKingdee(() => signedIn());
  await clientFor(kingdee.url, {
    auth: { kind: "sign", appId: "100000", appSecret: APP_SECRET, hash },
  }).client.signIn();
  const [request] = kingdee.seen;
  expect(request?.service).toBe("LoginBySign");
  const { parameters } = JSON.parse(request?.body ?? "");
  expect(parameters).toEqual(["acct0001", "tester", "100000", expect.any(Number), expect.any(String), 2052]);
  expect(parameters[3]).toBeCloseTo(Date.now() / 1000, -2);
  expect(parameters[4]).toMatch(new RegExp(`^[0-9a-f]{${length}}$`));
  expect(request?.body).not.toContain(APP_SECRET);
});

test("keeps the session as a cookie", async () => {
  await using kingdee = await startKingdee(({ service }) =>
    service === "ExecuteBillQuery" ? { body: "[]" } : signedIn({ KDSVCSessionId: "from-body" }),
  );
  await clientFor(kingdee.url).client.executeBillQuery(QUERY);
  expect(kingdee.seen[1]?.headers).toMatchObject({ cookie: "kdservice-sessionid=s1" });
  expect(kingdee.seen[1]?.headers).not.toHaveProperty("kdservice-sessionid");
});

test("sends the session of the body as a header where no cookie was set", async () => {
  await using kingdee = await startKingdee(({ service }) =>
    service === "ExecuteBillQuery" ? { body: "[]" } : signedIn({ KDSVCSessionId: "from-body" }, ""),
  );
  await clientFor(kingdee.url).client.executeBillQuery(QUERY);
  expect(kingdee.seen[1]?.headers).toMatchObject({ "kdservice-sessionid": "from-body" });
});

test("learns the server's zone at sign-in", async () => {
  const context = { STimeZone: { OffsetTicks: 324000000000 } };
  await using kingdee = await startKingdee(() => signedIn({ Context: context }));
  const { client } = clientFor(kingdee.url);
  expect(client.zone()).toEqual(SHANGHAI);
  await client.signIn();
  expect(client.zone()).toEqual({ offsetMinutes: 540 });
});

test.each([
  ["您的密码将在 3 天后过期", { daysLeft: 3 }],
  ["密码已使用 87 天,将在 3 天后过期", { daysLeft: 3 }],
  ["Your password expires in 12 days", { daysLeft: 12 }],
  ["密码即将过期", { daysLeft: null }],
])("takes a policy notice on success for a warning, with the days that it tells: %s", async (Message, notice) => {
  await using kingdee = await startKingdee(() => signedIn({ MessageCode: "CheckPasswordPolicy", Message }));
  const { client, events } = clientFor(kingdee.url);
  await client.signIn();
  expect(events).toMatchObject([{ kind: "signed-in", passwordNotice: notice }]);
});

test("a sign-in to which Kingdee adds nothing says so: a notice of before is over", async () => {
  await using kingdee = await startKingdee(() => signedIn());
  const { client, events } = clientFor(kingdee.url);
  await client.signIn();
  expect(events).toMatchObject([{ kind: "signed-in", passwordNotice: null }]);
});

test("does not take a cookie for a sign-in when the password has expired", async () => {
  const refused = {
    LoginResultType: -3,
    IsSuccessByAPI: false,
    MessageCode: "CheckPasswordPolicy",
    Message: "密码已过期",
  };
  await using kingdee = await startKingdee(() => signedIn(refused));
  const fault = await faultOf(clientFor(kingdee.url).client.executeBillQuery(QUERY));
  expect(fault).toMatchObject({ code: "KD_PASSWORD_EXPIRED", recovery: "abort" });
  expect(kingdee.called("ExecuteBillQuery")).toBe(0);
});

test("does not offer refused credentials again before the cool-down is over", async () => {
  await using kingdee = await startKingdee(() => REFUSED);
  const { client, events } = clientFor(kingdee.url);
  const first = await faultOf(client.signIn());
  expect(first).toMatchObject({ code: "KD_CREDENTIALS_REFUSED", recovery: "abort" });
  expect(await faultOf(client.executeBillQuery(QUERY))).toBe(first);
  expect(await faultOf(client.signIn())).toBe(first);
  expect(kingdee.seen).toHaveLength(1);
  expect(events).toEqual([{ kind: "sign-in-failed", method: "app-secret", code: "KD_CREDENTIALS_REFUSED" }]);
});

test("offers them again after it", async () => {
  await using kingdee = await startKingdee((_request, earlier) => (earlier.length === 0 ? REFUSED : signedIn()));
  const { client } = clientFor(kingdee.url, { credentialCooldownMs: 0 });
  await faultOf(client.signIn());
  await client.signIn();
  expect(kingdee.seen).toHaveLength(2);
});

test("does not cool down after an outage, which says nothing about the credentials", async () => {
  await using kingdee = await startKingdee((_request, earlier) =>
    earlier.length === 0 ? { status: 503 } : signedIn(),
  );
  const { client } = clientFor(kingdee.url);
  expect((await faultOf(client.signIn())).code).toBe("HTTP_STATUS");
  await client.signIn();
});

test.each<[string, ScriptedAnswer, string]>([
  ["a wrong account", { status: 500, body: "Fail to verify thirty passport" }, "KD_ACCOUNT_UNKNOWN"],
  ["a login page", { body: "<html></html>" }, "KD_NOT_API"],
  ["a session error", envelope(1, "会话信息已丢失，请重新登录"), "KD_CREDENTIALS_REFUSED"],
  ["no licence left", envelope(7, "许可错误"), "KD_LICENCE"],
  [
    "a closed allow-list",
    envelope(4, "请求无权,不能调用该接口,服务器对应IP地址未在管理中心设置IP白名单"),
    "KD_PERMISSION_DENIED",
  ],
  ["an empty object", { body: "{}" }, "KD_ANSWER_INVALID"],
  ["a table", { body: "[]" }, "KD_ANSWER_INVALID"],
])("names %s in answer to a sign-in", async (_name, answer, code) => {
  await using kingdee = await startKingdee(() => answer);
  expect((await faultOf(clientFor(kingdee.url).client.signIn())).code).toBe(code);
});

test("shares one sign-in among all who need it", async () => {
  await using kingdee = await startKingdee(({ service }) =>
    service === "ExecuteBillQuery" ? { body: "[]" } : signedIn(),
  );
  const { client } = clientFor(kingdee.url);
  await Promise.all(Array.from({ length: 8 }, () => client.executeBillQuery(QUERY)));
  expect(kingdee.called("LoginByAppSecret")).toBe(1);
  expect(kingdee.called("ExecuteBillQuery")).toBe(8);
});

test("lets a cancelled caller go without taking the sign-in from the others", async () => {
  const gate = Promise.withResolvers<void>();
  await using kingdee = await startKingdee(async ({ service }) => {
    if (service === "ExecuteBillQuery") return { body: "[]" };
    await gate.promise;
    return signedIn();
  });
  const { client } = clientFor(kingdee.url);
  const stop = new AbortController();
  const leaving = faultOf(client.executeBillQuery(QUERY, stop.signal));
  const staying = client.executeBillQuery(QUERY);
  stop.abort();
  expect((await leaving).code).toBe("SHUTDOWN");
  gate.resolve();
  expect(await staying).toEqual([]);
  expect(kingdee.called("LoginByAppSecret")).toBe(1);
});

test("stops a sign-in that nobody waits for any more", async () => {
  const stop = new AbortController();
  await using kingdee = await startKingdee(() => {
    stop.abort();
    return { fault: "silent" };
  });
  const { client } = clientFor(kingdee.url);
  expect((await faultOf(client.signIn(stop.signal))).code).toBe("SHUTDOWN");
  expect((await faultOf(client.signIn(stop.signal))).code).toBe("SHUTDOWN");
  expect(kingdee.seen).toHaveLength(1);
});

const REFUSED: ScriptedAnswer = { body: JSON.stringify({ LoginResultType: 0, Message: "用户名或密码错误" }) };
