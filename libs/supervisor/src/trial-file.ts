import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { isRunning } from "@billferry/embedded-redis";

import type { TrialSettings } from "./core/trial-settings.ts";

/** Writes them for this user alone, and gives back how to take them away. */
export async function writeTrialFile(folder: string, settings: TrialSettings): Promise<() => Promise<void>> {
  const file = trialFile(folder);
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, JSON.stringify(settings), { mode: 0o600 });
  await rename(fresh, file);
  return async () => rm(file, { force: true });
}

/** Those of a trial that is running; undefined where none is, its writer died, or the file is torn. */
export async function readTrialFile(folder: string): Promise<TrialSettings | undefined> {
  try {
    const settings = JSON.parse(await readFile(trialFile(folder), "utf8")) as TrialSettings;
    return (await isRunning(settings.owner)) ? settings : undefined;
  } catch {
    return undefined;
  }
}

function trialFile(folder: string): string {
  return join(folder, "trial.json");
}
