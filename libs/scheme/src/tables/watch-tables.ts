import type { Scheme } from "../core/scheme.ts";
import { describeHandEdit } from "../core/table-register.ts";
import { formatProblem } from "../file-problem.ts";
import { watchContent, type ContentWatch } from "../watch-content.ts";
import { readHandEdits, readRegister, type SchemePlace } from "./kept-tables.ts";
import { loadTableFiles, parseTableFiles, versionOf, type TableFiles } from "./read-tables.ts";

export interface WatchedScheme extends ContentWatch {
  /** The scheme with the tables that hold now; each call gives one whole set, never parts of two. */
  current(): Scheme;
  /** What is wrong with the files as they are; the last good set holds on. Empty where all is well. */
  problems(): readonly string[];
}

interface Found {
  readonly files: TableFiles;
  readonly edits: readonly string[];
}

/** Picks up changed code tables while a service runs. All or nothing: one broken file keeps the set as it was. */
export function watchTables(
  scheme: Scheme,
  options: {
    readonly folder: SchemePlace;
    readonly everyMs: number;
    /** A new set holds from now on. */
    readonly onChange?: (scheme: Scheme) => void;
    /** Once for each state of the files that cannot be used. */
    readonly onProblem?: (problems: readonly string[]) => void;
  },
): WatchedScheme {
  let current = scheme;
  let problems: readonly string[] = [];
  const judge = ({ files, edits }: Found): void => {
    const read = parseTableFiles(files, scheme.definition);
    problems = [...("problems" in read ? read.problems.map(formatProblem) : []), ...edits];
    if (problems.length > 0) options.onProblem?.(problems);
    // What was edited by hand is not used, and keeps nobody from what holds.
    if ("problems" in read) return;
    if (read.tables.version === current.tables.version) return;
    current = { ...current, tables: read.tables };
    options.onChange?.(current);
  };
  const watch = watchContent(options.everyMs, scheme.tables.version, {
    read: () => {
      const files = loadTableFiles(options.folder, scheme.definition);
      const edits = tellHandEdits(options.folder, scheme);
      return { version: [versionOf(files), ...edits].join("\n"), content: { files, edits } };
    },
    onSettled: judge,
  });
  return { ...watch, current: () => current, problems: () => problems };
}

function tellHandEdits(place: SchemePlace, { definition }: Scheme): readonly string[] {
  const read = readRegister(place);
  const files = new Set(Object.values(definition.tables));
  const edits = "register" in read ? readHandEdits(place, read.register) : [];
  return edits.filter(({ file }) => files.has(file)).map(describeHandEdit);
}
