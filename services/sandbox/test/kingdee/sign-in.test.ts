import { expect, test } from "vitest";

import { SANDBOX_CREDENTIALS } from "../../src/index.ts";
import { signLogin } from "../../src/kingdee/sign-in.ts";
import { setup, toCookie, type JsonObject } from "../sandbox-client.ts";

const { account, user, password, appId, appSecret } = SANDBOX_CREDENTIALS.kingdee;
const TIMESTAMP = "1700000000";
const SIGN = signLogin([account, user, appId, appSecret, TIMESTAMP], "sha256");
const QUERY = { FieldKeys: "FID", Limit: 1 };

test.each<[string, string, unknown]>([
  ["by password, positional", "ValidateUser", { parameters: [account, user, password, 2052] }],
  ["by password, named", "ValidateUser", { acctID: account, username: user, password, lcid: 2052 }],
  [
    "by password, positional in a string",
    "ValidateUser",
    { parameters: JSON.stringify([account, user, password, 2052]) },
  ],
  [
    "by password, in the legacy envelope",
    "ValidateUser",
    {
      format: 1,
      useragent: "ApiClient",
      rid: "1",
      parameters: [account, user, password, 2052],
      timestamp: "2026-01-01 00:00:00",
      v: "1.0",
    },
  ],
  ["with kick-off", "ValidateUser2", { parameters: [account, user, password, true, 2052] }],
  ["by application secret", "LoginByAppSecret", { parameters: [account, user, appId, appSecret, 2052] }],
  [
    "by application secret, named",
    "LoginByAppSecret",
    { acctid: account, username: user, appid: appId, appsecret: appSecret, lcid: 2052 },
  ],
  ["by sign", "LoginBySign", { parameters: [account, user, appId, Number(TIMESTAMP), SIGN, 2052] }],
])("signs in %s", async (_name, service, body) => {
  const { call, query } = await setup({ bills: 3 });
  const reply = await call(`AuthService.${service}`, body);
  const login = JSON.parse(reply.text) as JsonObject;
  expect(login).toMatchObject({ LoginResultType: 1, IsSuccessByAPI: true });
  expect(login["Context"]).toMatchObject({ STimeZone: { OffsetTicks: 288_000_000_000 } });
  expect(reply.cookies.join()).toMatch(/expires=\w{3}, /);
  expect(JSON.parse((await query(QUERY, { cookie: toCookie(reply) })).text)).toHaveLength(1);
});

test("signs in by form, at the path in capitals", async () => {
  const { sandbox, post } = await setup();
  const url = `${sandbox.url}/K3Cloud/Kingdee.BOS.WebApi.ServicesStub.AuthService.ValidateUser.common.kdsvc`;
  const form = new URLSearchParams({ acctID: account, username: user, password, lcid: "2052" }).toString();
  const reply = await post(url, form, { "content-type": "application/x-www-form-urlencoded" });
  expect(reply.text).toContain('"LoginResultType":1');
});

test("a wrong password is refused with a cookie that opens nothing", async () => {
  const { call, query } = await setup();
  const reply = await call("AuthService.ValidateUser", { parameters: [account, user, "wrong", 2052] });
  expect(JSON.parse(reply.text)).toMatchObject({ LoginResultType: 0, Message: "用户名或密码错误" });
  expect((await query(QUERY, { cookie: toCookie(reply) })).text).toContain('"MsgCode":1');
});

test("a wrong account is refused outside the envelope", async () => {
  const { call } = await setup();
  const reply = await call("AuthService.ValidateUser", { parameters: ["other", user, password, 2052] });
  expect([reply.status, reply.text]).toEqual([500, "Fail to verify thirty passport"]);
});

test("an expired password gives a cookie and then a text that is no JSON", async () => {
  const { call, query } = await setup({ settings: { kingdee: { password: "expired" } } });
  const reply = await call("AuthService.ValidateUser", { parameters: [account, user, password, 2052] });
  expect(JSON.parse(reply.text)).toMatchObject({ MessageCode: "CheckPasswordPolicy", IsSuccessByAPI: false });
  const after = await query(QUERY, { cookie: toCookie(reply) });
  expect([after.status, after.text]).toEqual([200, "401 Forbidden ByRspRetStatusCode -- N001: Unexpectable request"]);
});

test("an old server knows only SHA-1", async () => {
  const { call } = await setup({ settings: { kingdee: { signHash: "sha1" } } });
  const signed = async (sign: string) =>
    (await call("AuthService.LoginBySign", { parameters: [account, user, appId, TIMESTAMP, sign, 2052] })).text;
  expect(await signed(SIGN)).toContain('"LoginResultType":0');
  expect(await signed(signLogin([account, user, appId, appSecret, TIMESTAMP], "sha1"))).toContain(
    '"LoginResultType":1',
  );
});

test("a session slides, and is lost after twenty idle minutes, in the vendor's envelope", async () => {
  let nowMs = Date.UTC(2026, 4, 4);
  const { signIn, query } = await setup({ bills: 3, now: () => nowMs });
  const session = await signIn();
  for (let step = 0; step < 3; step += 1) {
    nowMs += 19 * 60_000;
    expect(JSON.parse((await query(QUERY, session)).text)).toHaveLength(1);
  }
  nowMs += 20 * 60_000 + 1;
  const lost = await query(QUERY, session);
  expect(lost.status).toBe(200);
  expect(lost.text).toBe(
    '[[{"Result":{"ResponseStatus":{"ErrorCode":500,"IsSuccess":false,"Errors":[{"FieldName":null,"Message":"会话信息已丢失，请重新登录","DIndex":0}],"SuccessEntitys":[],"SuccessMessages":[],"MsgCode":1}}}]]',
  );
});

test("the session id can be absent from the body, and can come back as a bare header", async () => {
  const { call, query, signIn } = await setup({ bills: 3, settings: { kingdee: { isSessionIdInBody: false } } });
  const login = await call("AuthService.ValidateUser", { parameters: [account, user, password, 2052] });
  expect(JSON.parse(login.text)).toMatchObject({ KDSVCSessionId: null });
  const id = /kdservice-sessionid=([^;]+)/.exec((await signIn())["cookie"] ?? "")?.[1] ?? "";
  expect(JSON.parse((await query(QUERY, { "kdservice-sessionid": id })).text)).toHaveLength(1);
});

test("signing out ends the session", async () => {
  const { call, query, signIn } = await setup({ bills: 3 });
  const session = await signIn();
  await call("AuthService.Logout", {}, session);
  expect((await query(QUERY, session)).text).toContain('"MsgCode":1');
});

test("a query may come in every body form in use, but not as a bare array", async () => {
  const { call, signIn } = await setup({ bills: 3 });
  const session = await signIn();
  const data = { FormId: "SAL_OUTSTOCK", FieldKeys: "FID", Limit: 1, OrderString: "FID" };
  const json = JSON.stringify(data);
  const service = "DynamicFormService.ExecuteBillQuery";
  const form = { ...session, "content-type": "application/x-www-form-urlencoded" };
  const answers = await Promise.all([
    call(service, { data }, session),
    call(service, { formid: "SAL_OUTSTOCK", data: json }, session),
    call(service, { parameters: [data] }, session),
    call(service, { parameters: [json] }, session),
    call(service, { format: 1, useragent: "ApiClient", rid: "1", parameters: [json], v: "1.0" }, session),
    call(service, new URLSearchParams({ data: json }).toString(), form),
  ]);
  expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
  const bare = await call(service, [data], session);
  expect([bare.status, bare.text.startsWith("Additional text found in JSON string")]).toEqual([500, true]);
});

test("errors of the object services are not wrapped in arrays", async () => {
  const { call } = await setup();
  const reply = await call("DynamicFormService.BillQuery", { data: { FormId: "SAL_OUTSTOCK", FieldKeys: "FID" } });
  expect(reply.text.startsWith('{"Result":{"ResponseStatus":')).toBe(true);
});

test("object rows keep the keys as asked, and the metadata lists the form's fields", async () => {
  const { call, signIn } = await setup({ bills: 3 });
  const session = await signIn();
  const data = { FormId: "SAL_OUTSTOCK", FieldKeys: "FBillNo,FMaterialId.FNumber", Limit: 1 };
  const rows = JSON.parse((await call("DynamicFormService.BillQuery", { data }, session)).text) as JsonObject[];
  expect(Object.keys(rows[0] ?? {})).toEqual(["FBillNo", "FMaterialId.FNumber"]);
  const metadata = await call("DynamicFormService.QueryBusinessInfo", { data: { FormId: "SAL_OUTSTOCK" } }, session);
  expect(metadata.text).toContain('"Key":"FRealQty"');
});

test("the server's clock and zone can be wrong, and tell of it", async () => {
  const nowMs = Date.UTC(2026, 4, 4, 4);
  const kingdee = { clockSkewMs: -600_000, zoneOffsetMinutes: 0 };
  const { control, query, signIn } = await setup({ settings: { kingdee }, now: () => nowMs });
  await control("bills", { billNo: "X1" });
  await control("bills/X1/audit", {});
  const reply = await query({ FieldKeys: "FApproveDate" }, await signIn());
  expect(reply.text).toBe('[["2026-05-04T03:50:00"]]');
  expect(reply.date).toBe("Mon, 04 May 2026 03:50:00 GMT");
});
