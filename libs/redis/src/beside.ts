import { Cluster, type Redis, type RedisOptions } from "ioredis";

import type { RedisConnection } from "./connect.ts";
import { troubleOf } from "./core/trouble.ts";
import { connectorToPrimary } from "./primary-connector.ts";

/**
 * One more connection to where this one leads, under a name that others can read: for commands that wait in the server.
 * It too leaves a server that has become a replica; an outage is told by the first one alone.
 */
export function openBeside(connection: RedisConnection, name: string): RedisConnection {
  const beside = connection instanceof Cluster ? besideCluster(connection, name) : besideServer(connection, name);
  beside.on("error", () => undefined);
  return beside;
}

function besideCluster(connection: Cluster, name: string): Cluster {
  const redisOptions: object = { ...connection.options.redisOptions, connectionName: name };
  return connection.duplicate(undefined, { redisOptions });
}

function besideServer(connection: Redis, name: string): Redis {
  const override: RedisOptions = {
    connectionName: name,
    reconnectOnError: (error) => (troubleOf(error)?.kind === "moved" ? 2 : false),
  };
  if (connection.options.Connector) override.Connector = connectorToPrimary(() => undefined);
  return connection.duplicate(override);
}

/** From now on, and after each reconnect; those of a cluster keep the name that they were opened with. */
export function renameConnection(connection: RedisConnection, name: string): void {
  if (connection instanceof Cluster) return;
  connection.options.connectionName = name;
  // Some servers forbid names; then nobody sees who works.
  connection.client("SETNAME", name).catch(() => undefined);
}
