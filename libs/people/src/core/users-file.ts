import { Fault, hashText } from "@billferry/contracts";

import { ROLES, type Role } from "./roles.ts";

/*
 * An htpasswd file with roles: `name:hash:role`, the hash bcrypt (`htpasswd -B`) or argon2id. A line `@name:hash:role`
 * is a token, by which a program comes.
 */

export interface KnownUser {
  readonly hash: string;
  readonly role: Role;
  /** Changes with the user's line in the file. */
  readonly mark: string;
}

export interface KnownToken {
  readonly name: string;
  readonly role: Role;
}

export interface UsersFile {
  readonly users: ReadonlyMap<string, KnownUser>;
  /** By the hash of what a program shows. */
  readonly tokens: ReadonlyMap<string, KnownToken>;
}

const ROLE = `(?::(${ROLES.join("|")}))?`;
const BCRYPT = "\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}";
const ARGON = "\\$argon2id\\$v=19\\$m=\\d{4,7},t=\\d{1,2},p=\\d{1,2}\\$[A-Za-z0-9+/]{22,86}\\$[A-Za-z0-9+/]{43,86}";
const USER = new RegExp(`^([^@:\\s][^:\\s]*):(${BCRYPT}|${ARGON})${ROLE}$`);
const TOKEN = new RegExp(`^@([^@:\\s]+):([0-9a-f]{64}):(${ROLES.join("|")})$`);
/** What a person may be called here: it stands before a colon, and on record. */
const NAME = /^[^@#:\s\p{C}][^:\s\p{C}]{0,63}$/u;

export function isUserName(name: string): boolean {
  return NAME.test(name);
}

/**
 * Reads the text of a users file; a Fault `CONFIG_INVALID` names the line that is none, and a file that lets nobody in.
 * A file without any role is one of before there were roles: everybody is an administrator. Else each line has its own:
 * `htpasswd` drops it with a new password, which must make nobody an administrator unseen.
 */
export function parseUsersFile(text: string): UsersFile {
  const users = new Map<string, KnownUser>();
  const tokens = new Map<string, KnownToken>();
  const without: number[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const [, token, shown, tokenRole] = TOKEN.exec(line) ?? [];
    if (token !== undefined && shown !== undefined) {
      tokens.set(shown, { name: token, role: tokenRole as Role });
      continue;
    }
    const [, name, hash, role] = USER.exec(line) ?? [];
    if (name === undefined || hash === undefined) throw noLine(index + 1);
    if (role === undefined) without.push(index + 1);
    users.set(name, { hash, role: (role as Role | undefined) ?? "admin", mark: hashText(`${name}\n${line}`) });
  }
  if (users.size === 0)
    throw new Fault(
      "CONFIG_INVALID",
      "BOARD_USERS_FILE 中没有用户,请用 npx billferry users add 名称 --role admin 添加(或 htpasswd -B)",
    );
  if (without.length > 0 && users.size > without.length)
    throw new Fault(
      "CONFIG_INVALID",
      `BOARD_USERS_FILE 第 ${without.join("、")} 行没有角色,而其他行有;请在行末补上 :viewer、:operator 或 :admin(htpasswd 改密码时会去掉它)`,
    );
  return { users, tokens };
}

function noLine(line: number): Fault {
  return new Fault(
    "CONFIG_INVALID",
    `BOARD_USERS_FILE 第 ${line} 行不是 bcrypt 或 argon2id 格式,或角色不是 ${ROLES.join("、")} 之一;请用 npx billferry users 管理,或用 htpasswd -B 生成,角色写在行末 :${ROLES[0]}`,
  );
}

/** The text with this one's line: in the place of the former, else at the end. Comments and all others stay. */
export function putLine(text: string, key: string, line: string): string {
  const lines = text.split("\n");
  const at = lines.findIndex((each) => isLineOf(each, key));
  if (at >= 0) return lines.with(at, line).join("\n");
  const ended = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  return `${ended}${line}\n`;
}

/** The text without this one's line. */
export function dropLine(text: string, key: string): string {
  return text
    .split("\n")
    .filter((each) => !isLineOf(each, key))
    .join("\n");
}

function isLineOf(line: string, key: string): boolean {
  return line.trim().startsWith(`${key}:`);
}

/** Where a file of before there were roles gets its first, the others keep what they had. */
export function writeRoles(text: string, { users }: UsersFile): string {
  let written = text;
  for (const [name, { hash, role }] of users) written = putLine(written, name, `${name}:${hash}:${role}`);
  return written;
}
