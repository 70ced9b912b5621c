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

/**
 * A repeating task: does something again and again, never twice at a time. A turn that fails is told and followed by
 * the next; one that answers a number rests so long before it. It keeps no process alive.
 */
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
