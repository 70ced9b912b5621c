import { once } from "node:events";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";

import { CommandEnd, EXIT } from "./command-end.ts";

const SHORTEST = 8;
const LONGEST = 1_000;

/** A new password: twice from a terminal, which does not show it, else the first line of the standard input. */
export async function askPassword(name: string): Promise<string> {
  const password = await readHidden(`${name} 的新密码:`);
  if (password.length < SHORTEST || password.length > LONGEST)
    throw new CommandEnd(EXIT.usage, `密码至少 ${SHORTEST} 个字符,至多 ${LONGEST} 个`);
  if (process.stdin.isTTY && (await readHidden("再输入一次:")) !== password)
    throw new CommandEnd(EXIT.usage, "两次输入不一致,没有改动");
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
