import { once } from "node:events";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";

import { CommandEnd, EXIT } from "./command-end.ts";
import { say } from "./say.ts";

const SHORTEST = 8;
const LONGEST = 1_000;

/** A new password: twice from a terminal, which does not show it, else the first line of the standard input. */
export async function askPassword(name: string): Promise<string> {
  const password = await readHidden(say({ zh: `${name} 的新密码:`, en: `New password of ${name}: ` }));
  if (password.length < SHORTEST || password.length > LONGEST)
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: `密码至少 ${SHORTEST} 个字符,至多 ${LONGEST} 个`,
        en: `a password has ${SHORTEST} characters at least and ${LONGEST} at most`,
      }),
    );
  if (process.stdin.isTTY && (await readHidden(say({ zh: "再输入一次:", en: "Once more: " }))) !== password)
    throw new CommandEnd(EXIT.usage, say({ zh: "两次输入不一致,没有改动", en: "the two differ, nothing was changed" }));
  return password;
}

async function readHidden(question: string): Promise<string> {
  const { isTTY } = process.stdin;
  if (isTTY) process.stderr.write(question);
  const nowhere = new Writable({ write: (_text, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: isTTY });
  try {
    const [line] = (await Promise.race([once(lines, "line"), once(lines, "close").then(() => [""])])) as [string];
    return line;
  } finally {
    lines.close();
    if (isTTY) process.stderr.write("\n");
  }
}
