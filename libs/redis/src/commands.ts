import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";

import type { RedisConnection } from "./connect.ts";
import { readLua } from "./lua-file.ts";
import { travelAlone, travelTogether, type Argument, type RunBatch } from "./travel-together.ts";

type Command = (keys: never, ...args: never[]) => Promise<unknown>;
type Commands = Readonly<Record<string, (keys: readonly string[], ...args: Argument[]) => Promise<unknown>>>;

interface Script {
  readonly name: string;
  readonly text: string;
  readonly sha: string;
  readonly isBatched: boolean;
}

const HEAD = /^(?:--.*\n)*/;
const INCLUDE = /^-- include: (\S+)$/gm;
const BATCHED = /^-- batch {3}\S/m;
/** Pieces for everybody: `-- include: <clock.lua>`. */
const OWN_PIECES = join(import.meta.dirname, "lua");

/** The scripts of each folder, read once. */
const read = new Map<string, readonly Script[]>();
/** The commands of each connection, by folder. */
const bound = new WeakMap<RedisConnection, Map<string, Commands>>();

/**
 * The commands of a folder, atomic in Redis: each file is one: do-this.lua is called as `doThis(keys, ...args)`. Its
 * head comment says what it does and names KEYS, ARGV and answer; a line `-- include: parts/x.lua` stands for a shared
 * piece. Calls of one whose head says `-- batch` travel together (`travelTogether`), each as atomic as alone. A text
 * is sent to a server that does not know it yet (a new one, a restart, another node), and by its hash from then on.
 */
export function defineCommands<Own extends { readonly [Name in keyof Own]: Command }>(
  connection: RedisConnection,
  folder: string,
): Own {
  const folders = bound.get(connection) ?? new Map<string, Commands>();
  bound.set(connection, folders);
  const commands = folders.get(folder) ?? bind(connection, scriptsOf(folder));
  folders.set(folder, commands);
  return commands as unknown as Own;
}

function bind(connection: RedisConnection, scripts: readonly Script[]): Commands {
  return Object.fromEntries(
    scripts.map(({ name, text, sha, isBatched }) => {
      const run = (isBatched ? travelTogether : travelAlone)(sendScript(connection, { text, sha }));
      return [name, async (keys, ...args) => run(keys, args)];
    }),
  );
}

/** By its hash, or whole to a server that does not know it yet. */
export function sendScript(connection: RedisConnection, { text, sha }: Pick<Script, "text" | "sha">): RunBatch {
  return async (keys, args) => {
    const rest = [keys.length, ...keys, ...args] as const;
    try {
      return (await connection.evalsha(sha, ...rest)) as readonly unknown[];
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
      return (await connection.eval(text, ...rest)) as readonly unknown[];
    }
  };
}

export function shaOf(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}

function scriptsOf(folder: string): readonly Script[] {
  const known = read.get(folder);
  if (known !== undefined) return known;
  const files = readdirSync(folder).filter((name) => name.endsWith(".lua"));
  const scripts = files.map((file): Script => {
    const source = readLua(join(folder, file));
    const [head] = HEAD.exec(source) ?? [""];
    const pieces = assemble(folder, head);
    const body = source.slice(head.length);
    const isBatched = BATCHED.test(head);
    const text = asBatch(pieces, body);
    return { name: toName(file), text, sha: shaOf(text), isBatched };
  });
  read.set(folder, scripts);
  return scripts;
}

/** The text with its pieces in place; a piece that another has brought is not brought again. */
function assemble(folder: string, text: string, seen: Set<string> = new Set()): string {
  return text.replace(INCLUDE, (_line, piece: string) => {
    if (seen.has(piece)) return "";
    seen.add(piece);
    const own = /^<(.+)>$/.exec(piece)?.[1];
    return own === undefined ? assemble(folder, readLua(join(folder, piece)), seen) : readLua(join(OWN_PIECES, own));
  });
}

export function asBatch(pieces: string, body: string): string {
  return readLua(join(OWN_PIECES, "batch.lua"))
    .replace("--[[pieces]]", () => pieces)
    .replace("--[[body]]", () => body);
}

function toName(file: string): string {
  return file.replace(/\.lua$/, "").replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
