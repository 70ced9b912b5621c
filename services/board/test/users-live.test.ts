import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { hashPassword, hashToken, makeToken } from "@billferry/people";
import { expect, onTestFinished, test, vi } from "vitest";

import { readUsers } from "../src/users.ts";
import { by, lineOf, openPeopled, PASSWORD, basic } from "./people-world.ts";

/** A board whose users file can be changed while it runs. */
async function openLive(lines: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), "billferry-users-"));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  const path = join(folder, "users");
  const put = async (next: readonly string[]): Promise<void> => {
    await writeFile(`${path}.new`, `${next.join("\n")}\n`);
    await rename(`${path}.new`, path);
  };
  await put(lines);
  const users = readUsers(path);
  const board = await openPeopled({ users });
  const ask = async (headers: Record<string, string>, path = "/api/v1/me") => {
    const answer = await board.act(path, { headers });
    return { status: answer.status, me: (await answer.json()) as { name?: string; role?: string } };
  };
  const until = async (headers: Record<string, string>, status: number): Promise<void> =>
    vi.waitFor(async () => expect((await ask(headers)).status).toBe(status), { timeout: 20_000, interval: 100 });
  /** Without a guess, of which a name has five a minute. */
  const untilKnown = async (name: string, isKnown: boolean): Promise<unknown> =>
    vi.waitUntil(() => (users.find(name) !== undefined) === isKnown, { timeout: 20_000, interval: 100 });
  return { ...board, put, ask, until, untilKnown };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test("an argon2id line signs in beside one of htpasswd, each with its role", async () => {
  const { ask } = await openLive([`wang:${await hashPassword(PASSWORD)}:operator`, await lineOf("li", "viewer")]);
  expect(await ask(basic("wang"))).toMatchObject({ status: 200, me: { name: "wang", role: "operator" } });
  expect(await ask(basic("li"))).toMatchObject({ status: 200, me: { name: "li", role: "viewer" } });
  expect((await ask(basic("wang", "wrong"))).status).toBe(401);
});

test("who is added, changed or removed in the file is so at once, and a changed password ends the sessions of before", async () => {
  const li = await lineOf("li", "admin");
  const { put, untilKnown, enter, act, ask } = await openLive([li, await lineOf("wang", "operator")]);
  const session = await enter("wang");
  await put([li, await lineOf("wang", "operator", "another"), `new:${await hashPassword(PASSWORD)}:viewer`]);
  await untilKnown("new", true);
  expect((await ask(basic("new"))).status).toBe(200);
  expect((await act("/api/v1/me", by(session))).status).toBe(401);
  expect((await ask(basic("wang"))).status).toBe(401);
  expect((await ask(basic("wang", "another"))).status).toBe(200);
  await put([li]);
  await untilKnown("new", false);
  expect((await ask(basic("new"))).status).toBe(401);
});

test("a file that was written wrong changes nothing, and the next right one holds", async () => {
  const li = await lineOf("li", "admin");
  const { put, untilKnown, ask } = await openLive([li]);
  await put(["li:secret:admin"]);
  // Longer than it takes to look.
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect((await ask(basic("li"))).status).toBe(200);
  await put([li, await lineOf("wang", "viewer")]);
  await untilKnown("wang", true);
});

test("a program comes by a token with its role, without a form's token, until it is taken back", async () => {
  const [token, li] = [makeToken(), await lineOf("li", "admin")];
  const { put, until, ask, act } = await openLive([li, `@erp:${hashToken(token)}:operator`]);
  expect(await ask(bearer(token))).toMatchObject({ status: 200, me: { name: "erp", role: "operator" } });
  const init = { method: "POST", headers: { "content-type": "application/json", ...bearer(token) }, body: "{}" };
  expect((await act("/api/v1/read-now", init)).status).toBe(400);
  await put([li]);
  await until(bearer(token), 401);
});

test("a token may do what its role may, and no more", async () => {
  const token = makeToken();
  const { act, ask } = await openLive([await lineOf("li", "admin"), `@erp:${hashToken(token)}:viewer`]);
  expect((await ask(bearer(token), "/api/v1/cases")).status).toBe(200);
  const init = { method: "POST", headers: { "content-type": "application/json", ...bearer(token) }, body: "{}" };
  expect((await act("/api/v1/read-now", init)).status).toBe(403);
});

test("whoever guesses tokens waits after twenty, as with passwords", async () => {
  const { ask } = await openLive([await lineOf("li", "admin")]);
  const seen = new Set<number>();
  for (let guess = 0; guess < 25; guess += 1) seen.add((await ask(bearer(makeToken()))).status);
  expect([...seen]).toEqual([401, 429]);
});
