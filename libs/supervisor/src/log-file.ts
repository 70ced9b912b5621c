import { closeSync, fstatSync, openSync, renameSync, writeSync } from "node:fs";

export interface LogFile {
  readonly write: (line: string) => void;
  readonly close: () => void;
}

const TRY_AGAIN_MS = 5_000;
/** Together with the earlier ones a service takes up six times as much. */
const LARGEST_BYTES = 20 * 1_024 * 1_024;
const MOST_EARLIER = 5;

/**
 * Appends lines. The file keeps its name: one that has grown large is put aside as `.1`, and what was there before as
 * `.2`, up to `.5`. A disk that is full, or a folder that is gone, costs log lines and nothing else: the service whose
 * log it is goes on, and writing is tried again later.
 */
export function openLogFile(
  path: string,
  onProblem: (reason: string) => void,
  largestBytes: number = LARGEST_BYTES,
): LogFile {
  let file: { readonly number: number; bytes: number } | undefined;
  let restUntil = Number.NEGATIVE_INFINITY;
  const close = (): void => {
    if (file !== undefined) closeSync(file.number);
    file = undefined;
  };
  const open = (): { readonly number: number; bytes: number } => {
    const number = openSync(path, "a");
    return { number, bytes: fstatSync(number).size };
  };
  return {
    write: (line) => {
      if (performance.now() < restUntil) return;
      try {
        file ??= open();
        if (file.bytes >= largestBytes) {
          close();
          putAside(path);
          file = open();
        }
        file.bytes += writeSync(file.number, `${line}\n`);
      } catch (error) {
        if (restUntil === Number.NEGATIVE_INFINITY) onProblem(error instanceof Error ? error.message : String(error));
        restUntil = performance.now() + TRY_AGAIN_MS;
        close();
      }
    },
    close,
  };
}

/** The oldest is overwritten. */
function putAside(path: string): void {
  for (let number = MOST_EARLIER - 1; number >= 1; number -= 1) {
    try {
      renameSync(`${path}.${number}`, `${path}.${number + 1}`);
    } catch {
      // There is none yet.
    }
  }
  renameSync(path, `${path}.1`);
}
