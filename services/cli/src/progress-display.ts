import { Presets, SingleBar } from "cli-progress";

import { Pace, paceWords } from "./core/pace.ts";
import type { SyncProgress } from "./core/sync-progress.ts";
import { say } from "./say.ts";

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
  const pace = new Pace();
  const close = (): void => {
    bar?.stop();
    bar = undefined;
  };
  return {
    show: (progress) => {
      const { done, total } = progress;
      const text = withPace(progress, pace);
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
  const pace = new Pace();
  return {
    show: (progress) => {
      const { done, total, text } = progress;
      const paced = withPace(progress, pace);
      const line = `${done}/${total} ${text}`;
      if (line === last || performance.now() - lastAt < LINE_EVERY_MS) return;
      [lastAt, last] = [performance.now(), line];
      stream.write(`${total === 0 ? "" : `${done}/${total} `}${paced}\n`);
    },
    note: (line) => stream.write(`${line}\n`),
    close: () => undefined,
  };
}

/** With rate and time left, as far as they are known. */
function withPace({ done, total, text, step = "sync" }: SyncProgress, pace: Pace): string {
  const share = total === 0 ? 0 : done / total;
  return [text, ...paceWords(pace.observe({ step, done, share }, performance.now()), say)].join(" · ");
}
