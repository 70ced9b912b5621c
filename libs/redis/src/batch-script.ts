import { createHash } from "node:crypto";

import { asBatch } from "./commands.ts";
import type { RedisConnection } from "./connect.ts";
import { travelTogether } from "./travel-together.ts";

type Argument = string | number | Buffer;

/** A script of a library's, with its own `KEYS`, `ARGV` and answer: its calls travel together as those of ours do. */
export function batchScript(
  connection: RedisConnection,
  script: string,
): (keys: readonly string[], args: readonly Argument[]) => Promise<unknown> {
  const text = asBatch("", script);
  const sha = createHash("sha1").update(text).digest("hex");
  const run = travelTogether(async (keys, args) => {
    const rest = [keys.length, ...keys, ...args] as const;
    try {
      return (await connection.evalsha(sha, ...rest)) as readonly unknown[];
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
      return (await connection.eval(text, ...rest)) as readonly unknown[];
    }
  });
  // The connection takes bytes as well as texts.
  return async (keys, args) => run(keys, args as readonly string[]);
}
