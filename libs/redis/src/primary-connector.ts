import type { RedisOptions } from "ioredis";
import { StandaloneConnector } from "ioredis/built/connectors/index.js";

import { troubleOf, type RedisTrouble } from "./core/trouble.ts";

/** ioredis' way to one server, if no replica, which answers with what is old. (By sentinels it does so by itself.) */
export function connectorToPrimary(onReplica: (trouble: RedisTrouble) => void): NonNullable<RedisOptions["Connector"]> {
  return class PrimaryConnector extends StandaloneConnector {
    // ioredis says of its own options only that they are unknown.
    constructor(options: unknown) {
      super(options as ConstructorParameters<typeof StandaloneConnector>[0]);
    }

    override check(info: { readonly role?: string }): boolean {
      if (info.role !== "slave") return true;
      const trouble = troubleOf(new Error("READONLY"));
      if (trouble) onReplica(trouble);
      return false;
    }
  };
}
