import { Redis } from "ioredis";

import type { RedisConnection } from "./connect.ts";

const SCAN_COUNT = 1_000;

/** The keys of a pattern, some at a time and some perhaps twice, on every node that may hold them. */
export async function* scanKeys(connection: RedisConnection, match: string): AsyncGenerator<readonly string[]> {
  for (const node of connection instanceof Redis ? [connection] : connection.nodes("master"))
    yield* node.scanStream({ match, count: SCAN_COUNT }) as AsyncIterable<readonly string[]>;
}
