import { chmod, chown, mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import type { AuditedAct } from "@billferry/audit";
import { withFileLock } from "@billferry/embedded-redis";
import { parseUsersFile, writeRoles, type UsersFile } from "@billferry/people";

import { CommandEnd, EXIT } from "../command-end.ts";
import { onRecord, type PersonOptions } from "../on-record.ts";
import { withFoundRedis } from "../with-redis.ts";
import { say } from "../say.ts";

export interface UsersFileOptions extends PersonOptions {
  readonly file?: string;
}

interface Change {
  readonly act: AuditedAct["act"];
  readonly name: string;
  readonly kind?: "user" | "token";
}

type Read = { readonly text: string; readonly file: UsersFile | undefined };

/** Changes the file as one step, on the record where there is a Redis, and only into one that can be read again. */
export async function changeUsersFile(
  options: UsersFileOptions,
  { act, name, kind = "user" }: Change,
  alter: (read: Read) => Promise<string>,
): Promise<void> {
  const path = usersFileOf(options);
  const roleOf = ({ file }: Read): string | null =>
    (kind === "user" ? file?.users.get(name) : [...(file?.tokens.values() ?? [])].find((each) => each.name === name))
      ?.role ?? null;
  await mkdir(dirname(path), { recursive: true });
  await withFileLock(dirname(path), "users", async () => {
    const before = await readUsersFile(path);
    const write = async (): Promise<Read> => {
      const text = await alter({ ...before, text: before.file ? writeRoles(before.text, before.file) : before.text });
      const file = parseUsersFile(text);
      const fresh = `${path}.${process.pid}`;
      await writeFile(fresh, text, { mode: 0o600 });
      await chmod(fresh, 0o600);
      await leaveToOwner(fresh);
      await rename(fresh, path);
      return { text, file };
    };
    await withFoundRedis(async (found) => {
      if (!("redis" in found)) {
        await write();
        process.stderr.write(
          say({
            zh: `Redis 没有运行,这一操作没有记入操作记录:${found.reason}\n`,
            en: `Redis does not run, so this is not on record: ${say(found.reason)}\n`,
          }),
        );
        return;
      }
      const subjects = [{ kind, id: name }] as const;
      const was = { role: roleOf(before) };
      await onRecord(
        found.redis,
        { options, act, subjects, before: was, after: (now: Read) => ({ role: roleOf(now) }) },
        write,
      );
    });
  });
}

/** What root writes is the folder's owner's: the console's process runs as nobody else, and has to read it. */
async function leaveToOwner(file: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(dirname(file));
  await chown(file, uid, gid);
}

export async function readUsersFile(path: string): Promise<Read> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: `用户文件 ${path} 无法读取:${error.message}`,
        en: `the file of users ${path} cannot be read: ${error.message}`,
      }),
    );
  });
  return { text, file: text.trim() === "" ? undefined : parseUsersFile(text) };
}

export function usersFileOf({ file = process.env["BOARD_USERS_FILE"] }: UsersFileOptions): string {
  if (file) return resolve(file);
  throw new CommandEnd(
    EXIT.usage,
    say({
      zh: "没有用户文件:请在 .env 中设置 BOARD_USERS_FILE=users.txt(重启看板后须登录),或以 --file 指定",
      en: "there is no file of users: set BOARD_USERS_FILE=users.txt in .env (after a restart of the board people sign in), or name one with --file",
    }),
  );
}

export function knownUser(file: UsersFile | undefined, name: string) {
  const user = file?.users.get(name);
  if (user === undefined)
    throw new CommandEnd(
      EXIT.found,
      say({
        zh: `没有用户 ${name}(用 npx billferry users list 查看)`,
        en: `there is no user ${name} (npx billferry users list shows them)`,
      }),
    );
  return user;
}

export function hasToken(file: UsersFile | undefined, name: string): boolean {
  return [...(file?.tokens.values() ?? [])].some((token) => token.name === name);
}
