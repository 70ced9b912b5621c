import type { Scheme } from "../core/scheme.ts";
import { formatProblem } from "../file-problem.ts";
import { watchContent, type ContentWatch } from "../watch-content.ts";
import { loadTableFiles, parseTableFiles, versionOf, type TableFiles } from "./read-tables.ts";

export interface WatchedScheme extends ContentWatch {
  /** The scheme with the tables that hold now; each call gives one whole set, never parts of two. */
  current(): Scheme;
  /** What is wrong with the files as they are; the last good set holds on. Empty where all is well. */
  problems(): readonly string[];
}

/** Picks up changed code tables while a service runs. All or nothing: one broken file keeps the set as it was. */
export function watchTables(
  scheme: Scheme,
  options: {
    readonly folder: string;
    readonly everyMs: number;
    /** A new set holds from now on. */
    readonly onChange?: (scheme: Scheme) => void;
    /** Once for each state of the files that cannot be used. */
    readonly onProblem?: (problems: readonly string[]) => void;
  },
): WatchedScheme {
  let current = scheme;
  let problems: readonly string[] = [];
  const judge = (files: TableFiles): void => {
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
  const watch = watchContent(options.everyMs, scheme.tables.version, {
    read: () => {
      const content = loadTableFiles(options.folder, scheme.definition);
      return { version: versionOf(content), content };
    },
    onSettled: judge,
  });
  return { ...watch, current: () => current, problems: () => problems };
}
