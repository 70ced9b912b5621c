import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { CommandEnd, EXIT } from "../command-end.ts";

/**
 * Takes a data folder for this process, and gives back how to leave it. Ends the command where another living process
 * has it: two sets of services on one folder would write one sandbox's records twice.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, "start.pid");
  for (let triesLeft = 2; ; triesLeft -= 1) {
    try {
      await writeFile(file, String(process.pid), { flag: "wx" });
      return async () => rm(file, { force: true });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
      const pid = Number(await readFile(file, "utf8").catch(() => ""));
      if (triesLeft === 0 || (await isOtherStart(pid)))
        throw new CommandEnd(
          EXIT.usage,
          `本目录已有 npm start 在运行(进程 ${pid})→ 先停止它,或以 DATA_DIR 指定另一个数据目录`,
          { cause },
        );
      await rm(file, { force: true });
    }
  }
}

/** Whether that process lives and is one of ours; a number is given out again after a restart, above all in a container. */
async function isOtherStart(pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => undefined);
  return command === undefined || /billferry|services.cli.src.main/.test(command);
}
