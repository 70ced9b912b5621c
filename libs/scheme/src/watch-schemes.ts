import { readFileSync } from "node:fs";
import { join } from "node:path";

import { hashText } from "@billferry/contracts";

import { formatFinding, readSchemes } from "./check-schemes.ts";
import type { Scheme } from "./core/definition.ts";

export interface WatchedSchemes {
  /** What is wrong with the files as they are; the schemes that run stay as they were. Empty where all is well. */
  problems(): readonly string[];
  /** Looks at the files once. */
  poll(): void;
  stop(): void;
}

export interface WatchSchemesOptions {
  readonly folder: string;
  readonly everyMs?: number;
  /** All schemes, in the order in which they were given; those whose file is the same are the same objects. */
  readonly onChange: (schemes: readonly Scheme[]) => void;
}

const EVERY_MS = 5_000;

/**
 * Picks up edited scheme files while a service runs, as `watchTables` does code tables: by content, once it was seen
 * twice running, and all or nothing: a file that would not load, or would lose or double bills, keeps all schemes as
 * they are.
 */
export function watchSchemes(schemes: readonly Scheme[], options: WatchSchemesOptions): WatchedSchemes {
  const { folder, everyMs = EVERY_MS, onChange } = options;
  const names = schemes.map(({ definition }) => definition.name);
  let current = schemes;
  let problems: readonly string[] = [];
  let seen = versionOf(schemes.map(({ version }) => version));
  let judged = seen;
  const poll = (): void => {
    const version = versionOf(names.map((name) => readVersion(folder, name)));
    const isSettled = version === seen;
    seen = version;
    if (!isSettled || version === judged) return;
    judged = version;
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
  const timer = setInterval(poll, everyMs);
  timer.unref();
  return { problems: () => problems, poll, stop: () => clearInterval(timer) };
}

function versionOf(versions: readonly string[]): string {
  return versions.join(" ");
}

/** As `readScheme` gives it; a file that cannot be read is a state of its own. */
function readVersion(folder: string, name: string): string {
  try {
    return hashText(readFileSync(join(folder, `${name}.yaml`), "utf8")).slice(0, 12);
  } catch {
    return "?";
  }
}
