import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Role } from "@billferry/people";
import { hash } from "bcryptjs";

import type { BoardOptions } from "../src/board-server.ts";
import { readUsers, type Users } from "../src/users.ts";
import { openBoard } from "./board-world.ts";

/** Each role's user is called as the role; the password is the same. */
export const PASSWORD = "right:密码";
const ROLE_NAMES = ["viewer", "operator", "admin"] as const;

/** A users file of these lines, read. */
export async function toUsers(lines: readonly string[]): Promise<Users> {
  const dir = await mkdtemp(join(tmpdir(), "billferry-users-"));
  await writeFile(join(dir, "users"), `${lines.join("\n")}\n`);
  const users = readUsers(join(dir, "users"));
  await rm(dir, { recursive: true, force: true });
  return users;
}

export async function lineOf(name: string, role?: Role, password = PASSWORD): Promise<string> {
  return `${name}:${await hash(password, 4)}${role === undefined ? "" : `:${role}`}`;
}

/** What a browser keeps once it has signed in. */
export interface Browser {
  readonly cookie: string;
  readonly csrf: string;
}

/** A board with a user of each role, and a way to sign in by the form. */
export async function openPeopled(options: Partial<BoardOptions> = {}) {
  const users = options.users ?? (await toUsers(await Promise.all(ROLE_NAMES.map(async (role) => lineOf(role, role)))));
  const board = await openBoard({ ...options, users });
  const signIn = async (name: string, password = PASSWORD): Promise<Response> =>
    board.act("/api/v1/sign-in", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name, password }),
    });
  const enter = async (name: string): Promise<Browser> => browserOf(await signIn(name));
  return { ...board, signIn, enter };
}

export async function browserOf(answer: Response): Promise<Browser> {
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  return { cookie, csrf: ((await answer.json()) as { csrf: string }).csrf };
}

export function by({ cookie, csrf }: Browser, init: RequestInit = {}): RequestInit {
  return { ...init, headers: { cookie, "x-csrf-token": csrf, ...(init.headers as Record<string, string>) } };
}

export function basic(name: string, password = PASSWORD): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}` };
}
