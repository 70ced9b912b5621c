import type { RedisConnection } from "@billferry/redis";

import { gateKeys } from "./commands.ts";
import { countByPurpose, type CallPurpose } from "./core/purpose.ts";

/** How an account's gate stands, in epoch milliseconds of Redis' clock. */
export interface GateState {
  /** The end of the rest after "too frequent". */
  readonly pausedUntilMs: number | null;
  /** The end of the circuit's rest. */
  readonly openUntilMs: number | null;
  readonly why: string;
  readonly callsLastMinute: number;
  /** What the account allows a minute, as the last call was told; null where none was made yet. */
  readonly callsPerMinute: number | null;
  /** Answers "too frequent" in a row; 0 as soon as a call gets through. */
  readonly refusals: number;
  /** The same calls, by what they were for. */
  readonly callsByPurpose: Readonly<Record<CallPurpose, number>>;
}

/** Looks at an account's gate and changes nothing; a gate that was never used stands open. */
export async function readGate(redis: RedisConnection, account: string, nowMs: number): Promise<GateState> {
  const [callsKey, gateKey] = gateKeys(account);
  const [gate, calls] = await Promise.all([redis.hgetall(gateKey), redis.zrangebyscore(callsKey, nowMs, "+inf")]);
  return {
    pausedUntilMs: toNumber(gate["until"]),
    openUntilMs: toNumber(gate["open"]),
    why: gate["why"] ?? "",
    callsLastMinute: calls.length,
    callsPerMinute: toNumber(gate["limit"]),
    refusals: (toNumber(gate["strikes:push"]) ?? 0) + (toNumber(gate["strikes:query"]) ?? 0),
    callsByPurpose: countByPurpose(calls),
  };
}

function toNumber(text: string | undefined): number | null {
  return text ? Number(text) : null;
}
