/**
 * Wangdiantong's clock. The server refuses a timestamp that is 5 minutes off [wangdiantong 1.2], so after its first
 * answer its own clock is carried on with the monotonic one, and a wrong local clock does not matter any more.
 */
export interface VendorClock {
  /** The server's time in epoch milliseconds, as far as it is known. */
  nowMs(): number;
  /** Takes over the `Date` of an answer (whole seconds) that arrived at `receivedAtMs` of `performance.now()`. */
  learn(serverTimeMs: number, receivedAtMs: number): void;
}

/** Before anything is learned, `localNowMs` is believed. */
export function createVendorClock(localNowMs: () => number): VendorClock {
  let learned: { serverTimeMs: number; receivedAtMs: number } | undefined;
  return {
    nowMs: () =>
      learned === undefined ? localNowMs() : learned.serverTimeMs + (performance.now() - learned.receivedAtMs),
    learn: (serverTimeMs, receivedAtMs) => {
      learned = { serverTimeMs, receivedAtMs };
    },
  };
}
