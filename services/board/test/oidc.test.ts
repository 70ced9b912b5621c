import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { createLogger } from "@billferry/runtime";
import { expect, test } from "vitest";

import type { OidcOptions } from "../src/oidc/oidc-settings.ts";
import { openBoard } from "./board-world.ts";
import { startProvider, type Forgery } from "./oidc-stand.ts";
import { basic, by, openPeopled, type Browser } from "./people-world.ts";

const LIMIT_MS = 60_000;
const PAUSE = "/queues/api/queues/transform/pause";
const CONSOLE = "https://console.example.com";

function companyOf(issuer: string, more: Partial<OidcOptions> = {}): OidcOptions {
  return {
    issuer,
    clientId: "console",
    clientSecret: "a secret/of:the+client",
    roles: [
      { group: "staff", role: "viewer" },
      { group: "wms-ops", role: "operator" },
      { group: "it", role: "admin" },
    ],
    rolesClaim: "groups",
    nameClaim: "preferred_username",
    scope: "openid profile",
    consoleUrl: CONSOLE,
    ...more,
  };
}

async function openCompany(more: Partial<OidcOptions> = {}) {
  const provider = await startProvider();
  const lines: string[] = [];
  const log = createLogger({ name: "test", level: "silent", version: "0" });
  for (const level of ["info", "warn", "error"] as const)
    log[level] = (fields: object) => void lines.push(JSON.stringify(fields));
  const board = await openPeopled({ oidc: companyOf(provider.issuer, more), log });
  return { ...board, ...provider, lines, walker: walkerOf(board.act) };
}

type Act = (path: string, init?: RequestInit) => Promise<Response>;

/** What the provider sends the browser back to. */
async function answerOf(to: string): Promise<URL> {
  const answer = await fetch(to, { redirect: "manual" });
  return new URL(answer.headers.get("location") ?? "");
}

/** A browser that goes to the provider and comes back. */
function walkerOf(act: Act) {
  const leave = async (next = "/cases") => {
    const left = await act(`/sign-in/oidc?next=${encodeURIComponent(next)}`);
    return { left, cookie: cookiesOf(left), to: left.headers.get("location") ?? "" };
  };
  const comeBack = async (back: URL, cookie: string): Promise<Response> =>
    act(`${back.pathname}${back.search}`, { headers: { cookie, "sec-fetch-site": "cross-site" } });
  const walk = async (next?: string): Promise<Response> => {
    const { cookie, to } = await leave(next);
    return comeBack(await answerOf(to), cookie);
  };
  /** Why the last one ended without a session, as the sign-in page asks for it. */
  const told = async (refused: Response): Promise<{ readonly code: string; readonly message: string } | null> => {
    expect([refused.status, refused.headers.get("location")]).toEqual([
      302,
      expect.stringMatching(/^\/sign-in\?next=/),
    ]);
    expect(cookiesOf(refused)).not.toContain("billferry-session=");
    const asked = await act("/api/v1/sign-in", { headers: { cookie: cookiesOf(refused), "accept-language": "en" } });
    return ((await asked.json()) as { refused: { code: string; message: string } | null }).refused;
  };
  const enter = async (): Promise<Browser> => {
    const cookie = cookiesOf(await walk());
    const me = (await (await act("/api/v1/me", { headers: { cookie } })).json()) as { csrf: string };
    return { cookie, csrf: me.csrf };
  };
  return { leave, answerOf, comeBack, walk, told, enter };
}

function cookiesOf(answer: Response): string {
  const set = answer.headers.getSetCookie().filter((each) => !/Max-Age=0|1970/.test(each));
  return set.map((each) => each.split(";")[0]).join("; ");
}

test(
  "who comes by the company's account has the session of a password, the role of the group, and goes where he wanted to",
  { timeout: LIMIT_MS },
  async () => {
    const { walker, act, asked, lines, issuer } = await openCompany();
    const { left, cookie, to } = await walker.leave("/cases?code=X");
    expect(left.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^billferry-oidc=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
    expect(Object.fromEntries(new URL(to).searchParams)).toMatchObject({
      redirect_uri: `${CONSOLE}/sign-in/oidc/callback`,
      response_type: "code",
      code_challenge_method: "S256",
      state: expect.stringMatching(/.{40}/),
      nonce: expect.stringMatching(/.{40}/),
    });
    const back = await walker.answerOf(to);
    const entered = await walker.comeBack(back, cookie);
    expect([entered.status, await entered.text()]).toEqual([200, expect.stringContaining("0;url=/cases?code=X")]);
    const session = entered.headers.getSetCookie().find((each) => each.startsWith("billferry-session="));
    expect(session).toMatch(/HttpOnly; SameSite=Strict$/);
    const me = await act("/api/v1/me", { headers: { cookie: cookiesOf(entered) } });
    const { csrf } = (await me.json()) as { csrf: string };
    expect(await (await act("/api/v1/me", by({ cookie: cookiesOf(entered), csrf }))).json()).toMatchObject({
      name: "王敏",
      role: "operator",
    });
    const wanted = { method: "PUT", headers: { cookie: cookiesOf(entered) } };
    expect((await act(PAUSE, wanted)).status).toBe(403);
    expect((await act(PAUSE, by({ cookie: cookiesOf(entered), csrf }, { method: "PUT" }))).ok).toBe(true);
    const left2 = await act("/api/v1/sign-out", by({ cookie: cookiesOf(entered), csrf }, { method: "POST" }));
    expect(await left2.json()).toEqual({
      ok: true,
      leave: `${issuer}/leave?post_logout_redirect_uri=${encodeURIComponent(`${CONSOLE}/sign-in`)}&client_id=console`,
    });
    expect((await act("/api/v1/me", { headers: { cookie: cookiesOf(entered) } })).status).toBe(401);
    expect(asked.find(({ path }) => path === "/token")?.authorization).toMatch(/^Basic /);
    const code = back.searchParams.get("code") ?? "";
    expect(lines.join("\n")).toContain("board.signed-in");
    for (const secret of [code, "opaque-access", "secret", csrf]) expect(lines.join("\n")).not.toContain(secret);
  },
);

test.each([
  "nonce",
  "key",
  "algorithm",
  "audience",
  "issuer",
  "expired",
  "no token",
] as const satisfies readonly Forgery[])(
  "a token that is not right (%s) begins no session",
  { timeout: LIMIT_MS },
  async (forgery) => {
    const { walker, said } = await openCompany();
    said.forgery = forgery;
    expect(await walker.told(await walker.walk())).toMatchObject({ code: "OIDC_INVALID" });
    said.forgery = undefined;
    expect((await walker.walk()).status).toBe(200);
  },
);

test(
  "an answer with another state, of another browser, or that comes again begins no session",
  { timeout: LIMIT_MS },
  async () => {
    const { walker } = await openCompany();
    const [mine, another] = [await walker.leave(), await walker.leave()];
    const back = await walker.answerOf(mine.to);
    const foreign = await walker.comeBack(back, another.cookie);
    expect(await walker.told(foreign)).toMatchObject({ code: "OIDC_INVALID" });
    expect(await walker.told(await walker.comeBack(back, ""))).toMatchObject({ code: "OIDC_EXPIRED" });
    const changed = new URL(back);
    changed.searchParams.set("state", "A".repeat(43));
    expect(await walker.told(await walker.comeBack(changed, mine.cookie))).toMatchObject({ code: "OIDC_INVALID" });
    // That was its one use.
    expect(await walker.told(await walker.comeBack(back, mine.cookie))).toMatchObject({ code: "OIDC_EXPIRED" });
    const third = await walker.leave();
    const right = await walker.answerOf(third.to);
    expect((await walker.comeBack(right, third.cookie)).status).toBe(200);
    expect(await walker.told(await walker.comeBack(right, third.cookie))).toMatchObject({ code: "OIDC_EXPIRED" });
  },
);

test("who is in no group with a role is told so with his groups, in his language", { timeout: LIMIT_MS }, async () => {
  const { walker, said, lines } = await openCompany();
  for (const groups of [["sales", "hr"], [], undefined, "staff-of-others", [{ name: "it" }]]) {
    said.claims = { sub: "u-2", preferred_username: "lin", groups };
    expect(await walker.told(await walker.walk())).toMatchObject({ code: "OIDC_NO_ROLE" });
  }
  said.claims = { sub: "u-2", preferred_username: "lin", groups: ["sales", "hr"] };
  expect((await walker.told(await walker.walk()))?.message).toBe(
    "lin is in no group that may use the board (groups has: sales, hr)",
  );
  expect(lines.join("\n")).toContain('"code":"OIDC_NO_ROLE","user":"lin"');
});

test.each([
  { from: "the highest of several", claims: { groups: ["staff", "it", "wms-ops"] }, role: "admin" },
  { from: "one group that is no list", claims: { groups: "staff" }, role: "viewer" },
  {
    from: "a claim within another",
    more: { rolesClaim: "realm_access.roles" },
    claims: { realm_access: { roles: ["it"] } },
    role: "admin",
  },
  { from: "what only userinfo tells", userinfo: { groups: ["wms-ops"] }, role: "operator" },
])("a role comes from $from", { timeout: LIMIT_MS }, async ({ more = {}, claims = {}, userinfo = {}, role }) => {
  const { walker, said, act } = await openCompany(more);
  said.claims = { sub: "u-3", email: "lin@example.com", ...claims };
  said.userinfo = userinfo;
  const me = await act("/api/v1/me", by(await walker.enter()));
  expect(await me.json()).toMatchObject({ name: "lin@example.com", role });
});

test("a name that the users file has is nobody else's", { timeout: LIMIT_MS }, async () => {
  const { walker, said } = await openCompany();
  said.claims = { sub: "u-4", preferred_username: "admin", groups: ["staff"] };
  expect(await walker.told(await walker.walk())).toMatchObject({ code: "OIDC_NAME_TAKEN" });
});

test("what the provider refuses is told in its word", { timeout: LIMIT_MS }, async () => {
  const { walker, said } = await openCompany();
  said.refusal = "access_denied";
  const told = await walker.told(await walker.walk());
  expect(told).toMatchObject({ code: "OIDC_REFUSED", message: expect.stringContaining("access_denied") });
});

test(
  "a session ends when its time is over, and when the groups mean something else",
  { timeout: LIMIT_MS },
  async () => {
    const { walker, act, redis, issuer, log } = await openCompany();
    const { cookie, csrf } = await walker.enter();
    const me = async (ask: Act) => (await ask("/api/v1/me", by({ cookie, csrf }))).status;
    expect(await me(act)).toBe(200);
    const changed = companyOf(issuer, { roles: [{ group: "wms-ops", role: "viewer" }] });
    const other = await openBoard({ redis, log, oidc: changed });
    expect(await me(other.act)).toBe(401);
    const [key = ""] = await redis.keys("{billferry}:console:session:*");
    const session = JSON.parse((await redis.get(key)) ?? "") as { oidc: object };
    await redis.set(
      key,
      JSON.stringify({ ...session, oidc: { ...session.oidc, untilMs: Date.now() - 1 } }),
      "PX",
      60_000,
    );
    expect(await me(act)).toBe(401);
  },
);

test(
  "a board whose provider is away starts, says so, lets passwords in, and takes it up once it is there",
  { timeout: LIMIT_MS },
  async () => {
    const port = await freePort();
    const lines: string[] = [];
    const log = createLogger({ name: "test", level: "silent", version: "0" });
    log.warn = (fields: object) => void lines.push(JSON.stringify(fields));
    const { act, enter } = await openPeopled({ oidc: companyOf(`http://127.0.0.1:${port}`), log });
    await expect.poll(() => lines.join("\n"), { timeout: 20_000 }).toContain("board.oidc-unreachable");
    expect((await act("/api/v1/me", by(await enter("viewer")))).status).toBe(200);
    const walker = walkerOf(act);
    expect(await walker.told((await walker.leave()).left)).toMatchObject({
      code: "OIDC_UNREACHABLE",
      message: expect.stringContaining("ECONNREFUSED"),
    });
    await startProvider({ port });
    expect((await walker.walk()).status).toBe(200);
  },
);

test(
  "with a provider alone there is a sign-in, by no password and by no other way",
  { timeout: LIMIT_MS },
  async () => {
    const { issuer } = await startProvider();
    const { act } = await openBoard({ oidc: companyOf(issuer) });
    expect((await act("/api/v1/me")).status).toBe(401);
    expect((await act("/api/v1/me", { headers: basic("admin") })).status).toBe(401);
    expect(await (await act("/api/v1/sign-in")).json()).toEqual({ password: false, oidc: true, refused: null });
    const { cookie, csrf } = await walkerOf(act).enter();
    expect((await act("/api/v1/me", by({ cookie, csrf }))).status).toBe(200);
  },
);

test("without a provider there is no such way in, and the page is told so", async () => {
  const { act } = await openPeopled();
  expect(await (await act("/api/v1/sign-in")).json()).toEqual({ password: true, oidc: false, refused: null });
  for (const path of ["/sign-in/oidc", "/sign-in/oidc/callback?code=x&state=y"])
    expect([path, (await act(path)).status]).toEqual([path, 404]);
});

test.each(["//evil.example.com", "https://evil.example.com", "/\t/evil.example.com", "/\\evil.example.com", "x"])(
  "a sign-in never leads on to another site: %j",
  { timeout: LIMIT_MS },
  async (next) => {
    const { walker } = await openCompany();
    expect(await (await walker.walk(next)).text()).toContain('content="0;url=/"');
  },
);

test("a way in that is asked for again and again ends at a limit", { timeout: LIMIT_MS }, async () => {
  const { walker } = await openCompany();
  const answers = await Promise.all(Array.from({ length: 130 }, async () => walker.leave()));
  expect(answers.filter(({ left }) => left.status === 429)).toHaveLength(10);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => void server.close(resolve));
  return port;
}
