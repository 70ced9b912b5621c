import { readFileSync } from "node:fs";
import { join } from "node:path";

import { hashText } from "@billferry/contracts";

import { formatFinding, readSchemes } from "./check-schemes.ts";
import type { Scheme } from "./core/scheme.ts";
import { folderOf, type SchemePlace } from "./tables/kept-tables.ts";
import { watchContent, type ContentWatch } from "./watch-content.ts";

export interface WatchedSchemes extends ContentWatch {
  /** What is wrong with the files as they are; the schemes that run stay as they were. Empty where all is well. */
  problems(): readonly string[];
}

const EVERY_MS = 5_000;

/** Picks up edited scheme files while a service runs. All or nothing: a file that would not load, or would lose or
 *  double bills, keeps all schemes as they are. */
export function watchSchemes(
  schemes: readonly Scheme[],
  options: {
    readonly folder: SchemePlace;
    readonly everyMs?: number;
    /** All schemes, in the order in which they were given; those whose file is the same are the same objects. */
    readonly onChange: (schemes: readonly Scheme[]) => void;
  },
): WatchedSchemes {
  const { folder, everyMs = EVERY_MS, onChange } = options;
  const names = schemes.map(({ definition }) => definition.name);
  let current = schemes;
  let problems: readonly string[] = [];
  const judge = (): void => {
    const read = readSchemes(folder, names);
    const errors = [...read.findings.values()].flat().filter(({ severity }) => severity === "error");
    problems = errors.map((each) => `方案有误,继续使用原来的版本:${formatFinding(each)}`);
    if (problems.length > 0) return;
    const next = current.map((scheme) => {
      const found = read.schemes.find(({ definition }) => definition.name === scheme.definition.name);
      return found === undefined || found.version === scheme.version ? scheme : found;
    });
    if (next.every((scheme, index) => scheme === current[index])) return;
    current = next;
    onChange(next);
  };
  const watch = watchContent(everyMs, schemes.map(({ version }) => version).join(" "), {
    read: () => ({ version: names.map((name) => readVersion(folderOf(folder), name)).join(" "), content: undefined }),
    onSettled: judge,
  });
  return { ...watch, problems: () => problems };
}

/** As `readScheme` gives it; a file that cannot be read is a state of its own. */
function readVersion(folder: string, name: string): string {
  try {
    return hashText(readFileSync(join(folder, `${name}.yaml`), "utf8")).slice(0, 12);
  } catch {
    return "?";
  }
}
