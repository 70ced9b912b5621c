import type { WorkTold } from "@billferry/contracts";

import { barOf, fitColumns, Pace, workText } from "./core/pace.ts";
import { say } from "./say.ts";

/** What a window of unknown width has. */
const COLUMNS = 80;

export interface ProgressLine {
  readonly show: (line: string) => void;
  /** With a bar, rate and time left, as far as they are known. */
  readonly tell: (told: WorkTold) => void;
  readonly close: () => void;
}

/**
 * One line on a terminal's standard error that replaces itself. Without a terminal: a plain line now and then, where
 * `plainEveryMs` is given, else nothing.
 */
export function openProgressLine(
  stream: NodeJS.WriteStream,
  { plainEveryMs = Number.POSITIVE_INFINITY }: { readonly plainEveryMs?: number } = {},
): ProgressLine {
  const pace = new Pace();
  let isShown = false;
  let plainAtMs = performance.now() + plainEveryMs;
  const write = (line: string): void => {
    if (stream.isTTY) stream.write(`\r\u001B[2K${fitColumns(line, (stream.columns || COLUMNS) - 1)}`);
  };
  const show = (line: string, bar = ""): void => {
    isShown = true;
    write(`${bar}${line}`);
    if (stream.isTTY || performance.now() < plainAtMs) return;
    plainAtMs = performance.now() + plainEveryMs;
    stream.write(`${line}\n`);
  };
  return {
    show,
    tell: (told) => {
      const text = workText(told, pace.observe(told, performance.now()), say);
      show(text, told.share === undefined ? "" : `${barOf(told.share)} `);
    },
    close: () => {
      if (isShown) write("");
    },
  };
}
