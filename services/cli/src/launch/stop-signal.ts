/** Terminals and npm both pass a Ctrl+C on, so it may come twice at once; a second one by hand comes later. */
const SAME_PRESS_MS = 2_000;

/** Aborts on SIGINT, SIGTERM or SIGHUP; a second press ends this process at once, and with it its children. */
export function listenForStop(onStop: () => void): AbortSignal {
  const stop = new AbortController();
  let firstAt: number | undefined;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      if (firstAt === undefined) {
        firstAt = performance.now();
        stop.abort();
        onStop();
      } else if (performance.now() - firstAt > SAME_PRESS_MS) process.exit(1);
    });
  return stop.signal;
}
