import type { Told } from "@billferry/contracts";

import { say } from "./say.ts";

/**
 * One line on a terminal's standard error that replaces itself. Without a terminal: a plain line now and then, where
 * `plainEveryMs` is given, else nothing.
 */
export function openProgressLine(
  stream: NodeJS.WriteStream,
  { plainEveryMs = Number.POSITIVE_INFINITY }: { readonly plainEveryMs?: number } = {},
): { readonly show: (line: string) => void; readonly tell: (line: Told) => void; readonly close: () => void } {
  let isShown = false;
  let plainAtMs = performance.now() + plainEveryMs;
  const write = (line: string): void => {
    if (stream.isTTY) stream.write(`\r\u001B[2K${line}`);
  };
  const show = (line: string): void => {
    isShown = true;
    write(line);
    if (stream.isTTY || performance.now() < plainAtMs) return;
    plainAtMs = performance.now() + plainEveryMs;
    stream.write(`${line}\n`);
  };
  return {
    show,
    tell: (line) => show(say(line)),
    close: () => {
      if (isShown) write("");
    },
  };
}
