import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { request as ask } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json, text } from "node:stream/consumers";

import { startRedis } from "@billferry/testing";
import getPort from "get-port";
import { expect, onTestFinished, test } from "vitest";

import { startProcess } from "../deploy/service-process.ts";
import { findProgram } from "../observability/programs.ts";
import {
  exampleOf,
  makeCertificate,
  NAME,
  startCaddy,
  startNginx,
  startPlainProxy,
  type ProxyPlace,
} from "./proxies.ts";

const LIMIT_MS = 120_000;
const PAGE = "proxy.md";
/** "right", by bcrypt at its cheapest. */
const USERS = "li:$2b$04$CWDsAs.c5XSdhrLQRNRs5eOj3eIFvKOGsLvVIx3nBaVHCUl6ZQl02:operator\n";
/** As large as the board takes a code table. */
const UPLOAD = Buffer.alloc(7_900_000, "a");
const [nginx, caddy] = [findProgram("nginx"), findProgram("caddy")];

/** A board as it runs behind a proxy: on this machine alone, with users, and told its public address. */
async function openPlace(): Promise<ProxyPlace> {
  const folder = mkdtempSync(join(tmpdir(), "billferry-proxy-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const redis = await startRedis();
  onTestFinished(async () => redis.stop());
  const [port, boardPort] = [await getPort(), await getPort()];
  writeFileSync(join(folder, "users"), USERS);
  const board = startProcess([process.execPath, "services/board/src/main.ts"], {
    PATH: process.env["PATH"] ?? "",
    REDIS_URL: redis.url,
    BOARD_PORT: String(boardPort),
    BOARD_USERS_FILE: join(folder, "users"),
    AUDIT_DIR: join(folder, "audit"),
    TABLES_DIR: join(folder, "tables"),
    CONSOLE_URL: `https://${NAME}`,
  });
  await board.ready;
  const own = join(folder, "own");
  mkdirSync(own);
  return { folder: own, port, boardPort, ...makeCertificate(folder) };
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly name?: string;
}

/** As a browser does whom the name has led here: it trusts the certificate and names its page. */
async function browse(place: ProxyPlace, path: string, asked: Asked = {}): Promise<IncomingMessage> {
  const { method = "GET", headers, body, name = NAME } = asked;
  const own = method === "GET" ? {} : { origin: `https://${NAME}`, "sec-fetch-site": "same-origin" };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  ask(
    {
      host: "127.0.0.1",
      port: place.port,
      servername: NAME,
      ca: readFileSync(place.cert),
      method,
      path,
      headers: { host: name, ...own, ...headers },
    },
    resolve,
  )
    .on("error", reject)
    .end(body);
  return promise;
}

const JSON_BODY = { "content-type": "application/json" };

/** Everything that the page says goes through. */
async function walkThrough(place: ProxyPlace): Promise<{ readonly cookies: readonly string[] }> {
  const isUp = async () => (await browse(place, "/health").catch(() => undefined))?.statusCode;
  await expect.poll(isUp, { timeout: 30_000 }).toBe(200);

  const body = JSON.stringify({ name: "li", password: "right" });
  const entered = await browse(place, "/api/v1/sign-in", { method: "POST", headers: JSON_BODY, body });
  expect(entered.statusCode).toBe(200);
  const { csrf } = (await json(entered)) as { csrf: string };
  const cookies = entered.headers["set-cookie"] ?? [];
  const cookie = cookies.map((each) => each.split(";")[0]).join("; ");
  const signedIn = { cookie, "x-csrf-token": csrf };

  const acted = await browse(place, "/api/v1/sync", {
    method: "POST",
    headers: { ...JSON_BODY, ...signedIn },
    body: "{}",
  });
  expect(acted.statusCode).toBe(200);

  const events = await browse(place, "/api/v1/events", { headers: { accept: "text/event-stream", ...signedIn } });
  expect(events.headers["content-type"]).toBe("text/event-stream");
  // The answer has no end: what comes was kept back by nobody.
  for await (const chunk of events) if (String(chunk).includes("event: overview")) break;

  const upload = { method: "POST", headers: { "content-type": "application/octet-stream", ...signedIn }, body: UPLOAD };
  const uploaded = await browse(place, "/api/v1/tables/upload?file=tables/warehouses.csv", upload);
  expect(await json(uploaded)).toMatchObject({ code: "TABLE_OF_FILES" });

  // Led here under another name, even somebody who is signed in is shown nothing; Caddy answers with nothing itself.
  const elsewhere = await browse(place, "/api/v1/me", { name: "evil.example.com", headers: signedIn });
  const said = await text(elsewhere);
  expect([421, 200]).toContain(elsewhere.statusCode);
  expect(elsewhere.statusCode === 421 ? JSON.parse(said) : said).toEqual(
    elsewhere.statusCode === 421 ? expect.objectContaining({ code: "HOST_REFUSED" }) : "",
  );
  expect((await browse(place, "/api/v1/me")).statusCode).toBe(401);
  return { cookies };
}

test("the examples are the same in both languages", () => {
  const place: ProxyPlace = { folder: "", port: 1, boardPort: 2, cert: "", key: "" };
  for (const language of ["nginx", "caddy"] as const)
    expect(exampleOf(`en/${PAGE}`, language, place)).toBe(exampleOf(PAGE, language, place));
});

test("a proxy that passes on what comes, and keeps nothing back, is enough", { timeout: LIMIT_MS }, async () => {
  const place = await openPlace();
  startPlainProxy(place);
  expect((await walkThrough(place)).cookies.join()).toContain("billferry-session=");
});

test.skipIf(nginx === undefined)(
  `through nginx with the example of the page people sign in, act, see events and upload${nginx ? "" : " (没有 nginx)"}`,
  { timeout: LIMIT_MS },
  async () => {
    const place = await openPlace();
    startNginx(nginx ?? "", exampleOf(PAGE, "nginx", place), place);
    expect(await sendsInTheClear(place)).toEqual([]);
  },
);

test.skipIf(caddy === undefined)(
  `through Caddy with the example of the page people sign in, act, see events and upload${caddy ? "" : " (没有 caddy)"}`,
  { timeout: LIMIT_MS },
  async () => {
    const place = await openPlace();
    startCaddy(caddy ?? "", exampleOf(PAGE, "caddy", place), place);
    expect(await sendsInTheClear(place)).toEqual([]);
  },
);

/** What the examples add: no browser ever sends its session in the clear. What still could be. */
async function sendsInTheClear(place: ProxyPlace): Promise<readonly string[]> {
  const { cookies } = await walkThrough(place);
  expect(cookies.length).toBeGreaterThan(0);
  const page = await browse(place, "/");
  expect(page.headers["strict-transport-security"]).toBe("max-age=31536000");
  return cookies.filter((each) => !/;\s*secure/i.test(each));
}
