import { setTimeout as wait } from "node:timers/promises";

interface LiveOptions<Snapshot> {
  readonly read: () => Promise<Snapshot>;
  /** The least time between two readings. */
  readonly everyMs: number;
  readonly onError: (error: unknown) => void;
}

/**
 * One reading for all who look: begun with the first of them, repeated as long as there is one, and never two at once.
 * A reading that fails is told, and the next one may succeed.
 */
export function createLive<Snapshot>({ read, everyMs, onError }: LiveOptions<Snapshot>) {
  const watchers = new Set<(snapshot: Snapshot) => void>();
  let isReading = false;
  let latest: { readonly snapshot: Snapshot; readonly at: number } | undefined;
  const run = async (): Promise<void> => {
    if (isReading) return;
    isReading = true;
    while (watchers.size > 0) {
      const startedAt = performance.now();
      try {
        const snapshot = await read();
        latest = { snapshot, at: performance.now() };
        for (const tell of watchers) tell(snapshot);
      } catch (error) {
        onError(error);
      }
      await wait(Math.max(0, startedAt + everyMs - performance.now()), undefined, { ref: false });
    }
    isReading = false;
  };
  return {
    /** Tells each snapshot, the last one at once where it is fresh, until what it returns is called. */
    watch: (tell: (snapshot: Snapshot) => void): (() => void) => {
      watchers.add(tell);
      if (latest !== undefined && performance.now() - latest.at < 2 * everyMs) tell(latest.snapshot);
      void run();
      return () => void watchers.delete(tell);
    },
  };
}
