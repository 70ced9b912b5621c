import { setTimeout as wait } from "node:timers/promises";

export interface RepeatingTask {
  /** Ends the task: raises the signal of the run under way, and waits for it. */
  readonly stop: () => Promise<void>;
}

export interface RepeatOptions {
  /** From the end of a turn to the next one. */
  readonly everyMs: number;
  /** May answer a rest of its own as well. */
  readonly onError: (error: unknown) => number | void;
  readonly isFirstAtOnce?: boolean;
}

/** Never twice at a time. A failed turn is told; one that answers a number rests so long. Keeps no process alive. */
export function repeat(
  act: (signal: AbortSignal) => Promise<number | void>,
  { everyMs, onError, isFirstAtOnce = false }: RepeatOptions,
): RepeatingTask {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (): Promise<void> => {
    for (let restMs = isFirstAtOnce ? 0 : everyMs; ;) {
      await wait(restMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      const ownRestMs = await act(signal).catch((error: unknown) => (signal.aborted ? undefined : onError(error)));
      restMs = ownRestMs ?? everyMs;
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
