import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { hashText, isFault, MustWait, QUOTA_USED_UP, type Fault } from "@billferry/contracts";
import { defineCommands, type RedisConnection } from "@billferry/redis";

import { judgeCall, judgeQuery, type CallVerdict } from "./core/verdict.ts";

const MINUTE_MS = 60_000;
/** Added to the minute: the vendor's clock and ours need not tick alike. */
const SAFETY_MS = 150;
/** Waits shorter than this are waited out in place; longer ones put the job back and rest the queue. */
const SHORT_WAIT_MS = 1_000;
const FIRST_REST_MS = 5_000;
const MOST_REST_MS = 120_000;
/** After "too frequent", unless the vendor itself tells a longer time. */
const MOST_RATE_REST_MS = 3_600_000;
const FAILURES_TO_OPEN = 5;

/** What a reading is for: `background` has time, and leaves the other half of the quota to pushes at any moment. */
export type CallPurpose = "work" | "background";
const BACKGROUND_SHARE = 0.5;
const FOR_A_PUSH = { longestWaitMs: SHORT_WAIT_MS, purpose: "work" } as const;

export interface CallGateOptions {
  /** Names the account; equal names share one gate. Kept only as a hash. */
  readonly account: string;
  readonly callsPerMinute: number;
  /** The longest that one call can be under way; a place whose process died is given up after it. */
  readonly longestCallMs: number;
  /** Asked before each call; throws what keeps it from being made now. */
  readonly mayCall?: () => Promise<void>;
}

/** Waits for the place of one call of a series; takes the fault of the call before, where that is repeated. */
export type Reserve = (lastFault?: Fault) => Promise<void>;

/**
 * The gate before every call to one Wangdiantong account, shared by all replicas:
 * 1. never more than `callsPerMinute` calls in any sliding minute, and within that at once;
 * 2. a "too frequent" answer makes everyone wait, as long as it says or for some seconds; then one call tries alone,
 *    and each further such answer doubles the rest, until nobody has called for long enough;
 * 3. refused credentials or an outage open a circuit; after its rest one call probes alone, and a success closes it.
 * None of these waits burns an attempt.
 */
export class CallGate {
  readonly #commands: GateCommands;
  readonly #keys: GateKeys;
  readonly #callsPerMinute: number;
  readonly #longestCallMs: number;
  readonly #mayCall: () => Promise<void>;

  constructor(redis: RedisConnection, options: CallGateOptions) {
    this.#commands = defineCommands<GateCommands>(redis, join(import.meta.dirname, "commands"));
    this.#keys = keysOf(options.account);
    this.#callsPerMinute = options.callsPerMinute;
    this.#longestCallMs = options.longestCallMs;
    this.#mayCall = options.mayCall ?? (async () => undefined);
  }

  /** Runs one call when the gate lets it; a longer wait is a `MustWait`, thrown before anything is sent. */
  async call<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
    const callId = randomUUID();
    await this.#enter(callId, signal);
    try {
      const result = await act();
      await this.#leave(callId, "push", { verdict: "ok", reason: "" });
      return result;
    } catch (error) {
      const judged = judgeCall(isFault(error) ? error : undefined);
      const restMs = await this.#leave(callId, "push", judged);
      // An outage is the account's fault and not this order's: the job goes back without burning an attempt.
      if (restMs > 0) throw mustRest(judged.reason, restMs, error instanceof Error ? error : undefined);
      throw error;
    }
  }

  /**
   * A reading of several calls: each asks for its place with the `reserve` it is given and waits for it here, however
   * long, because starting over would cost more calls than waiting. A place counts from when the answer was here: that
   * is the moment of the next `reserve`, or the end of the whole. A call that failed and will be repeated hands its
   * fault to the next `reserve`, so that a "too frequent" makes everyone wait. For a CLI this is the plain waiting
   * mode.
   */
  async series<T>(
    signal: AbortSignal,
    act: (reserve: Reserve) => Promise<T>,
    purpose: CallPurpose = "work",
  ): Promise<T> {
    let callId: string | undefined;
    const leave = async (judged: CallVerdict): Promise<void> => {
      const leaving = callId;
      callId = undefined;
      if (leaving !== undefined) await this.#leave(leaving, "query", judged);
    };
    try {
      const result = await act(async (lastFault) => {
        await leave(judgeQuery(lastFault));
        const entering = randomUUID();
        await this.#enter(entering, signal, { longestWaitMs: Number.POSITIVE_INFINITY, purpose });
        callId = entering;
      });
      await leave(judgeQuery(undefined));
      return result;
    } catch (error) {
      await leave(isFault(error) ? judgeQuery(error) : judgeCall(undefined));
      throw error;
    }
  }

  async #enter(
    callId: string,
    signal: AbortSignal,
    { longestWaitMs, purpose }: { readonly longestWaitMs: number; readonly purpose: CallPurpose } = FOR_A_PUSH,
  ): Promise<void> {
    const share = purpose === "background" ? BACKGROUND_SHARE : 1;
    const limit = Math.max(1, Math.floor(this.#callsPerMinute * share));
    for (;;) {
      await this.#mayCall();
      const reply = await this.#commands.enter(this.#keys, callId, limit, this.#longestCallMs, MINUTE_MS + SAFETY_MS);
      const [verdict, waitText, reason = QUOTA_USED_UP] = reply;
      if (verdict === "go") return;
      const waitMs = Number(waitText);
      if (waitMs > longestWaitMs || signal.aborted) throw mustRest(reason, waitMs);
      await wait(Math.min(waitMs, SHORT_WAIT_MS));
    }
  }

  async #leave(callId: string, kind: "push" | "query", judged: CallVerdict): Promise<number> {
    return this.#commands.leave(
      this.#keys,
      callId,
      MINUTE_MS + SAFETY_MS,
      judged.verdict,
      judged.restMs ?? FIRST_REST_MS,
      judged.reason,
      FAILURES_TO_OPEN,
      MOST_REST_MS,
      this.#longestCallMs,
      kind,
      MOST_RATE_REST_MS,
    );
  }
}

/** How an account's gate stands, in epoch milliseconds of Redis' clock. */
export interface GateState {
  /** The end of the rest after "too frequent". */
  readonly pausedUntilMs: number | null;
  /** The end of the circuit's rest. */
  readonly openUntilMs: number | null;
  readonly why: string;
  readonly callsLastMinute: number;
}

/** Looks at an account's gate and changes nothing; a gate that was never used stands open. */
export async function readGate(redis: RedisConnection, account: string, nowMs: number): Promise<GateState> {
  const [callsKey, gateKey] = keysOf(account);
  const [gate, callsLastMinute] = await Promise.all([redis.hgetall(gateKey), redis.zcount(callsKey, nowMs, "+inf")]);
  return {
    pausedUntilMs: toNumber(gate["until"]),
    openUntilMs: toNumber(gate["open"]),
    why: gate["why"] ?? "",
    callsLastMinute,
  };
}

function toNumber(text: string | undefined): number | null {
  return text ? Number(text) : null;
}

type GateKeys = readonly [calls: string, gate: string];

interface GateCommands {
  readonly enter: (
    keys: GateKeys,
    ...args: [callId: string, limit: number, longestCallMs: number, windowMs: number]
  ) => Promise<["go"] | ["full", waitMs: string] | ["rest", waitMs: string, why: string]>;
  readonly leave: (keys: GateKeys, ...args: readonly (string | number)[]) => Promise<number>;
}

function keysOf(account: string): GateKeys {
  const prefix = `{billferry:gate:${hashText(account).slice(0, 12)}}`;
  return [`${prefix}:calls`, `${prefix}:gate`];
}

/** What holds one call up holds up all that stand behind it. */
function mustRest(reason: string, forMs: number, cause?: Error): MustWait {
  return new MustWait({ scope: "queue", forMs, reason }, cause);
}
