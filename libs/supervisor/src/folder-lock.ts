import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { isRunning, ownMark, withFileLock, type ProcessMark } from "@billferry/embedded-redis";
import { refusalOf } from "@billferry/redis";

import { StartRefused } from "./refusals.ts";

/**
 * Takes a data folder for this process, and gives back how to leave it. Ends the command where another living process
 * has it: two sets of services on one folder would write one sandbox's records twice. What a killed one left is taken
 * over, also where its number belongs to another process by now.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  try {
    await mkdir(folder, { recursive: true });
    // Two processes that find the same dead holder must not both take over.
    return await withFileLock(folder, "start", async () => takeFolder(folder));
  } catch (error) {
    throw explainFolder(error, folder);
  }
}

async function takeFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, "start.pid");
  const holder = await readHolder(file);
  if (holder !== undefined && (await isRunning(holder)))
    throw new StartRefused(
      `本目录已有 npm start 在运行(进程 ${holder.pid})→ 先停止它,或以 DATA_DIR 指定另一个数据目录`,
    );
  const fresh = `${file}.${process.pid}`;
  try {
    await writeFile(fresh, JSON.stringify(await ownMark()));
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
  return async () => rm(file, { force: true }).catch(() => undefined);
}

/** Undefined also where the file is torn. */
async function readHolder(file: string): Promise<ProcessMark | undefined> {
  const text = await readFile(file, "utf8").catch(() => "");
  try {
    const value: unknown = JSON.parse(text);
    // An earlier version wrote the number alone; whether it is still that process is for its command line to say.
    if (typeof value === "number") return (await isOfOurs(value)) ? { pid: value, born: "" } : undefined;
    const { pid, born } = value as Partial<ProcessMark>;
    return typeof pid === "number" && typeof born === "string" ? { pid, born } : undefined;
  } catch {
    return undefined;
  }
}

async function isOfOurs(pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => undefined);
  return command === undefined || /billferry|services.cli.src.main/.test(command);
}

const CAUSES: Readonly<Record<string, string>> = {
  ENOSPC: "磁盘已满 → 腾出空间",
  EDQUOT: "磁盘配额已用完 → 腾出空间",
  EACCES: "没有写入权限 → 把它改为当前用户可写",
  EPERM: "没有写入权限 → 把它改为当前用户可写",
  EROFS: "文件系统只读 → 改为可写",
  ENOTDIR: "它不是目录 → 移走同名文件",
  EEXIST: "它不是目录 → 移走同名文件",
};

/** A folder that cannot be used, in one line; anything else as it is. */
export function explainFolder(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || error instanceof StartRefused) return error;
  const { code = "" } = error as NodeJS.ErrnoException;
  // Redis refuses in its own words where its disk is full.
  const cause = CAUSES[refusalOf(error) === "MISCONF" ? "ENOSPC" : code];
  return cause === undefined
    ? error
    : new StartRefused(`数据目录 ${folder} 不可用:${cause},或以 DATA_DIR 指定另一个数据目录`, { cause: error });
}
