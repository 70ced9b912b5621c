import { randomUUID } from "node:crypto";

import { isFault, MustWait, type Fault } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";

import { defineGateCommands, gateKeys, type GateCommands, type GateKeys } from "./commands.ts";
import { capOf, toCallId, type CallPurpose, type Quota } from "./core/purpose.ts";
import { judgeCall, judgeQuery, WORKED, type CallVerdict } from "./core/verdict.ts";
import { SHORT_WAIT_MS, WaitingCalls, type Grant, type WaitingCall } from "./waiting-calls.ts";

const MINUTE_MS = 60_000;
/** Added to the minute: the vendor's clock and ours need not tick alike. */
const SAFETY_MS = 150;
const FIRST_REST_MS = 5_000;
const MOST_REST_MS = 120_000;
/** After "too frequent", unless the vendor itself tells a longer time. */
const MOST_RATE_REST_MS = 3_600_000;
const FAILURES_TO_OPEN = 5;
/** An urgent call that has not asked again for so long has died. */
const LINE_PATIENCE_MS = 3 * SHORT_WAIT_MS;

export interface CallGateOptions extends Quota {
  /** Names the account; equal names share one gate. Kept only as a hash. */
  readonly account: string;
  /** The longest that one call can be under way; a place whose process died is given up after it. */
  readonly longestCallMs: number;
  /** What a minute of the quota is; another where its laws are tried out. */
  readonly minuteMs?: number;
  /** Given: every call is for `errand`, and of all of those no more than so many are made a minute. */
  readonly errandsPerMinute?: number;
  /** Asked before each call; throws what keeps it from being made now. */
  readonly mayCall?: () => Promise<void>;
}

/** What a call is for (`work` by default), and how long it may wait for its place. */
export interface PlaceOptions {
  readonly purpose?: CallPurpose;
  readonly longestWaitMs?: number;
  /** Whether nobody will use the place any more: the call leaves the line then, and `take` is refused. */
  readonly isGone?: () => boolean;
}

/** The right to make one call; exactly one of its ends is to be told. */
export interface Place {
  /** The call has ended so. Returns how long the circuit rests now, in milliseconds; 0 where it stays closed. */
  leave(verdict: CallVerdict): Promise<number>;
  /** The call ended with this error. Returns what is to be thrown: that, or the `MustWait` in whose place it is. */
  fail(error: unknown): Promise<unknown>;
  /** Nothing was sent: the place is free again at once. */
  giveBack(): Promise<void>;
}

/** Waits for the place of one call of a series; takes the fault of the call before, where that is repeated. */
export type Reserve = (lastFault?: Fault) => Promise<void>;

/**
 * The gate before every call to one Wangdiantong account, shared by all replicas:
 * 1. never more than `callsPerMinute` calls in any sliding minute, and within that at once; urgent ones come first;
 * 2. a "too frequent" answer makes everyone wait, as long as it says or for some seconds; then one call tries alone,
 *    and each further such answer doubles the rest, until nobody has called for long enough;
 * 3. refused credentials or an outage open a circuit; after its rest one call probes alone, and a success closes it.
 * None of these waits burns an attempt.
 */
export class CallGate {
  readonly #commands: GateCommands;
  readonly #keys: GateKeys;
  readonly #options: CallGateOptions;
  readonly #waiting: WaitingCalls;
  readonly #windowMs: number;
  /** Of errands: the gate to their share, before the account's own. */
  readonly #share: CallGate | undefined;
  /** Names this gate's calls, with a number each. */
  readonly #name = randomUUID().slice(0, 13);
  #calls = 0;

  constructor(redis: RedisConnection, options: CallGateOptions) {
    this.#commands = defineGateCommands(redis);
    this.#keys = gateKeys(options.account);
    this.#options = options;
    this.#windowMs = (options.minuteMs ?? MINUTE_MS) + SAFETY_MS;
    this.#waiting = new WaitingCalls(async (calls) => this.#enter(calls));
    const { errandsPerMinute, mayCall: _mayCall, keptForUrgent: _kept, ...own } = options;
    if (errandsPerMinute !== undefined)
      this.#share = new CallGate(redis, {
        ...own,
        account: `${options.account}:errand`,
        callsPerMinute: Math.min(errandsPerMinute, options.callsPerMinute),
      });
  }

  /**
   * A place for one call. A longer wait than it has time for is a `MustWait`: a second for most, because the job can
   * wait in its queue, and a minute for urgent ones, which stand in line here.
   */
  async take(signal: AbortSignal, options: PlaceOptions = {}): Promise<Place> {
    return this.#share === undefined ? this.#takeOwn(signal, options) : this.#takeShared(this.#share, signal);
  }

  /** A person waits for it: however long it takes, or until he does not any more. */
  async #takeShared(share: CallGate, signal: AbortSignal): Promise<Place> {
    const wanted = { purpose: "errand", longestWaitMs: Number.POSITIVE_INFINITY } as const;
    const ofShare = await share.take(signal, wanted);
    try {
      const own = await this.#takeOwn(signal, wanted);
      // What the call came to is the account's; the share only counts.
      const counted = async <Result>(end: Promise<Result>): Promise<Result> => {
        await ofShare.leave({ ...WORKED, verdict: "neutral" });
        return end;
      };
      return {
        leave: async (verdict) => counted(own.leave(verdict)),
        fail: async (error) => counted(own.fail(error)),
        giveBack: async () => void (await Promise.all([own.giveBack(), ofShare.giveBack()])),
      };
    } catch (error) {
      await ofShare.giveBack();
      throw error;
    }
  }

  async #takeOwn(signal: AbortSignal, { purpose = "work", longestWaitMs, isGone }: PlaceOptions): Promise<Place> {
    this.#calls += 1;
    const callId = toCallId(purpose, `${this.#name}-${this.#calls}`);
    const patienceMs = longestWaitMs ?? (purpose === "urgent" ? this.#windowMs : SHORT_WAIT_MS);
    await this.#waiting.join({ callId, purpose, signal, longestWaitMs: patienceMs, isGone });
    return {
      leave: async (verdict) => this.#leave(callId, verdict),
      fail: async (error) => {
        const verdict = judgeCall(isFault(error) ? error : undefined);
        const restMs = await this.#leave(callId, verdict);
        // An outage is the account's fault and not this order's: the job goes back without burning an attempt.
        return restMs > 0 ? mustRest(verdict.reason, restMs, error instanceof Error ? error : undefined) : error;
      },
      giveBack: async () => void (await this.#commands.giveBack(this.#keys, callId)),
    };
  }

  /** Runs one call when the gate lets it; what `act` throws as `MustWait` was thrown before anything was sent. */
  async call<T>(signal: AbortSignal, act: () => Promise<T>, options?: PlaceOptions): Promise<T> {
    const place = await this.take(signal, options);
    let result: T;
    try {
      result = await act();
    } catch (error) {
      if (!(error instanceof MustWait)) throw await place.fail(error);
      await place.giveBack();
      throw error;
    }
    await place.leave(WORKED);
    return result;
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
    purpose: CallPurpose = "look-up",
  ): Promise<T> {
    let place: Place | undefined;
    const leave = async (verdict: CallVerdict): Promise<void> => {
      const leaving = place;
      place = undefined;
      await leaving?.leave(verdict);
    };
    try {
      const result = await act(async (lastFault) => {
        await leave(judgeQuery(lastFault));
        place = await this.take(signal, { purpose, longestWaitMs: Number.POSITIVE_INFINITY });
      });
      await leave(judgeQuery(undefined));
      return result;
    } catch (error) {
      await leave(isFault(error) ? judgeQuery(error) : judgeCall(undefined));
      throw error;
    }
  }

  async #enter(calls: readonly WaitingCall[]): Promise<Grant> {
    const { longestCallMs, callsPerMinute, mayCall } = this.#options;
    await mayCall?.();
    const wanted = calls.flatMap(({ callId, purpose }) => [callId, capOf(purpose, this.#options)]);
    const limits = [longestCallMs, this.#windowMs, LINE_PATIENCE_MS, callsPerMinute] as const;
    const reply = await this.#commands.enter(this.#keys, ...limits, ...wanted);
    const [granted, waitMs, why] = reply;
    return { granted, waitMs, why };
  }

  async #leave(callId: string, { verdict, reason, restMs, kind }: CallVerdict): Promise<number> {
    return this.#commands.leave(
      this.#keys,
      callId,
      this.#windowMs,
      verdict,
      restMs ?? FIRST_REST_MS,
      reason,
      FAILURES_TO_OPEN,
      MOST_REST_MS,
      this.#options.longestCallMs,
      kind,
      MOST_RATE_REST_MS,
    );
  }
}

/** What holds one call up holds up all that stand behind it. */
function mustRest(reason: string, forMs: number, cause?: Error): MustWait {
  return new MustWait({ scope: "queue", forMs, reason }, cause);
}
