import { readFileSync } from "node:fs";

/** What a process has cost so far, by Linux's own books. */
export interface ProcessCost {
  /** User and system, all threads. */
  readonly cpuSeconds: number;
  /** The most memory that it ever held (VmHWM). */
  readonly peakMiB: number;
  /** What it holds now (VmRSS). */
  readonly residentMiB: number;
}

const TICKS_PER_SECOND = 100;
const KIB_PER_MIB = 1_024;

export function readCost(pid: number): ProcessCost {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  // The second field is the program's name, which may hold blanks; utime and stime are fields 14 and 15.
  const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)?.split(" ") ?? [];
  const mib = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) / KIB_PER_MIB;
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    peakMiB: mib("VmHWM"),
    residentMiB: mib("VmRSS"),
  };
}

export function addCosts(costs: readonly ProcessCost[]): ProcessCost {
  const sum = (read: (cost: ProcessCost) => number): number => costs.reduce((total, cost) => total + read(cost), 0);
  return {
    cpuSeconds: sum((cost) => cost.cpuSeconds),
    peakMiB: sum((cost) => cost.peakMiB),
    residentMiB: sum((cost) => cost.residentMiB),
  };
}
