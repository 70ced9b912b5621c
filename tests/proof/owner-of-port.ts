import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/**
 * Which of these processes holds the client's end of a TCP connection on this machine, by Linux's own tables; undefined
 * where the system has none.
 */
export function ownerOfPort(localPort: number, pids: readonly number[]): number | undefined {
  const inode = findInode(localPort);
  return inode === undefined ? undefined : pids.find((pid) => holds(pid, `socket:[${inode}]`));
}

function findInode(localPort: number): string | undefined {
  const suffix = `:${localPort.toString(16).toUpperCase().padStart(4, "0")}`;
  for (const file of ["/proc/net/tcp", "/proc/net/tcp6"])
    for (const line of readLines(file)) {
      const [, local = "", , , , , , , , inode = "0"] = line.trim().split(/\s+/);
      if (local.endsWith(suffix) && inode !== "0") return inode;
    }
  return undefined;
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, "latin1").split("\n").slice(1);
  } catch {
    return [];
  }
}

function holds(pid: number, socket: string): boolean {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).some((fd) => readlinkSync(`${folder}/${fd}`) === socket);
  } catch {
    // Descriptors come and go while they are read, and so do processes.
    return false;
  }
}
