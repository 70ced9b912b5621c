import { readdirSync } from "node:fs";
import { join } from "node:path";

import type { RedisConnection } from "./connect.ts";
import { readLua } from "./lua-file.ts";

type Argument = string | number;
type Command = (keys: never, ...args: never[]) => Promise<unknown>;
type Commands = Readonly<Record<string, (keys: readonly string[], ...args: Argument[]) => Promise<unknown>>>;

const INCLUDE = /^-- include: (\S+)$/gm;
/** Pieces for everybody: `-- include: <clock.lua>`. */
const OWN_PIECES = join(import.meta.dirname, "lua");

/** What each connection has learned, by folder. */
const defined = new WeakMap<RedisConnection, Map<string, Commands>>();

/**
 * The commands of a folder, atomic in Redis: each file is one: do-this.lua is called as `doThis(keys, ...args)`. Its
 * head comment says what it does and names KEYS, ARGV and answer; a line `-- include: parts/x.lua` stands for a shared
 * piece. A connection learns them once, and sends a text anew to a server that does not know it (a restart, another
 * node).
 */
export function defineCommands<Own extends { readonly [Name in keyof Own]: Command }>(
  connection: RedisConnection,
  folder: string,
): Own {
  const folders = defined.get(connection) ?? new Map<string, Commands>();
  defined.set(connection, folders);
  const commands = folders.get(folder) ?? define(connection, folder);
  folders.set(folder, commands);
  return commands as unknown as Own;
}

function define(connection: RedisConnection, folder: string): Commands {
  const files = readdirSync(folder).filter((name) => name.endsWith(".lua"));
  return Object.fromEntries(
    files.map((file) => {
      // A whole path, because BullMQ keeps commands of its own on the same connection.
      const path = join(folder, file);
      connection.defineCommand(path, { lua: assemble(folder, file) });
      const run = (connection as unknown as Record<string, (...args: readonly Argument[]) => Promise<unknown>>)[path];
      if (run === undefined) throw new Error(`${path} is no command`);
      return [toName(file), async (keys, ...args) => run.call(connection, keys.length, ...keys, ...args)];
    }),
  );
}

/** The text with its pieces in place; a piece that another has brought is not brought again. */
function assemble(folder: string, file: string, seen: Set<string> = new Set()): string {
  return readLua(join(folder, file)).replace(INCLUDE, (_line, piece: string) => {
    if (seen.has(piece)) return "";
    seen.add(piece);
    const own = /^<(.+)>$/.exec(piece)?.[1];
    return own === undefined ? assemble(folder, piece, seen) : readLua(join(OWN_PIECES, own));
  });
}

function toName(file: string): string {
  return file.replace(/\.lua$/, "").replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
