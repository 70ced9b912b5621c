import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

import type { Status } from "@billferry/desk";

import { stamp, statusLine } from "./core/status-pace.ts";
import { say } from "./say.ts";
import { untilInterrupted } from "./until-interrupted.ts";

const EVERY_MS = 2_000;
/** Clears a terminal and begins at its top. */
const CLEAR = "\u001B[2J\u001B[H";

type Statuses = ReadonlyMap<string, Status>;

/** Asks again and again until Ctrl+C, which ends it well, also while Redis does not answer. */
export async function watchStatus(ask: () => Promise<Statuses>, show: (statuses: Statuses) => void): Promise<void> {
  await untilInterrupted(async (signal) => {
    const stopped = once(signal, "abort").then(() => undefined);
    while (!signal.aborted) {
      const statuses = await Promise.race([ask(), stopped]);
      if (statuses === undefined) return;
      show(statuses);
      await wait(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  });
}

/** On a terminal the whole picture, drawn anew; elsewhere a line for each scheme that has become another. */
export function openStatusView(stream: NodeJS.WriteStream, draw: (statuses: Statuses) => void): typeof draw {
  if (stream.isTTY)
    return (statuses) => {
      stream.write(CLEAR);
      draw(statuses);
    };
  const last = new Map<string, string>();
  return (statuses) => {
    for (const [name, status] of statuses) {
      const line = statusLine({ name, status }, say);
      if (last.get(name) === line) continue;
      last.set(name, line);
      stream.write(`${stamp(Date.now())} ${line}\n`);
    }
  };
}
