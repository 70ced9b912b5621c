import { Presets, SingleBar } from "cli-progress";

import type { SyncProgress } from "./core/sync-progress.ts";

export interface ProgressDisplay {
  readonly show: (progress: SyncProgress) => void;
  /** Prints a line above the progress, which is drawn again below it. */
  readonly note: (line: string) => void;
  readonly close: () => void;
}

const LINE_EVERY_MS = 2_000;

/** A bar on a terminal; elsewhere a plain line, at most every two seconds and only when something changed. */
export function openDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  return stream.isTTY ? openBar(stream) : openLines(stream);
}

function openBar(stream: NodeJS.WriteStream): ProgressDisplay {
  let bar: SingleBar | undefined;
  const close = (): void => {
    bar?.stop();
    bar = undefined;
  };
  return {
    show: ({ done, total, text }) => {
      if (bar === undefined) {
        const options = { format: "{bar} {value}/{total} {text}", stream, hideCursor: true, linewrap: false };
        bar = new SingleBar(options, Presets.shades_classic);
        return bar.start(total, done, { text });
      }
      bar.setTotal(total);
      bar.update(done, { text });
    },
    note: (line) => {
      close();
      stream.write(`${line}\n`);
    },
    close,
  };
}

function openLines(stream: NodeJS.WriteStream): ProgressDisplay {
  let lastAt = Number.NEGATIVE_INFINITY;
  let last = "";
  return {
    show: ({ done, total, text }) => {
      const line = `${done}/${total} ${text}`;
      if (line === last || performance.now() - lastAt < LINE_EVERY_MS) return;
      [lastAt, last] = [performance.now(), line];
      stream.write(`${line}\n`);
    },
    note: (line) => stream.write(`${line}\n`),
    close: () => undefined,
  };
}
