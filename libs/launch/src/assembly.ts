import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/** Where all of it lies. */
export const PLACE = join(import.meta.dirname, "..", "..", "..");
/** May be deleted at any time. */
export const CACHE = join(PLACE, "node_modules", ".cache", "billferry");

/** Which packages are installed. */
export const LOCK_FILE = "package-lock.json";

/** Beside an assembly: what went into it, and the one sum over it and our part. */
export interface Manifest {
  readonly sources: readonly string[];
  /** Names of packages that are not ours; they are told by the lock file. */
  readonly packages: readonly string[];
  readonly sum: string;
}

/** Under the name of what it stands for, which is what a list of processes shows. */
export function assemblyFile(program: string): string {
  return join(CACHE, program, "main.mjs");
}

export function manifestFile(program: string): string {
  return join(CACHE, program, "manifest.json");
}

/**
 * Over all that decides what an assembly does: where it lies (it names folders), Node, the packages installed, each
 * source, and the assembly itself. Contents and not times, which an image's layers round.
 */
export function sumOf(
  sources: readonly string[],
  assembly: string,
  read: (path: string) => string = readSource,
): string {
  const sum = createHash("sha256").update(`${process.version}\n${PLACE}`);
  for (const path of [...sources, LOCK_FILE]) sum.update(`\n${path}\n`).update(read(path));
  return sum.update(readFileSync(assembly)).digest("hex");
}

export function readSource(path: string): string {
  return readFileSync(join(PLACE, path), "utf8");
}

/** A program's assembly, unless there is none, or it is damaged, or was made of anything else than what is there. */
export function findAssembly(program: string): string | undefined {
  try {
    const { sources, sum } = JSON.parse(readFileSync(manifestFile(program), "utf8")) as Manifest;
    const assembly = assemblyFile(program);
    return sumOf(sources, assembly) === sum ? assembly : undefined;
  } catch {
    return undefined;
  }
}

/** As long as a builder takes at most: an older lock is of one that was killed. */
const LONGEST_MS = 60_000;

/** Takes the folder for one builder, and gives back how to leave it; undefined where another is at work in it. */
export function lockBuild(folder: string): (() => void) | undefined {
  const path = join(folder, "building");
  mkdirSync(folder, { recursive: true });
  try {
    if (Date.now() - statSync(path).mtimeMs > LONGEST_MS) rmSync(path, { recursive: true, force: true });
  } catch {
    // There is none.
  }
  try {
    mkdirSync(path);
  } catch {
    return undefined;
  }
  return () => rmSync(path, { recursive: true, force: true });
}
