/** A server's clock as far as it is known: read from an answer's `Date` header, or this machine's as a stopgap. */
export interface ServerTime {
  readonly epochMs: number;
  readonly source: "server" | "local";
}

/** Carries the server's clock on by `performance.now()`, so that a jump of this machine's clock changes nothing. */
export interface ServerClock {
  now(): ServerTime;
  /** Takes in an answer that has proved to be the server's own; a proxy's error page does not set the clock. */
  learn(answer: { readonly serverTimeMs: number | undefined; readonly receivedAtMs: number }): void;
}

/** Before anything is learned, `localNowMs` is believed. */
export function createServerClock(localNowMs: () => number = Date.now): ServerClock {
  let known: { readonly serverTimeMs: number; readonly receivedAtMs: number } | undefined;
  return {
    now: () =>
      known === undefined
        ? { epochMs: localNowMs(), source: "local" }
        : { epochMs: Math.floor(known.serverTimeMs + performance.now() - known.receivedAtMs), source: "server" },
    learn: ({ serverTimeMs, receivedAtMs }) => {
      if (serverTimeMs !== undefined) known = { serverTimeMs, receivedAtMs };
    },
  };
}
