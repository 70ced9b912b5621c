import { batchScript, type RedisConnection } from "@billferry/redis";
import { createIORedisClient } from "bullmq";
import { addStandardJob } from "bullmq/dist/esm/scripts/addStandardJob-9.js";

const joined = new WeakSet<RedisConnection>();

/**
 * BullMQ adds each job by a script call of its own. On this connection adds that are made together, be it for the bills
 * of a page or by jobs that run side by side, are one call of that script for all of them, from here on.
 */
export function joinAdds(connection: RedisConnection): void {
  if (joined.has(connection)) return;
  joined.add(connection);
  const { name: script, keys: count, content } = addStandardJob;
  const add = batchScript(connection, content);
  // BullMQ's own view of the connection, of which there is one.
  const client = createIORedisClient(connection);
  const alone = client.runCommand.bind(client);
  client.runCommand = async (name, args) =>
    name.startsWith(`${script}:`) ? add(args.slice(0, count), args.slice(count)) : alone(name, args);
}
