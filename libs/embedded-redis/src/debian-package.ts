import { glob, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

import { execa } from "execa";

import { RedisUnobtainableError } from "./redis-unobtainable-error.ts";

// Debian ships the server's program in redis-tools; redis-server adds only a link to it and a system service, and a
// system service is what nobody asked for here.
const PACKAGE = "redis-tools";

const APT = ["-qq", "-o", "Acquire::Retries=2", "-o", "DPkg::Lock::Timeout=300"];
const ENV = { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" };
const COMMAND_LIMIT_MS = 300_000;

/** Installs Debian's package for the whole machine. Needs root; starts and enables no service. */
export async function installForMachine(): Promise<void> {
  await run("apt-get", [...APT, "update"]);
  await run("apt-get", [...APT, "install", "-y", "--no-install-recommends", PACKAGE]);
}

/**
 * Downloads Debian's package and the libraries that this machine lacks, and unpacks them to `root`. Needs no root:
 * apt works on lists and archives of its own beside `root`, and dpkg's database is only read.
 */
export async function unpackForProject(root: string): Promise<void> {
  const work = `${root}.new-${process.pid}`;
  const [lists, cache, files] = [join(work, "lists"), join(work, "cache"), join(work, "files")];
  try {
    await mkdir(join(lists, "partial"), { recursive: true });
    await mkdir(join(cache, "archives", "partial"), { recursive: true });
    await mkdir(files, { recursive: true });
    // Without locks: the lists are ours alone, and dpkg's own lock would need root.
    const apart = [
      `Dir::State::lists=${lists}`,
      `Dir::Cache=${cache}`,
      "Debug::NoLocking=1",
      "APT::Sandbox::User=",
      "APT::Update::Post-Invoke::=",
    ].flatMap((setting) => ["-o", setting]);
    await run("apt-get", [...APT, ...apart, "update"]);
    await run("apt-get", [...APT, ...apart, "install", "-y", "--download-only", "--reinstall", PACKAGE]);
    for await (const archive of glob(join(cache, "archives", "*.deb"))) await run("dpkg-deb", ["-x", archive, files]);
    await rm(root, { recursive: true, force: true });
    await rename(files, root);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function run(command: string, args: readonly string[]): Promise<void> {
  const options = { env: ENV, reject: false, all: true, stdin: "ignore", timeout: COMMAND_LIMIT_MS } as const;
  const result = await execa(command, args, options);
  if (!result.failed) return;
  const lines = (result.all ?? "").split("\n").filter((line) => /^(E|Err|W):/.test(line));
  // The cause says what apt said; an address in it may carry credentials of a mirror.
  const said = lines
    .slice(-3)
    .join(" ")
    .replaceAll(/\/\/[^/@\s]*@/g, "//");
  const reason =
    result.code === "ENOENT" ? `没有 ${command} 命令` : `${command} 未成功(${said || result.shortMessage})`;
  throw new RedisUnobtainableError(reason);
}
