import { spawn, type ChildProcess } from "node:child_process";
import { openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { succeeds, until } from "./commands.ts";

/** The engine does not run on this machine: missing rights, most often. */
export class DaemonRefused extends Error {
  override readonly name = "DaemonRefused";
}

export interface Daemon {
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/**
 * Starts dockerd on a socket and folders of its own; the machine's interfaces and packet filter stay as they are:
 * - `build`: in the machine's network, without any bridge; builds reach the package registry.
 * - `run`: in a network namespace of its own, where bridges, service names and published ports work and nothing
 *   outside can be reached.
 */
export async function startDaemon(dir: string, mode: "build" | "run"): Promise<Daemon> {
  const shared = ["--host", socketOf(dir), "--data-root", join(dir, "data"), "--exec-root", join(dir, "exec")];
  const daemon = ["dockerd", ...shared, "--pidfile", join(dir, "pid"), "--config-file", join(dir, "daemon.json")];
  const closed = ["--iptables=false", "--ip6tables=false", "--ip-forward=false", "--ip-masq=false", "--bridge=none"];
  const command =
    mode === "build"
      ? [...daemon, ...closed]
      : ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", ...daemon, "--ip", "127.0.0.1"];
  const log = openSync(join(dir, `dockerd-${mode}.log`), "a");
  const child = spawn(command[0] as string, command.slice(1), { stdio: ["ignore", log, log], detached: true });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  try {
    await until("dockerd", 60_000, async () => {
      if (child.exitCode !== null) throw new DaemonRefused(`dockerd has ended: ${await lastLines(dir, mode)}`);
      return succeeds(["docker", "--host", socketOf(dir), "info"]);
    });
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return { pid: child.pid as number, stop: async () => stopDaemon(child, ended) };
}

export function socketOf(dir: string): string {
  return `unix://${join(dir, "s")}`;
}

async function stopDaemon(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
  const limit = setTimeout(() => child.kill("SIGKILL"), 60_000);
  await ended;
  clearTimeout(limit);
}

async function lastLines(dir: string, mode: string): Promise<string> {
  const text = await readFile(join(dir, `dockerd-${mode}.log`), "utf8").catch(() => "");
  return text.trim().split("\n").slice(-3).join(" | ");
}
