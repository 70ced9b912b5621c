import { connect } from "node:net";

import { Redis } from "ioredis";

import { troubleOf, type RedisTrouble } from "./core/trouble.ts";

const LISTEN_MS = 500;

/**
 * What a server says to whoever connects and asks nothing. One that turns a caller away (no connection left, protected
 * mode) says why and hangs up at once, and whoever has begun to write by then sees a broken pipe and not the reason.
 */
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
