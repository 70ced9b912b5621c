import { constants } from "node:fs";
import { access, glob, mkdir, realpath, rename, symlink } from "node:fs/promises";
import { delimiter, join } from "node:path";

import { installForMachine, unpackForProject } from "./debian-package.ts";
import { withFileLock } from "./install-lock.ts";

/** A program that can be run as redis-server, with the environment it needs. */
export interface ServerBinary {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  /** In words, for the line that says what was chosen. */
  readonly origin: string;
}

/**
 * Finds a redis-server without installing anything: one on PATH, else the same program under its second name (Debian's
 * redis-tools), else one that was unpacked under `cacheDir` earlier. Takes about a millisecond.
 */
export async function findServerBinary(cacheDir: string): Promise<ServerBinary | undefined> {
  const onPath = await findOnPath("redis-server");
  if (onPath !== undefined) return { file: onPath, env: {}, origin: `本机的 ${onPath}` };
  // The program looks at its own name: as redis-check-rdb it checks files, under any other it serves.
  const underSecondName = await findOnPath("redis-check-rdb");
  if (underSecondName !== undefined) {
    const file = await linkAsServer(underSecondName, join(cacheDir, "redis", "linked"));
    return { file, env: {}, origin: `本机 redis-tools 中的 ${underSecondName}` };
  }
  return findUnpacked(cacheDir);
}

/**
 * Finds a redis-server or obtains Debian's: as root with apt, otherwise downloaded and unpacked under `cacheDir`.
 * Callers in other processes wait for each other. Throws `RedisUnobtainableError`.
 */
export async function ensureServerBinary(options: {
  readonly cacheDir: string;
  readonly onChoice: (line: string) => void;
}): Promise<ServerBinary> {
  const { cacheDir, onChoice } = options;
  const found = await findServerBinary(cacheDir);
  if (found !== undefined) return found;
  return withFileLock(cacheDir, "redis-install", async () => {
    const foundMeanwhile = await findServerBinary(cacheDir);
    if (foundMeanwhile !== undefined) return foundMeanwhile;
    if (process.getuid?.() === 0) {
      onChoice(
        "Redis:未找到 redis-server,正在用 apt 安装 Debian 的软件包 (installing with apt, no service is started)",
      );
      const isInstalled = await installForMachine().then(
        () => true,
        () => false,
      );
      const installed = isInstalled ? await findServerBinary(cacheDir) : undefined;
      if (installed !== undefined) return installed;
    }
    onChoice("Redis:未找到 redis-server,正在下载 Debian 的软件包到 .cache (downloading, nothing is installed)");
    await unpackForProject(unpackedRoot(cacheDir));
    const unpacked = await findUnpacked(cacheDir);
    if (unpacked === undefined) throw new Error("the unpacked package holds no redis-check-rdb");
    return unpacked;
  });
}

async function findUnpacked(cacheDir: string): Promise<ServerBinary | undefined> {
  const bin = join(unpackedRoot(cacheDir), "usr", "bin");
  const program = join(bin, "redis-check-rdb");
  if (!(await isExecutable(program))) return undefined;
  const libraries: string[] = [];
  for await (const dir of glob(join(unpackedRoot(cacheDir), "{usr/,}lib", "*-linux-*"))) libraries.push(dir);
  const file = await linkAsServer(program, bin);
  return { file, env: { LD_LIBRARY_PATH: libraries.join(delimiter) }, origin: `已解压的 ${file}` };
}

function unpackedRoot(cacheDir: string): string {
  return join(cacheDir, "redis", "root");
}

async function findOnPath(name: string): Promise<string | undefined> {
  for (const dir of (process.env["PATH"] ?? "").split(delimiter)) {
    const file = join(dir, process.platform === "win32" ? `${name}.exe` : name);
    if (dir !== "" && (await isExecutable(file))) return file;
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function linkAsServer(program: string, dir: string): Promise<string> {
  const link = join(dir, "redis-server");
  const isThere = await realpath(link).then(
    async (target) => target === (await realpath(program)),
    () => false,
  );
  if (isThere) return link;
  await mkdir(dir, { recursive: true });
  // Rename replaces in one step, so that test files that start at the same moment never see a missing link.
  const fresh = `${link}.${process.pid}`;
  await symlink(program, fresh);
  await rename(fresh, link);
  return link;
}
