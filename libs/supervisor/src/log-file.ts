import { closeSync, openSync, writeSync } from "node:fs";

export interface LogFile {
  readonly write: (line: string) => void;
  readonly close: () => void;
}

const TRY_AGAIN_MS = 5_000;

/**
 * Appends lines. A disk that is full, or a folder that is gone, costs log lines and nothing else: the service whose log
 * it is goes on, and writing is tried again later.
 */
export function openLogFile(path: string, onProblem: (reason: string) => void): LogFile {
  let file: number | undefined;
  let restUntil = Number.NEGATIVE_INFINITY;
  const close = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  return {
    write: (line) => {
      if (performance.now() < restUntil) return;
      try {
        file ??= openSync(path, "a");
        writeSync(file, `${line}\n`);
      } catch (error) {
        if (restUntil === Number.NEGATIVE_INFINITY) onProblem(error instanceof Error ? error.message : String(error));
        restUntil = performance.now() + TRY_AGAIN_MS;
        close();
      }
    },
    close,
  };
}
