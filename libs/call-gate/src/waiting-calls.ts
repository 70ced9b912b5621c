import { setTimeout as wait } from "node:timers/promises";

import { MustWait, QUOTA_USED_UP } from "@billferry/contracts";

import { rankOf, type CallPurpose } from "./core/purpose.ts";

/** The longest time between two questions; longer waits of pushes put the job back and rest the queue. */
export const SHORT_WAIT_MS = 1_000;
/** The most calls that one question is for. */
const MOST_AT_ONCE = 500;

/** A call that asks for its place. */
export interface WaitingCall {
  readonly callId: string;
  readonly purpose: CallPurpose;
  readonly longestWaitMs: number;
  readonly signal: AbortSignal;
  /** Whether nobody will make it any more. */
  readonly isGone?: (() => boolean) | undefined;
}

/** The first `granted` of those that were asked for may go; the next would wait for so long. */
export interface Grant {
  readonly granted: number;
  readonly waitMs: number;
  readonly why?: string | undefined;
}

interface Waiter {
  readonly call: WaitingCall;
  readonly go: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * The calls of this process that wait for a place: one question for all of them, in order of precedence and as they
 * came, and another as soon as the next place may be free or somebody else has come.
 */
export class WaitingCalls {
  readonly #ask: (calls: readonly WaitingCall[]) => Promise<Grant>;
  #waiters: Waiter[] = [];
  #isServing = false;
  /** Whether somebody has come since the last question. */
  #hasNews = false;
  /** Ends the rest before the next one; there only during a rest. */
  #bell: AbortController | undefined;

  constructor(ask: (calls: readonly WaitingCall[]) => Promise<Grant>) {
    this.#ask = ask;
  }

  /** Resolves when the call may be made; a longer wait than it has time for is a `MustWait`. */
  async join(call: WaitingCall): Promise<void> {
    const { promise, resolve: go, reject: fail } = Promise.withResolvers<void>();
    const later = this.#waiters.findIndex((each) => rankOf(each.call.purpose) > rankOf(call.purpose));
    this.#waiters.splice(later < 0 ? this.#waiters.length : later, 0, { call, go, fail });
    this.#hasNews = true;
    this.#bell?.abort();
    if (!this.#isServing) void this.#serve();
    return promise;
  }

  /** Never rejects. */
  async #serve(): Promise<void> {
    this.#isServing = true;
    // Whoever comes in this turn comes along.
    await Promise.resolve();
    while (this.#waiters.length > 0) {
      this.#dismiss(this.#waiters.filter(({ call }) => call.isGone?.()));
      const asked = this.#waiters.slice(0, MOST_AT_ONCE);
      this.#hasNews = false;
      const restMs = await this.#askFor(asked);
      if (restMs > 0 && !this.#hasNews) await this.#rest(restMs);
    }
    this.#isServing = false;
  }

  async #rest(restMs: number): Promise<void> {
    this.#bell = new AbortController();
    await wait(restMs, undefined, { signal: this.#bell.signal }).catch(() => undefined);
    this.#bell = undefined;
  }

  /** Who would only give its place back must not stand before those who would use it. */
  #dismiss(gone: readonly Waiter[]): void {
    this.#remove(new Set(gone));
    for (const { fail } of gone) fail(new MustWait({ scope: "job", forMs: 0, reason: "不再需要" }));
  }

  /** How long nobody needs to ask again. */
  async #askFor(asked: readonly Waiter[]): Promise<number> {
    if (asked.length === 0) return 0;
    try {
      const { granted, waitMs, why = QUOTA_USED_UP } = await this.#ask(asked.map(({ call }) => call));
      const refused = asked.slice(granted);
      const impatient = refused.filter(({ call }) => waitMs > call.longestWaitMs || call.signal.aborted);
      this.#remove(new Set([...asked.slice(0, granted), ...impatient]));
      for (const { go } of asked.slice(0, granted)) go();
      for (const { fail } of impatient) fail(new MustWait({ scope: "queue", forMs: waitMs, reason: why }));
      return refused.length > impatient.length ? Math.min(waitMs, SHORT_WAIT_MS) : 0;
    } catch (error) {
      this.#remove(new Set(asked));
      for (const { fail } of asked) fail(error);
      return 0;
    }
  }

  #remove(settled: ReadonlySet<Waiter>): void {
    this.#waiters = this.#waiters.filter((each) => !settled.has(each));
  }
}
