import { setTimeout as wait } from "node:timers/promises";

import type { RunningServer } from "./server-process.ts";

const FIRST_PAUSE_MS = 200;
const MOST_PAUSE_MS = 5_000;
/** An end within ten seconds in any case; what was answered to is in the file even where it is killed. */
const KILL_AFTER_MS = 2_000;

/**
 * Keeps a server alive: one that dies is started again on its own data and port, where its clients look for it, for as
 * long as it takes. Told are its death, each new reason why it does not come back, and its return.
 */
export function supervise(
  first: RunningServer,
  options: {
    /** On the same port and folder. */
    readonly startAgain: () => Promise<RunningServer>;
    /** After each new start. */
    readonly onStarted: () => Promise<void>;
    readonly onNotice: (line: string) => void;
  },
): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController();
  let server = first;
  const revive = async (): Promise<void> => {
    let told = "";
    for (let pauseMs = FIRST_PAUSE_MS; !stopping.signal.aborted; pauseMs = Math.min(pauseMs * 2, MOST_PAUSE_MS)) {
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      try {
        server = await options.startAgain();
        await options.onStarted();
        options.onNotice("Redis:已在原有数据上重新启动,工作继续");
        return;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (reason !== told) options.onNotice(`Redis 暂时无法重新启动,稍后再试:${reason}`);
        told = reason;
      }
    }
  };
  const watch = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await server.ended;
      if (stopping.signal.aborted) return;
      options.onNotice("Redis 意外退出,正在原有数据上重新启动……");
      await revive();
    }
  };
  const watching = watch();
  return {
    stop: async () => {
      stopping.abort();
      await server.stop("SIGTERM", KILL_AFTER_MS);
      await watching;
      // It may have been started just before it was told to stop.
      await server.stop("SIGTERM", KILL_AFTER_MS);
    },
  };
}
