import { asBatch, sendScript, shaOf } from "./commands.ts";
import type { RedisConnection } from "./connect.ts";
import { travelTogether } from "./travel-together.ts";

type Argument = string | number | Buffer;

/** A script of a library's, with its own `KEYS`, `ARGV` and answer: its calls travel together as those of ours do. */
export function batchScript(
  connection: RedisConnection,
  script: string,
): (keys: readonly string[], args: readonly Argument[]) => Promise<unknown> {
  const text = asBatch("", script);
  const run = travelTogether(sendScript(connection, { text, sha: shaOf(text) }));
  // The connection takes bytes as well as texts.
  return async (keys, args) => run(keys, args as readonly string[]);
}
