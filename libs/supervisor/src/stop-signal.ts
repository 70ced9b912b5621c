import { once } from "node:events";

import { Interrupted } from "./refusals.ts";

/** Terminals and npm both pass a Ctrl+C on, so it may come twice at once; a second one by hand comes later. */
const SAME_PRESS_MS = 2_000;
/** One press ends it within ten seconds, in whatever state a part is. */
const STOP_LIMIT_MS = 9_000;

/** Aborts on SIGINT, SIGTERM or SIGHUP; a second press ends this process at once, and with it its children. */
export function listenForStop(onStop: () => void): AbortSignal {
  const stop = new AbortController();
  let firstAt: number | undefined;
  // Writing to a closed terminal fails, and must not break off an orderly stop.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      if (firstAt === undefined) {
        firstAt = performance.now();
        stop.abort(new Interrupted());
        setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
        onStop();
      } else if (performance.now() - firstAt > SAME_PRESS_MS) process.exit(1);
    });
  return stop.signal;
}

/** Rejects once the signal fires; never resolves. */
export async function interrupted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, "abort");
  throw new Interrupted();
}
