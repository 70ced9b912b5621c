import { enableCompileCache, flushCompileCache } from "node:module";
import { join, relative } from "node:path";

import { CACHE, findAssembly, PLACE } from "./assembly.ts";

/**
 * What Node has compiled once, it reads the next time. A process that is begun with this as `NODE_COMPILE_CACHE` does
 * not strip the types of its first file either, which takes as long as Node's own start.
 */
export const COMPILED = join(CACHE, "compiled");

/**
 * A service is small and lives long: left alone, V8 lets garbage lie until it has 16 MiB of young objects, three times
 * over, and until the old ones are several times what lives. What is given on the command line comes later and wins.
 */
const MEMORY_FLAGS = ["--max-semi-space-size=4", "--heap-growing-percent=60"];

/** The program that runs from its sources, though an assembly would be quicker. */
let unassembled: string | undefined;

/**
 * Runs the program of a folder: where an assembly of it is fresh, this process becomes that, with the same number, else
 * its sources are run as they are. An assembly is a cache and never more: made from the sources, left alone as soon as
 * one of them differs, and made anew by what runs without one ({@link keepWarm}). Whoever debugs gets the sources.
 */
export async function launch(folder: string, sources: () => Promise<unknown>): Promise<void> {
  const program = relative(PLACE, folder);
  const isDebugged = process.execArgv.some((each) => each.startsWith("--inspect"));
  const assembly = isDebugged ? undefined : findAssembly(program);
  if (assembly !== undefined) become(assembly);
  unassembled = program;
  enableCompileCache(process.env["NODE_COMPILE_CACHE"] ?? COMPILED);
  await sources();
}

/** In place of this process: V8 takes some flags only at birth, and gives back nothing of what led here. */
function become(assembly: string): void {
  const argv = ["node", ...MEMORY_FLAGS, ...keptFlags(), assembly, ...process.argv.slice(2)];
  try {
    process.execve?.(process.execPath, argv, { NODE_COMPILE_CACHE: COMPILED, ...process.env });
  } catch {
    // A system that does not know this runs the sources.
  }
}

/** Those that Node was given, but for what `deploy/` loads beforehand: the environment, which is inherited. */
function keptFlags(): readonly string[] {
  return process.execArgv.filter(
    (flag, index, all) => !isPreload(flag) && !(flag === "--import" && isPreload(all[index + 1])),
  );
}

function isPreload(flag = ""): boolean {
  return /^(--import=)?\.\/deploy\//.test(flag);
}

/**
 * For a program that has come to its work: what was compiled on the way is kept for the next start, and where it runs
 * without an assembly, one is made in the background. Nothing that fails here is a fault of the program.
 */
export async function keepWarm(): Promise<void> {
  flushCompileCache();
  if (unassembled === undefined || !canAssemble()) return;
  const [{ spawn }, { constants, setPriority }] = await Promise.all([import("node:child_process"), import("node:os")]);
  const builder = spawn(process.execPath, [join(import.meta.dirname, "assemble.ts"), unassembled], { stdio: "ignore" });
  builder.on("error", () => undefined).unref();
  process.once("exit", () => builder.kill());
  try {
    if (builder.pid !== undefined) setPriority(builder.pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It has ended already, or may not be slowed down.
  }
}

/** The bundler is a tool of development; an installation without it has the assemblies of its image, or none. */
function canAssemble(): boolean {
  try {
    return import.meta.resolve("rolldown") !== "";
  } catch {
    return false;
  }
}
