import { request as ask, type IncomingHttpHeaders } from "node:http";

import { beforeAll, expect, test } from "vitest";

import type { GuardedRoute } from "../src/access.ts";
import { mayPass } from "../src/core/roles.ts";
import type { OidcOptions } from "../src/oidc/oidc-settings.ts";
import { by, openPeopled, type Browser } from "./people-world.ts";

/** Everything that a request can be refused for, tried on each route that fastify lists. */
const OPEN = [
  "/",
  "/api/v1/sign-in",
  "/assets/*",
  "/audit",
  "/bills",
  "/bills/*",
  "/cases",
  "/cases/*",
  "/health",
  "/icon.svg",
  "/reconcile",
  "/schemes",
  "/sign-in",
  "/sign-in/oidc",
  "/sign-in/oidc/callback",
  "/tables",
];
const SAFE = new Set(["GET", "HEAD"]);
const AWAY: OidcOptions = {
  issuer: "http://127.0.0.1:1",
  clientId: "console",
  roles: [{ group: "it", role: "admin" }],
  rolesClaim: "groups",
  nameClaim: "preferred_username",
  scope: "openid",
  consoleUrl: "http://127.0.0.1:3000",
};

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

interface Tried {
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly parameter?: string;
}

let board: Awaited<ReturnType<typeof openPeopled>>;
let people: Readonly<Record<"viewer" | "operator" | "admin", Browser>>;
let routes: readonly GuardedRoute[];

beforeAll(async () => {
  // Of a provider that is away: the ways to it and back are there all the same.
  board = await openPeopled({ oidc: AWAY });
  const [viewer, operator, admin] = [
    await board.enter("viewer"),
    await board.enter("operator"),
    await board.enter("admin"),
  ];
  people = { viewer, operator, admin };
  routes = board.server.guardedRoutes;
  return board.close;
});

const guarded = () => routes.filter(({ access }) => access !== "anyone");
const acts = () => routes.filter(({ method }) => !SAFE.has(method));

/** As a browser would that is led by the test: `fetch` sets the host by itself. */
async function send(
  { method, url }: GuardedRoute,
  { headers = {}, body, parameter = "x" }: Tried = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const path = url.replaceAll(/:\w+|\*/g, parameter);
  const type = body === undefined ? {} : { "content-type": "application/json" };
  const sent = ask(`${board.url}${path}`, { method, headers: { ...type, ...headers } }, (answer) => {
    let text = "";
    const end = () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
    answer
      .setEncoding("utf8")
      .on("data", (part: string) => (text += part))
      .on("end", end);
    if (answer.headers["content-type"] !== "text/event-stream") return;
    end();
    sent.destroy();
  }).on("error", reject);
  sent.end(body);
  return promise;
}

/** What became of each route, by its name; where it is as expected it is left out. */
async function findOthers(
  among: readonly GuardedRoute[],
  wanted: { readonly status: number | readonly number[]; readonly code?: string },
  tried: (route: GuardedRoute) => Tried,
): Promise<readonly string[]> {
  expect(among.length).toBeGreaterThan(0);
  const others: string[] = [];
  for (const route of among) {
    const { status, text } = await send(route, tried(route));
    const isRight =
      [wanted.status].flat().includes(status) && (route.method === "HEAD" || text.includes(wanted.code ?? ""));
    if (!isRight) others.push(`${route.method} ${route.url}: ${status} ${text.slice(0, 200)}`);
  }
  return others;
}

const cookiesOf = (person: Browser) => by(person).headers as Record<string, string>;

test("fastify lists the routes of Bull Board, the API and the page, and only the page's frame and the sign-in are open", () => {
  expect(routes.length).toBeGreaterThan(60);
  const open = new Set(routes.filter(({ access }) => access === "anyone").map(({ url }) => url));
  expect([...open].toSorted()).toEqual(OPEN);
  for (const part of ["/queues/api/queues", "/queues/static/*", "/api/v1/cases/retry", "/api/v1/events"])
    expect(routes.map(({ url }) => url)).toContain(part);
});

test("without a session nothing is answered but 401", async () => {
  expect(await findOthers(guarded(), { status: 401, code: "SIGN_IN_NEEDED" }, () => ({}))).toEqual([]);
});

test.each([
  ["a session that nobody began", { cookie: `billferry-session=${"A".repeat(43)}` }],
  ["a cookie of nonsense", { cookie: "billferry-session=%00%0d%0a; billferry-session" }],
  ["a header of nonsense", { authorization: "Basic !!!" }],
  ["another scheme", { authorization: "Bearer abc" }],
])("%s is no session", async (_words, headers) => {
  expect(await findOthers(guarded(), { status: 401 }, () => ({ headers }))).toEqual([]);
});

test.each(["viewer", "operator"] as const)("a %s is refused whatever takes more, token or not", async (role) => {
  const above = guarded().filter(({ access }) => !mayPass(role, access));
  if (role === "operator" && above.length === 0) return;
  const headers = cookiesOf(people[role]);
  expect(await findOthers(above, { status: 403, code: "ROLE_TOO_LOW" }, () => ({ headers }))).toEqual([]);
});

test.each([
  ["no token", {}],
  ["an empty token", { "x-csrf-token": "" }],
  ["a forged token", { "x-csrf-token": "A".repeat(43) }],
  ["a forged token of Bull Board's kind", { "x-xsrf-token": "A".repeat(43) }],
])("an act by cookie with %s is refused", async (_words, token) => {
  const { cookie } = people.admin;
  const among = acts().filter(({ access }) => access !== "anyone");
  const forged = () => ({ headers: { cookie, ...token } });
  expect(await findOthers(among, { status: 403, code: "CSRF_INVALID" }, forged)).toEqual([]);
});

test("under a foreign name nothing is answered but the health check, session or not", async () => {
  const among = routes.filter(({ url }) => url !== "/health");
  const headers = { ...cookiesOf(people.admin), host: "evil.example.com" };
  expect(await findOthers(among, { status: 421, code: "HOST_REFUSED" }, () => ({ headers }))).toEqual([]);
});

test("over plain HTTP in a LAN, where no Sec-Fetch header is sent, a foreign page's act is refused, token or not", async () => {
  const lan = { host: "192.168.1.5:3000" };
  for (const origin of ["http://evil.example.com", "http://192.168.1.5:8080", "http://192.168.1.6:3000", "null"]) {
    const foreign = () => ({ headers: { ...cookiesOf(people.admin), ...lan, origin }, body: "{}" });
    expect([origin, await findOthers(acts(), { status: 403, code: "FOREIGN_SITE" }, foreign)]).toEqual([origin, []]);
  }
});

test("no answer lets another site's page read it, guess its type, or show it within itself", async () => {
  for (const route of routes.filter(({ method }) => SAFE.has(method))) {
    const { headers } = await send(route, {
      headers: { ...cookiesOf(people.viewer), origin: "http://evil.example.com" },
    });
    expect([route.url, headers["access-control-allow-origin"], headers["access-control-allow-credentials"]]).toEqual([
      route.url,
      undefined,
      undefined,
    ]);
    expect([route.url, headers["x-content-type-options"], headers["x-frame-options"]]).toEqual([
      route.url,
      "nosniff",
      "DENY",
    ]);
    expect([route.url, headers["content-security-policy"]]).toEqual([
      route.url,
      expect.stringContaining("frame-ancestors 'none'"),
    ]);
  }
});

test("a body that is too large, no JSON, or of another type is refused before anything is done with it", async () => {
  const headers = cookiesOf(people.admin);
  const own = acts().filter(({ url }) => url.startsWith("/api/"));
  const large = () => ({ headers, body: JSON.stringify({ note: "x".repeat(70_000) }) });
  expect(await findOthers(own, { status: 413, code: "TOO_LARGE" }, large)).toEqual([]);
  const ofBullBoard = acts().filter(({ url }) => url.startsWith("/queues/"));
  expect(await findOthers(ofBullBoard, { status: 413 }, large)).toEqual([]);
  expect(await findOthers(own, { status: 400, code: "REQUEST_INVALID" }, () => ({ headers, body: "{" }))).toEqual([]);
  const xml = { headers: { ...headers, "content-type": "text/xml" }, body: "<a/>" };
  expect(await findOthers(own, { status: 415 }, () => xml)).toEqual([]);
  // A prototype is not to be had by a body.
  const poison = { headers, body: '{"__proto__":{"role":"admin"},"constructor":{"prototype":{"role":"admin"}}}' };
  expect(await findOthers(own, { status: [400] }, () => poison)).toEqual([]);
  expect(({} as { role?: string }).role).toBeUndefined();
});

test.each([
  ["a line break", "x%0d%0aset-cookie:%20a=b%0d%0a%0d%0a<script>"],
  ["a way upwards", "..%2f..%2f..%2fetc%2fpasswd"],
  ["another way upwards", "%2e%2e/%2e%2e/package.json"],
  ["a zero", "a%00b"],
  ["half a character", "%ff%fe"],
  ["a percent alone", "%"],
  ["a very long name", "a".repeat(4_000)],
])("%s in an address adds no header, gives no file away, and breaks nothing", async (_words, parameter) => {
  const among = routes.filter(({ url, method }) => /[:*]/.test(url) && SAFE.has(method));
  expect(among.length).toBeGreaterThan(10);
  for (const route of among) {
    const { status, headers, text } = await send(route, { headers: cookiesOf(people.viewer), parameter });
    expect([route.url, status < 500 || status === 503]).toEqual([route.url, true]);
    expect([route.url, headers["set-cookie"]]).toEqual([route.url, undefined]);
    expect(text).not.toMatch(/root:x:0|"@billferry/);
  }
});
