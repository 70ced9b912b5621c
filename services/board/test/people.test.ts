import { expect, onTestFinished, test } from "vitest";

import { NO_TABLES } from "./board-world.ts";
import { createBoardServer } from "../src/board-server.ts";
import { openBoard } from "./board-world.ts";
import { basic, browserOf, by, lineOf, openPeopled, PASSWORD, toUsers } from "./people-world.ts";

const PAUSE = "/queues/api/queues/transform/pause";

test("who signs in by the form gets a cookie that no script reads and no other site sends, and is known by it", async () => {
  const { signIn, act } = await openPeopled();
  const answer = await signIn("operator");
  expect(answer.status).toBe(200);
  const [session = ""] = answer.headers.getSetCookie();
  expect(session).toMatch(/^billferry-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  const browser = await browserOf(answer);
  const me = await act("/api/v1/me", by(browser));
  expect(await me.json()).toEqual({ name: "operator", role: "operator", csrf: browser.csrf, language: "zh-CN" });
  expect((await act("/queues", by(browser))).status).toBe(200);
});

test("what Redis keeps of a session lets nobody in, and no password stands there", async () => {
  const { enter, redis } = await openPeopled();
  const { cookie } = await enter("admin");
  const [key = "", ...others] = await redis.keys("{billferry}:console:session:*");
  expect(others).toEqual([]);
  const text = `${key} ${await redis.get(key)}`;
  expect(text).not.toContain(/billferry-session=([\w-]+)/.exec(cookie)?.[1]);
  expect(text).not.toContain(PASSWORD);
  expect(await redis.pttl(key)).toBeGreaterThan(11 * 3_600_000);
});

test("a session outlives a restart of the board, ends with signing out, and with a change of the user's line", async () => {
  const line = await lineOf("wang", "operator");
  const { enter, act, redis, log } = await openPeopled({ users: await toUsers([line]) });
  const [kept, left] = [await enter("wang"), await enter("wang")];
  const open = async (users: string) => {
    const server = await createBoardServer({
      redis,
      log,
      schemes: ["sal-outstock"],
      language: "zh-CN",
      tables: NO_TABLES,
      users: await toUsers([users]),
    });
    onTestFinished(async () => server.close());
    return server;
  };
  const ask = async (server: Awaited<ReturnType<typeof open>>) =>
    (await server.inject({ url: "/api/v1/me", headers: { host: "localhost", cookie: kept.cookie } })).statusCode;
  expect(await ask(await open(line))).toBe(200);
  expect(await ask(await open(line.replace("operator", "viewer")))).toBe(401);
  expect(await ask(await open(await lineOf("wang", "operator", "another")))).toBe(401);
  expect((await act("/api/v1/sign-out", by(left, { method: "POST" }))).status).toBe(200);
  expect((await act("/api/v1/me", by(left))).status).toBe(401);
  expect((await act("/api/v1/me", by(kept))).status).toBe(200);
});

test("a button of Bull Board works with the token that its page sends back, and with no other", async () => {
  const { enter, act, queue } = await openPeopled();
  const { cookie, csrf } = await enter("operator");
  expect(cookie).toContain(`XSRF-TOKEN=${csrf}`);
  for (const headers of [{ cookie }, { cookie, "x-xsrf-token": "" }, { cookie, "x-xsrf-token": csrf.toLowerCase() }]) {
    const answer = await act(PAUSE, { method: "PUT", headers: headers as Record<string, string> });
    expect([answer.status, await answer.json()]).toMatchObject([403, { code: "CSRF_INVALID" }]);
  }
  expect(await queue.isPaused()).toBe(false);
  expect((await act(PAUSE, { method: "PUT", headers: { cookie, "x-xsrf-token": csrf } })).ok).toBe(true);
  expect(await queue.isPaused()).toBe(true);
});

test("a token of another session opens nothing", async () => {
  const { enter, act } = await openPeopled();
  const [mine, another] = [await enter("operator"), await enter("admin")];
  const answer = await act(PAUSE, by({ ...mine, csrf: another.csrf }, { method: "PUT" }));
  expect(answer.status).toBe(403);
});

test("a viewer sees the queues without their buttons, and what is pressed all the same is refused", async () => {
  const { enter, act, queue } = await openPeopled();
  const viewer = await enter("viewer");
  const { queues } = (await (await act("/queues/api/queues", by(viewer))).json()) as { queues: object[] };
  expect(queues).toHaveLength(4);
  for (const each of queues) expect(each).toMatchObject({ readOnlyMode: true, allowRetries: false });
  const answer = await act(PAUSE, by(viewer, { method: "PUT" }));
  expect([answer.status, await answer.json()]).toMatchObject([
    403,
    // As Bull Board's own page tells it: title and text of a notice.
    { code: "ROLE_TOO_LOW", error: expect.stringContaining("viewer"), message: expect.stringContaining("角色") },
  ]);
  expect(await queue.isPaused()).toBe(false);
  const operator = await enter("operator");
  const shown = (await (await act("/queues/api/queues", by(operator))).json()) as { queues: object[] };
  expect(shown.queues[0]).toMatchObject({ readOnlyMode: false, allowRetries: true });
});

test("a program signs in with each request, and needs no token", async () => {
  const { act, queue } = await openPeopled();
  expect((await act(PAUSE, { method: "PUT", headers: basic("viewer") })).status).toBe(403);
  expect((await act(PAUSE, { method: "PUT", headers: basic("operator") })).ok).toBe(true);
  expect(await queue.isPaused()).toBe(true);
});

test("a users file of today, without roles, makes everybody an administrator", async () => {
  const { enter, act } = await openPeopled({
    users: await toUsers([await lineOf("wang"), "# a note", await lineOf("li")]),
  });
  expect(await (await act("/api/v1/me", by(await enter("li")))).json()).toMatchObject({ name: "li", role: "admin" });
});

test("a line without a role among lines with one is refused: a password that was set anew makes no administrator", async () => {
  await expect(toUsers([await lineOf("wang", "admin"), await lineOf("li")])).rejects.toThrow("第 2 行没有角色");
  await expect(toUsers([`${await lineOf("wang")}:root`])).rejects.toThrow("角色不是");
});

test("who opens the queues in a browser without a session is led to the sign-in, and from there to them", async () => {
  const { act } = await openPeopled();
  const visit = await act("/queues/queue/load?status=failed", { headers: { accept: "text/html,*/*;q=0.8" } });
  expect([visit.status, visit.headers.get("location")]).toEqual([
    302,
    `/sign-in?next=${encodeURIComponent("/queues/queue/load?status=failed")}`,
  ]);
  // What a page asks for by itself is refused without the browser's own form.
  const asked = await act("/api/v1/me", { headers: { accept: "application/json" } });
  expect([asked.status, asked.headers.get("www-authenticate")]).toEqual([401, null]);
});

test("where no users are set up, whoever reaches the board is its administrator", async () => {
  const { act } = await openBoard();
  expect(await (await act("/api/v1/me")).json()).toEqual({ name: null, role: "admin", csrf: null, language: "zh-CN" });
});

test("a form is guessed at as seldom as a header, and the right password still opens it", async () => {
  const { signIn } = await openPeopled();
  expect((await signIn("admin")).status).toBe(200);
  const answers = await Promise.all(Array.from({ length: 12 }, async (_, index) => signIn("admin", `hunter${index}`)));
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(7);
  expect(await answers.find(({ status }) => status === 429)?.json()).toMatchObject({
    code: "SIGN_IN_LIMITED",
    remedy: expect.stringMatching(/请 \d+ 秒后再试/),
  });
  expect((await signIn("admin")).status).toBe(200);
});
