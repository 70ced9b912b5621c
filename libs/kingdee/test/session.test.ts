import { expect, test } from "vitest";

import { afterSignIn, SESSION_LOST, signedIn, startKingdee, type Script } from "./scripted-kingdee.ts";
import { clientFor, faultOf, QUERY, SIGNED_HEADERS } from "./setup.ts";

test("signs in once more when the session is lost, and repeats the page", async () => {
  await using kingdee = await startKingdee(losingOnce());
  const { client, events } = clientFor(kingdee.url);
  expect(await client.executeBillQuery(QUERY)).toEqual([]);
  expect(kingdee.seen.map((request) => request.service)).toEqual([
    "LoginByAppSecret",
    "ExecuteBillQuery",
    "LoginByAppSecret",
    "ExecuteBillQuery",
  ]);
  expect(events.map((event) => event.kind)).toEqual(["signed-in", "session-lost", "signed-in", "query-answered"]);
});

test("takes the text of an expired password's session for a lost one", async () => {
  const text = "401 Forbidden ByRspRetStatusCode -- N001: Unexpectable request";
  await using kingdee = await startKingdee(afterSignIn({ body: text }));
  expect((await faultOf(clientFor(kingdee.url).client.executeBillQuery(QUERY))).code).toBe("KD_SESSION_LOST");
  expect(kingdee.called("LoginByAppSecret")).toBe(2);
});

test("gives up after the second loss instead of signing in for ever", async () => {
  await using kingdee = await startKingdee(afterSignIn(SESSION_LOST));
  const { client } = clientFor(kingdee.url);
  expect(await faultOf(client.executeBillQuery(QUERY))).toMatchObject({ code: "KD_SESSION_LOST", recovery: "retry" });
  expect([kingdee.called("LoginByAppSecret"), kingdee.called("ExecuteBillQuery")]).toEqual([2, 2]);
  await faultOf(client.executeBillQuery(QUERY));
  expect(kingdee.called("LoginByAppSecret")).toBe(3);
});

test("renews once for all pages that lose the same session", async () => {
  let signIns = 0;
  await using kingdee = await startKingdee(({ service, headers }) => {
    if (service === "ExecuteBillQuery") return headers.cookie?.endsWith("=s1") ? SESSION_LOST : { body: "[]" };
    signIns += 1;
    return signedIn({}, `kdservice-sessionid=s${signIns}`);
  });
  const { client } = clientFor(kingdee.url);
  const pages = await Promise.all(Array.from({ length: 6 }, () => client.executeBillQuery(QUERY)));
  expect(pages).toHaveLength(6);
  expect(kingdee.called("LoginByAppSecret")).toBe(2);
});

test("is not misled by the hollow session that a late refusal sets", async () => {
  const late = Promise.withResolvers<void>();
  let queries = 0;
  await using kingdee = await startKingdee(async ({ service, headers }) => {
    if (service !== "ExecuteBillQuery") return signedIn({}, `kdservice-sessionid=s${queries}`);
    queries += 1;
    const query = queries;
    if (query === 1) await late.promise;
    const hollow = { ...SESSION_LOST, headers: { "set-cookie": "kdservice-sessionid=hollow; path=/" } };
    return headers.cookie === "kdservice-sessionid=s2" ? { body: "[]" } : hollow;
  });
  const { client } = clientFor(kingdee.url);
  const slow = client.executeBillQuery(QUERY);
  expect(await client.executeBillQuery(QUERY)).toEqual([]);
  late.resolve();
  expect(await slow).toEqual([]);
  expect(await client.executeBillQuery(QUERY)).toEqual([]);
  expect(kingdee.called("LoginByAppSecret")).toBe(2);
});

test("signs every request and signs in nowhere when headers are signed", async () => {
  await using kingdee = await startKingdee(() => ({ body: "[]" }));
  const { client } = clientFor(kingdee.url, { auth: SIGNED_HEADERS });
  await client.signIn();
  await client.executeBillQuery(QUERY);
  expect(kingdee.seen.map((request) => request.service)).toEqual(["ExecuteBillQuery", "ExecuteBillQuery"]);
  for (const { headers } of kingdee.seen) {
    expect(headers).toMatchObject({ "x-api-clientid": "100000", "x-api-auth-version": "2.0" });
    expect(headers["x-api-timestamp"]).toMatch(/^\d{10}$/);
  }
});

test("takes a lost session for refused credentials when headers are signed", async () => {
  await using kingdee = await startKingdee(() => SESSION_LOST);
  const { client } = clientFor(kingdee.url, { auth: SIGNED_HEADERS });
  const fault = await faultOf(client.signIn());
  expect(fault).toMatchObject({ code: "KD_CREDENTIALS_REFUSED", recovery: "abort" });
  expect(await faultOf(client.executeBillQuery(QUERY))).toBe(fault);
  expect(kingdee.seen).toHaveLength(1);
});

test("drops a session that went well before it doubts the signature", async () => {
  const session = { body: "[]", headers: { "set-cookie": "kdservice-sessionid=s1; path=/" } };
  await using kingdee = await startKingdee(({ headers }) => (headers.cookie ? SESSION_LOST : session));
  const { client } = clientFor(kingdee.url, { auth: SIGNED_HEADERS });
  await client.executeBillQuery(QUERY);
  expect(await client.executeBillQuery(QUERY)).toEqual([]);
  expect(kingdee.seen).toHaveLength(3);
});

test("refuses at once an AppID that cannot sign", () => {
  expect(() => clientFor("http://127.0.0.1:1/k3cloud/", { auth: { ...SIGNED_HEADERS, appId: "100000" } })).toThrow(
    expect.objectContaining({ code: "CONFIG_INVALID" }),
  );
});

function losingOnce(): Script {
  return afterSignIn((_request, earlier) =>
    earlier.some((request) => request.service === "ExecuteBillQuery") ? { body: "[]" } : SESSION_LOST,
  );
}
