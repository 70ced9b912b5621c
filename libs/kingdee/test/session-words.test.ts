import { expect, test } from "vitest";

import { afterSignIn, errorObject, startKingdee, type ScriptedAnswer } from "./scripted-kingdee.ts";
import { clientFor, faultOf, QUERY, SIGNED_HEADERS } from "./setup.ts";

const ROWS = `[[348963,"CK001"]]`;
const text = (status: number, body: string): ScriptedAnswer => ({
  status,
  body,
  headers: { "content-type": "text/plain; charset=utf-8" },
});
const error = (message: string): ScriptedAnswer => ({ body: `[[${JSON.stringify(errorObject(0, message))}]]` });
const page = (body: string): ScriptedAnswer => ({ body, headers: { "content-type": "text/html" } });

const LOST: readonly [string, ScriptedAnswer][] = [
  ["会话超时", text(200, "会话超时")],
  ["Session timeout", text(200, "Session timeout")],
  ["401 without a word", text(401, "")],
  ["403 without a word", text(403, "")],
  ["IIS' login timeout", text(440, "")],
  [
    "401 with IIS' page",
    { status: 401, ...page("<html><body><h2>401 - 未授权: 访问由于凭据无效被拒绝。</h2></body></html>") },
  ],
  ["a redirect to the start page", { status: 302, body: "", headers: { location: "/k3cloud/html5/index.aspx" } }],
  ["a sign-in page", page("<!DOCTYPE html><html><title>登录</title><body>请登录</body></html>")],
  ["用户未登录", error("用户未登录")],
  ["登录已失效,请重新登录", error("登录已失效,请重新登录")],
  ["invalid session", error("invalid session")],
  ["會話資訊已遺失", error("會話資訊已遺失,請重新登錄")],
  ["您的账号已在其他地方登录", error("您的账号已在其他地方登录")],
  ["Session has expired", error("Session has expired, please log in again.")],
  ["an object that only says so", { body: JSON.stringify({ code: 401, message: "登录状态已过期" }) }],
  ["a text in a JSON string", { body: JSON.stringify("会话已失效") }],
];

test.each(LOST)("a session that is lost as %s costs one new sign-in, and the page comes", async (_name, lost) => {
  await using kingdee = await startKingdee(
    afterSignIn((_request, earlier) =>
      earlier.some(({ service }) => service === "ExecuteBillQuery") ? { body: ROWS } : lost,
    ),
  );
  const { client, events } = clientFor(kingdee.url);
  expect(await client.executeBillQuery(QUERY)).toEqual([["348963", "CK001"]]);
  expect(kingdee.called("LoginByAppSecret")).toBe(2);
  const [first, second] = kingdee.seen.filter(({ service }) => service === "ExecuteBillQuery");
  expect(second?.body).toBe(first?.body);
  expect(events.map(({ kind }) => kind)).toEqual(["signed-in", "session-lost", "signed-in", "query-answered"]);
});

test.each(LOST)("a session that stays lost as %s is a fault with a name, and no loop", async (_name, lost) => {
  await using kingdee = await startKingdee(afterSignIn(lost));
  const fault = await faultOf(clientFor(kingdee.url).client.executeBillQuery(QUERY));
  expect(["KD_SESSION_LOST", "HTTP_STATUS", "KD_NOT_API"]).toContain(fault.code);
  expect([kingdee.called("LoginByAppSecret"), kingdee.called("ExecuteBillQuery")]).toEqual([2, 2]);
});

test.each(LOST)("a sign-in that is answered with %s is not tried again", async (_name, refusal) => {
  await using kingdee = await startKingdee(() => refusal);
  await faultOf(clientFor(kingdee.url).client.executeBillQuery(QUERY));
  expect(kingdee.seen.map(({ service }) => service)).toEqual(["LoginByAppSecret"]);
});

test("bills that contain such words are bills", async () => {
  const rows = [
    ["348963", "会话超时"],
    ["348964", "用户未登录,请重新登录"],
    ["348965", "invalid session <html>登录</html>"],
  ];
  await using kingdee = await startKingdee(afterSignIn({ body: JSON.stringify(rows) }));
  expect(await clientFor(kingdee.url).client.executeBillQuery(QUERY)).toEqual(rows);
  expect(kingdee.called("LoginByAppSecret")).toBe(1);
});

test.each<[string, ScriptedAnswer]>([
  ["a page of a proxy", page("<html><body><h1>502 Bad Gateway</h1></body></html>")],
  ["a lasting redirect", { status: 301, body: "", headers: { location: "https://elsewhere/k3cloud/" } }],
  ["want of a right", error("您没有登录权限")],
  ["a business error", error("数据库连接超时")],
])("%s is no lost session", async (_name, other) => {
  await using kingdee = await startKingdee(afterSignIn(other));
  await faultOf(clientFor(kingdee.url).client.executeBillQuery(QUERY));
  expect([kingdee.called("LoginByAppSecret"), kingdee.called("ExecuteBillQuery")]).toEqual([1, 1]);
});

test("401 to a signed request that never went well is told as it is", async () => {
  await using kingdee = await startKingdee(() => text(401, ""));
  const fault = await faultOf(clientFor(kingdee.url, { auth: SIGNED_HEADERS }).client.executeBillQuery(QUERY));
  expect(fault).toMatchObject({ code: "HTTP_STATUS", details: { status: 401 } });
  expect(kingdee.seen).toHaveLength(1);
});

const limitOf = (body: string): number => (JSON.parse(body) as { data: { Limit: number } }).data.Limit;

test("a server that refuses long pages is asked for shorter ones, and not for long ones again", async () => {
  await using kingdee = await startKingdee(
    afterSignIn(({ body }) => (limitOf(body) > 700 ? error("参数Limit的值不能超过700") : { body: ROWS })),
  );
  const { client, events } = clientFor(kingdee.url);
  for (let each = 0; each < 2; each += 1) expect(await client.executeBillQuery(QUERY)).toHaveLength(1);
  const asked = kingdee.seen.filter(({ service }) => service === "ExecuteBillQuery").map(({ body }) => limitOf(body));
  expect(asked).toEqual([2_000, 700, 700]);
  expect(events).toContainEqual({ kind: "row-limit", rows: 700 });
});

test("a limit that is not named is found by halving, and one that takes no row is a fault", async () => {
  await using kingdee = await startKingdee(afterSignIn(error("参数Limit的值超出范围")));
  const fault = await faultOf(clientFor(kingdee.url).client.executeBillQuery(QUERY));
  expect(fault).toMatchObject({ code: "KD_ROW_LIMIT", recovery: "abort" });
  expect(kingdee.called("ExecuteBillQuery")).toBe(11);
});
