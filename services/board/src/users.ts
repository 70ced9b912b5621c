import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";

import { Fault } from "@billferry/contracts";

import { ROLES, type Role } from "./core/roles.ts";

interface User {
  readonly role: Role;
  /** Changes with the user's line in the file. */
  readonly mark: string;
}

export interface Users {
  find(name: string): User | undefined;
  /** Whether this pair was found right before: no guess, and answered at once. */
  isKnown(name: string, password: string): boolean;
  /** Whether they belong together; two who ask the same at once are one question. */
  check(name: string, password: string): Promise<boolean>;
  close(): Promise<void>;
}

const LINE = new RegExp(`^([^:\\s]+):(\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53})(?::(${ROLES.join("|")}))?$`);

/**
 * Reads an htpasswd file with bcrypt lines (`htpasswd -B`); a third field is the user's role. Throws a Fault
 * `CONFIG_INVALID` where it cannot be read or holds anything weaker; a board that was meant to be closed is never open
 * by mistake.
 */
export function readUsers(path: string): Users {
  const users = parseUsers(readText(path));
  const [fallback] = users.values();
  const comparing = openComparing();
  // A page polls every few seconds: what was right once is remembered, as a digest.
  const accepted = new Set<string>();
  const asked = new Map<string, Promise<boolean>>();
  const ask = async (name: string, password: string, digest: string): Promise<boolean> => {
    // An unknown name takes as long as a wrong password.
    const isRight = (await comparing.compare(password, (users.get(name) ?? fallback)?.hash ?? "")) && users.has(name);
    if (isRight) accepted.add(digest);
    asked.delete(digest);
    return isRight;
  };
  return {
    find: (name) => users.get(name),
    isKnown: (name, password) => {
      const digest = digestOf(name, password);
      return accepted.has(digest) || asked.has(digest);
    },
    check: async (name, password) => {
      const digest = digestOf(name, password);
      if (accepted.has(digest)) return true;
      const answer = asked.get(digest) ?? ask(name, password, digest);
      asked.set(digest, answer);
      return answer;
    },
    close: comparing.close,
  };
}

function digestOf(name: string, password: string): string {
  return createHash("sha256").update(`${name}\n${password}`).digest("hex");
}

function openComparing() {
  const answers = new Map<number, (isRight: boolean) => void>();
  let thread: Worker | undefined;
  let count = 0;
  const start = (): Worker => {
    const started = new Worker(new URL("password-thread.ts", import.meta.url));
    started.unref();
    started.on("message", ({ id, isRight }: { id: number; isRight: boolean }) => {
      answers.get(id)?.(isRight);
      answers.delete(id);
    });
    // If the thread dies, nobody gets in; the next question starts another one.
    started.on("error", () => {
      thread = undefined;
      for (const answer of answers.values()) answer(false);
      answers.clear();
    });
    return started;
  };
  return {
    compare: async (password: string, hash: string): Promise<boolean> => {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      count += 1;
      answers.set(count, resolve);
      thread ??= start();
      thread.postMessage({ id: count, password, hash });
      return promise;
    },
    close: async (): Promise<void> => void (await thread?.terminate()),
  };
}

interface KnownUser extends User {
  readonly hash: string;
}

/**
 * A file without any role is one of before there were roles: everybody is an administrator. Else each line has its
 * own: `htpasswd` drops it with a new password, which must make nobody an administrator unseen.
 */
function parseUsers(text: string): ReadonlyMap<string, KnownUser> {
  const users = new Map<string, KnownUser>();
  const without: number[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const [, name, hash, role] = LINE.exec(line) ?? [];
    if (name === undefined || hash === undefined)
      throw new Fault(
        "CONFIG_INVALID",
        `BOARD_USERS_FILE 第 ${index + 1} 行不是 bcrypt 格式,或角色不是 ${ROLES.join("、")} 之一;请用 htpasswd -B 生成,角色写在行末 :${ROLES[0]}`,
      );
    if (role === undefined) without.push(index + 1);
    users.set(name, { hash, role: (role as Role | undefined) ?? "admin", mark: digestOf(name, line) });
  }
  if (users.size === 0) throw new Fault("CONFIG_INVALID", "BOARD_USERS_FILE 中没有用户,请用 htpasswd -B 添加");
  if (without.length > 0 && [...users.values()].length > without.length)
    throw new Fault(
      "CONFIG_INVALID",
      `BOARD_USERS_FILE 第 ${without.join("、")} 行没有角色,而其他行有;请在行末补上 :viewer、:operator 或 :admin(htpasswd 改密码时会去掉它)`,
    );
  return users;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new Fault("CONFIG_INVALID", "BOARD_USERS_FILE:无法读取该文件", { cause });
  }
}
