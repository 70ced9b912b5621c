import { readFile } from "node:fs/promises";

import { execa } from "execa";

/** A process, told from any other that has the same number later: a restarted machine or container starts anew. */
export interface ProcessMark {
  readonly pid: number;
  /** When it was started, in the system's own words; empty where it does not tell: the number alone counts then. */
  readonly born: string;
}

export async function ownMark(): Promise<ProcessMark> {
  return { pid: process.pid, born: (await bornAt(process.pid)) ?? "" };
}

/** Whether that very process is alive. One that has ended and waits to be collected is not. */
export async function isRunning({ pid, born }: ProcessMark): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0 || !isThere(pid)) return false;
  const found = await bornAt(pid);
  if (found === "gone") return false;
  return born === "" || found === undefined || found === born;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process is alive too.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function bornAt(pid: number): Promise<string | undefined> {
  return process.platform === "linux" ? bornOnLinux(pid) : bornElsewhere(pid);
}

/** The moment within one run of the machine, and which run it is. */
async function bornOnLinux(pid: number): Promise<string | undefined> {
  const paths = [`/proc/${pid}/stat`, "/proc/sys/kernel/random/boot_id"];
  const [stat = "", boot = ""] = await Promise.all(paths.map(async (path) => readFile(path, "utf8").catch(() => "")));
  // The second field is the program's name in brackets, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, startedAt] = [fields[0], fields[19]];
  if (state === "Z" || state === "X") return "gone";
  return startedAt === undefined ? undefined : `${boot.trim()}:${startedAt}`;
}

async function bornElsewhere(pid: number): Promise<string | undefined> {
  const options = { reject: false, env: { LC_ALL: "C" } } as const;
  const { stdout, failed } = await execa("ps", ["-o", "lstart=", "-p", String(pid)], options);
  return failed || stdout.trim() === "" ? undefined : stdout.trim();
}
