import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { Worker } from "node:worker_threads";

import { describeFault, Fault, isFault } from "@billferry/contracts";
import {
  hashToken,
  isArgon,
  isRightPassword,
  parseUsersFile,
  type KnownToken,
  type KnownUser,
  type UsersFile,
} from "@billferry/people";
import { repeat } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";

export interface Users {
  find(name: string): Pick<KnownUser, "role" | "mark"> | undefined;
  /** Who comes with this token. */
  findToken(token: string): KnownToken | undefined;
  /** Whether this pair was found right before: no guess, and answered at once. */
  isKnown(name: string, password: string): boolean;
  /** Whether they belong together; two who ask the same at once are one question. */
  check(name: string, password: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Where nobody has a password: all come by the company's provider. */
export const NO_USERS: Users = {
  find: () => undefined,
  findToken: () => undefined,
  isKnown: () => false,
  check: async () => false,
  close: async () => undefined,
};

/** Soon enough for whoever has just been added. */
const LOOK_EVERY_MS = 1_000;

/**
 * Reads the users file, and again whenever it changes. Throws a Fault `CONFIG_INVALID` where it cannot be read or holds
 * anything weak; a board that was meant to be closed is never open by mistake. One that is broken later is told in the
 * log, and the users of before stay.
 */
export function readUsers(path: string, log?: Logger): Users {
  let file = parseUsersFile(readText(path));
  let seen = stampOf(path);
  const comparing = openComparing();
  // A page polls every few seconds: what was right once is remembered, as a digest.
  const accepted = new Set<string>();
  const asked = new Map<string, Promise<boolean>>();
  const look = async (): Promise<void> => {
    const stamp = stampOf(path);
    if (stamp === seen) return;
    seen = stamp;
    const before = file;
    file = parseUsersFile(readText(path));
    accepted.clear();
    log?.info({ event: "board.users-read", ...countChanges(before, file) }, "用户文件已重新读取");
  };
  const onError = (error: unknown): void =>
    log?.error(
      { event: "board.users-unreadable", reason: isFault(error) ? describeFault(error) : String(error) },
      "用户文件有误,仍按此前的用户登录;改正后自动生效",
    );
  const watching = repeat(look, { everyMs: LOOK_EVERY_MS, onError });
  const ask = async (name: string, password: string, digest: string): Promise<boolean> => {
    const { users } = file;
    const [fallback] = users.values();
    // An unknown name takes as long as a wrong password.
    const hash = (users.get(name) ?? fallback)?.hash ?? "";
    const compared = await (isArgon(hash) ? isRightPassword(password, hash) : comparing.compare(password, hash));
    const isRight = compared && users.has(name);
    // A password that was changed meanwhile was right for the former one.
    if (isRight && users === file.users) accepted.add(digest);
    asked.delete(digest);
    return isRight;
  };
  return {
    find: (name) => file.users.get(name),
    findToken: (token) => file.tokens.get(hashToken(token)),
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
    close: async () => {
      await watching.stop();
      await comparing.close();
    },
  };
}

function countChanges(before: UsersFile, after: UsersFile) {
  const isOther = ([name, { mark }]: readonly [string, KnownUser]): boolean => before.users.get(name)?.mark !== mark;
  return {
    users: [...after.users].filter(isOther).map(([name]) => name),
    removed: [...before.users.keys()].filter((name) => !after.users.has(name)),
    tokens: after.tokens.size,
  };
}

/** Another one as soon as the file is another, or has another content. */
function stampOf(path: string): string {
  const { ino, size, mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { ino: 0, size: 0, mtimeMs: 0 };
  return `${ino}/${size}/${mtimeMs}`;
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

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new Fault("CONFIG_INVALID", "BOARD_USERS_FILE:无法读取该文件", { cause });
  }
}
