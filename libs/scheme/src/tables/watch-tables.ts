import type { Scheme } from "../core/definition.ts";
import { formatProblem } from "../file-problem.ts";
import { loadTableFiles, parseTableFiles, versionOf } from "./read-tables.ts";

export interface WatchedScheme {
  /** The scheme with the tables that hold now; each call gives one whole set, never parts of two. */
  current(): Scheme;
  /** What is wrong with the files as they are; the last good set holds on. Empty where all is well. */
  problems(): readonly string[];
  /** Looks at the files once. */
  poll(): void;
  stop(): void;
}

export interface WatchOptions {
  readonly folder: string;
  readonly everyMs: number;
  /** A new set holds from now on. */
  readonly onChange?: (scheme: Scheme) => void;
  /** Once for each state of the files that cannot be used. */
  readonly onProblem?: (problems: readonly string[]) => void;
}

/**
 * Picks up changed code tables while the service runs. The files' contents are compared, not their times (network
 * drives, mounts, and Excel that replaces a file by renaming), and a new state counts once it was seen twice running:
 * files that belong together are saved one after the other. All or nothing: one broken file keeps the whole set as it
 * was.
 */
export function watchTables(scheme: Scheme, options: WatchOptions): WatchedScheme {
  let current = scheme;
  let problems: readonly string[] = [];
  let seen = scheme.tables.version;
  let judged = scheme.tables.version;
  const poll = (): void => {
    const files = loadTableFiles(options.folder, scheme.definition);
    const version = versionOf(files);
    const isSettled = version === seen;
    seen = version;
    if (!isSettled || version === judged) return;
    judged = version;
    const read = parseTableFiles(files, scheme.definition);
    if ("problems" in read) {
      problems = read.problems.map(formatProblem);
      options.onProblem?.(problems);
      return;
    }
    problems = [];
    if (read.tables.version === current.tables.version) return;
    current = { ...current, tables: read.tables };
    options.onChange?.(current);
  };
  const timer = setInterval(poll, options.everyMs);
  timer.unref();
  return { current: () => current, problems: () => problems, poll, stop: () => clearInterval(timer) };
}
