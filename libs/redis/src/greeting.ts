import { connect } from "node:net";

import { Redis } from "ioredis";

import { troubleOf, type RedisTrouble } from "./core/trouble.ts";

const LISTEN_MS = 500;

/** What a server says unasked: one that turns callers away says why, hangs up, and is not heard by who writes first. */
export async function readGreeting(connection: object): Promise<RedisTrouble | undefined> {
  if (!(connection instanceof Redis) || connection.options.tls) return undefined;
  const { host, port } = connection.options;
  if (host === undefined || port === undefined) return undefined;
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect({ host, port });
  socket.setTimeout(LISTEN_MS, () => resolve(""));
  socket.on("error", () => resolve(""));
  socket.once("data", (chunk) => resolve(chunk.toString("latin1")));
  const text = await promise;
  socket.destroy();
  return troubleOf(new Error(text.replace(/^-/, "")));
}
