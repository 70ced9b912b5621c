import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { lock } from "proper-lockfile";

const STALE_MS = 10_000;
const RETRY_MS = 200;
const WAIT_LIMIT_MS = 600_000;

/**
 * Runs `work` while no other process runs work under the same `name` in `dir`; waits up to ten minutes for its turn.
 * A holder that died is noticed after ten seconds. A holder whose lock was taken away because its event loop stood
 * still goes on: everything done under a lock here ends with an atomic rename, so the later one simply wins.
 */
export async function withFileLock<Result>(dir: string, name: string, work: () => Promise<Result>): Promise<Result> {
  await mkdir(dir, { recursive: true });
  const release = await lock(join(dir, name), {
    realpath: false,
    stale: STALE_MS,
    retries: { retries: WAIT_LIMIT_MS / RETRY_MS, factor: 1, minTimeout: RETRY_MS, maxTimeout: RETRY_MS },
    onCompromised: () => {},
  });
  try {
    return await work();
  } finally {
    // A lock that is no longer ours needs no release.
    await release().catch(() => {});
  }
}
