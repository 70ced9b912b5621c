import { request } from "node:http";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createLogger } from "@billferry/runtime";
import { hash } from "bcryptjs";
import { expect, onTestFinished, test } from "vitest";

import { isLoopback, toNames, turnAway } from "../src/core/door.ts";
import { findBoardProblems } from "../src/settings.ts";
import { readUsers } from "../src/users.ts";
import { openBoard } from "./board-world.ts";

const PUBLISHED = toNames("wms.example.com, Other.example.com:8443");
const READ = { method: "GET", origin: undefined, site: undefined };

test.each([
  "localhost:3000",
  "127.0.0.1:3000",
  "192.168.1.5",
  "[::1]:3000",
  "WMS.example.com",
  "other.example.com:3000",
])("the board is reached as %s", (host) => expect(turnAway({ ...READ, host }, PUBLISHED)).toBeUndefined());

test.each([
  "evil.example.com",
  "127.0.0.1.evil.example.com",
  "localhost.evil.example.com",
  "a@localhost",
  "",
  undefined,
])("under the name %s nobody comes in, for another site may have made it lead here", (host) =>
  expect(turnAway({ ...READ, host }, PUBLISHED)).toMatchObject({ statusCode: 421 }),
);

const WRITE = { method: "PUT", host: "localhost:3000", origin: undefined, site: undefined };

test.each([
  ["a program that is no browser", {}, true],
  ["the board's own page", { origin: "http://localhost:3000", site: "same-origin" }, true],
  ["another page of this machine", { origin: "http://localhost:8080" }, false],
  ["another page of this machine, told by the browser", { site: "same-site" }, false],
  ["a page of another site", { origin: "https://evil.example.com" }, false],
  ["a page without an origin", { origin: "null" }, false],
  ["a published name behind a proxy", { origin: "https://wms.example.com", host: "10.0.0.2:3000" }, true],
])("a button may be pressed by %s: %#", (_who, change, isOpen) => {
  expect(turnAway({ ...WRITE, ...change }, PUBLISHED) === undefined).toBe(isOpen);
});

test.each([
  [{ BOARD_HOST: "0.0.0.0" }, 1],
  [{ BOARD_HOST: "::" }, 1],
  [{ BOARD_HOST: "127.evil.example.com" }, 1],
  [{ BOARD_HOST: "0.0.0.0", BOARD_USERS_FILE: "users" }, 0],
  [
    {
      BOARD_HOST: "0.0.0.0",
      OIDC_ISSUER: "https://id.example.com",
      OIDC_CLIENT_ID: "x",
      OIDC_ROLES: "x=admin",
      CONSOLE_URL: "https://x",
    },
    0,
  ],
  [{ BOARD_HOST: "0.0.0.0", BOARD_WITHOUT_USERS: "guarded-elsewhere" }, 0],
  [{ BOARD_HOST: "" }, 0],
  [{}, 0],
])("a board that is open to the network does not start without users: %j", (env, problems) => {
  expect(findBoardProblems(env)).toHaveLength(problems);
});

test("only this machine's own addresses count as its own", () => {
  expect(["127.0.0.1", "127.1.2.3", "localhost", "::1"].every(isLoopback)).toBe(true);
  expect(["0.0.0.0", "127.0.0.1.evil", "192.168.0.1"].some(isLoopback)).toBe(false);
});

/** As a browser that was led here under another name: `fetch` sets the name by itself. */
async function ask(url: string, method: string, headers: Record<string, string>): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  request(url, { method, headers }, (answer) => {
    answer.resume();
    resolve(answer.statusCode ?? 0);
  })
    .on("error", reject)
    .end();
  return promise;
}

test("a site that makes its name lead here cannot pause the queues, nor read them", async () => {
  const { url, queue } = await openBoard();
  const evil = {
    host: "evil.example.com:3000",
    origin: "http://evil.example.com:3000",
    "sec-fetch-site": "same-origin",
  };
  expect(await ask(`${url}/queues/api/queues/pause`, "PUT", evil)).toBe(421);
  expect(await ask(`${url}/queues/api/queues`, "GET", evil)).toBe(421);
  expect(await ask(`${url}/queues/api/queues/pause`, "PUT", { "sec-fetch-site": "cross-site" })).toBe(403);
  expect(await ask(`${url}/health`, "GET", evil)).toBe(200);
  expect(await queue.isPaused()).toBe(false);
});

test("every answer forbids guessing its type, being framed, and telling where one was", async () => {
  const { act } = await openBoard();
  for (const path of ["/queues", "/queues/api/queues", "/nowhere", "/health"]) {
    const { headers } = await act(path);
    expect([path, headers.get("x-content-type-options")]).toEqual([path, "nosniff"]);
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  }
});

async function openGuarded(rounds = 4) {
  const dir = await mkdtemp(join(tmpdir(), "billferry-door-"));
  onTestFinished(async () => rm(dir, { recursive: true, force: true }));
  await writeFile(join(dir, "users"), `wang:${await hash("right", rounds)}\n`);
  const lines: string[] = [];
  const log = createLogger({ name: "test", level: "silent", version: "0" });
  log.warn = (fields: object) => void lines.push(JSON.stringify(fields));
  const board = await openBoard({ users: readUsers(join(dir, "users")), log });
  const signIn = async (name: string, password: string): Promise<Response> =>
    board.act("/queues/api/queues", {
      headers: { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}` },
    });
  return { ...board, lines, signIn };
}

test("sixty guesses end at a limit, are logged without their passwords, and delay nobody who is signed in", async () => {
  const { signIn, lines } = await openGuarded(12);
  expect((await signIn("wang", "right")).status).toBe(200);
  const guesses = Promise.all(Array.from({ length: 60 }, async (_, index) => signIn("wang", `hunter${index}`)));
  const startedAt = performance.now();
  expect((await signIn("wang", "right")).status).toBe(200);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  const statuses = (await guesses).map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(5);
  expect(statuses.filter((status) => status === 429)).toHaveLength(55);
  expect(lines.filter((line) => line.includes("board.sign-in-refused"))).toHaveLength(5);
  expect(lines.join("\n")).toContain('"user":"wang"');
  expect(lines.join("\n")).not.toContain("hunter");
}, 60_000);

test("guesses under many names end at the limit of their address", async () => {
  const { signIn } = await openGuarded();
  const answers = await Promise.all(Array.from({ length: 40 }, async (_, index) => signIn(`name${index}`, "x")));
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
}, 60_000);

test("who signs in rightly with many requests at once is one who signs in", async () => {
  const { signIn } = await openGuarded();
  const answers = await Promise.all(Array.from({ length: 30 }, async () => signIn("wang", "right")));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
}, 60_000);
