import { existsSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

/**
 * What is to be looked at of what differs from the last commit, untracked files included: a package as a whole, any
 * other source by itself. Paths from the root; empty where nothing of ours has changed.
 */
export async function changedPlaces(root: string): Promise<readonly string[]> {
  const list = async (...args: readonly string[]): Promise<readonly string[]> =>
    (await execa("git", args, { cwd: root })).stdout.split("\0").filter(Boolean);
  const [changed, added] = await Promise.all([
    list("diff", "--name-only", "-z", "--diff-filter=d", "HEAD"),
    list("ls-files", "--others", "--exclude-standard", "-z"),
  ]);
  const places = [...changed, ...added]
    .filter((path) => /\.(m?[jt]s|tsx)$/.test(path) && existsSync(join(root, path)))
    .map((path) => /^(?:libs|services)\/[^/]+(?=\/)/.exec(path)?.[0] ?? path);
  return [...new Set(places)];
}
