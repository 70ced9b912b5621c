import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** What the figures were made on, as far as it bears on them. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly node: string;
  /** How many programs of others wanted a core in the minute before. */
  readonly load: number;
  readonly at: string;
}

export function describeMachine(): Machine {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? "unknown",
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    load: loadavg()[0] ?? 0,
    at: new Date().toISOString().slice(0, 16),
  };
}
