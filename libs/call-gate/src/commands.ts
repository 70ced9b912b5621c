import { join } from "node:path";

import { hashText } from "@billferry/contracts";
import { defineCommands, type RedisConnection } from "@billferry/redis";

/** The keys of an account's gate; `line`: urgent calls that wait. */
export type GateKeys = readonly [calls: string, gate: string, line: string];

export interface GateCommands {
  readonly enter: (
    keys: GateKeys,
    ...args: readonly (string | number)[]
  ) => Promise<[granted: number, waitMs: number, why?: string]>;
  readonly leave: (keys: GateKeys, ...args: readonly (string | number)[]) => Promise<number>;
  readonly giveBack: (keys: GateKeys, callId: string) => Promise<number>;
}

export function defineGateCommands(redis: RedisConnection): GateCommands {
  return defineCommands<GateCommands>(redis, join(import.meta.dirname, "commands"));
}

/** Equal accounts share one gate. */
export function gateKeys(account: string): GateKeys {
  const prefix = `{billferry:gate:${hashText(account).slice(0, 12)}}`;
  return [`${prefix}:calls`, `${prefix}:gate`, `${prefix}:line`];
}
