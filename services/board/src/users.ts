import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import { Fault } from "@billferry/contracts";
import { compare } from "bcryptjs";

/** Answers whether this name and password belong together. */
export type PasswordCheck = (name: string, password: string) => Promise<boolean>;

const LINE = /^([^:\s]+):(\$2[aby]\$\d\d\$[./A-Za-z0-9]{53})$/;

/**
 * Reads an htpasswd file with bcrypt lines (`htpasswd -B`). Throws a Fault `CONFIG_INVALID` where it can not be read or
 * holds anything weaker; a board that was meant to be closed is never open by mistake.
 */
export function readUsers(path: string): PasswordCheck {
  const hashes = parseUsers(readText(path));
  const [fallback = ""] = hashes.values();
  // A page polls every few seconds, and bcrypt is slow on purpose: what was right once is remembered, as a digest.
  const accepted = new Set<string>();
  return async (name, password) => {
    const digest = createHash("sha256").update(`${name}\n${password}`).digest("hex");
    if (accepted.has(digest)) return true;
    // An unknown name takes as long as a wrong password.
    const isRight = (await compare(password, hashes.get(name) ?? fallback)) && hashes.has(name);
    if (isRight) accepted.add(digest);
    return isRight;
  };
}

function parseUsers(text: string): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>();
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const [, name, hash] = LINE.exec(line) ?? [];
    if (name === undefined || hash === undefined)
      throw new Fault("CONFIG_INVALID", `BOARD_USERS_FILE 第 ${index + 1} 行不是 bcrypt 格式,请用 htpasswd -B 生成`);
    hashes.set(name, hash);
  }
  if (hashes.size === 0) throw new Fault("CONFIG_INVALID", "BOARD_USERS_FILE 中没有用户,请用 htpasswd -B 添加");
  return hashes;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new Fault("CONFIG_INVALID", "BOARD_USERS_FILE:无法读取该文件", { cause });
  }
}
