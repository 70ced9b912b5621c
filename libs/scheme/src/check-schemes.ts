import type { Scheme } from "./core/scheme.ts";
import type { LintFinding } from "./core/lint-finding.ts";
import { lintScheme } from "./core/lint-scheme.ts";
import { findRivals } from "./core/lint-source.ts";
import { formatProblem, type FileProblem } from "./file-problem.ts";
import { readScheme, readSchemeText, type SchemeRead } from "./load-scheme.ts";
import type { SchemePlace } from "./tables/kept-tables.ts";

/** A problem or a trap in a scheme's files. */
export interface SchemeFinding extends FileProblem {
  readonly severity: LintFinding["severity"];
  /** Empty where the text says it. */
  readonly remedy: string;
}

/** The schemes that load, and what is wrong or looks wrong with each. */
export interface SchemesRead {
  readonly schemes: readonly Scheme[];
  readonly findings: ReadonlyMap<string, readonly SchemeFinding[]>;
}

/** Reads schemes with all that keeps them from loading, the traps in each, and which would push the same bills twice.
 *  Throws nothing: a file that is not there is a finding. */
export function readSchemes(place: SchemePlace, names: readonly string[]): SchemesRead {
  return judgeSchemes(names, (name) => readScheme(place, name));
}

/** The findings of a scheme that is not saved yet, beside those that are. */
export function checkDraft(
  place: SchemePlace,
  draft: { readonly name: string; readonly text: string; readonly others: readonly string[] },
): readonly SchemeFinding[] {
  const { name, text } = draft;
  const others = draft.others.filter((other) => other !== name);
  const { findings } = judgeSchemes([...others, name], (each) =>
    each === name ? readSchemeText(place, name, text) : readScheme(place, each),
  );
  return findings.get(name) ?? [];
}

function judgeSchemes(names: readonly string[], read: (name: string) => SchemeRead): SchemesRead {
  const findings = new Map<string, readonly SchemeFinding[]>();
  const loaded: { readonly scheme: Scheme; readonly toFinding: (finding: LintFinding) => SchemeFinding }[] = [];
  for (const name of names) {
    const found = read(name);
    if ("problems" in found) {
      const errors = found.problems.map((problem): SchemeFinding => ({ ...problem, severity: "error", remedy: "" }));
      findings.set(name, errors);
      continue;
    }
    const { scheme, locate, path, doubts } = found;
    const toFinding = ({ severity, at, what, remedy }: LintFinding): SchemeFinding => ({
      severity,
      path,
      line: locate(at),
      text: what,
      remedy,
    });
    loaded.push({ scheme, toFinding });
    const ofTables = doubts.map((doubt): SchemeFinding => ({ ...doubt, severity: "warning", remedy: "" }));
    findings.set(name, [...lintScheme(scheme).map(toFinding), ...ofTables]);
  }
  const schemes = loaded.map(({ scheme }) => scheme);
  for (const { name, finding } of findRivals(schemes)) {
    const toFinding = loaded.find(({ scheme }) => scheme.definition.name === name)?.toFinding;
    if (toFinding !== undefined) findings.set(name, [toFinding(finding), ...(findings.get(name) ?? [])]);
  }
  return { schemes, findings };
}

/** The findings alone. */
export function checkSchemes(place: SchemePlace, names: readonly string[]): SchemesRead["findings"] {
  return readSchemes(place, names).findings;
}

const WORDS = { error: "错误", warning: "提醒", hint: "说明" } as const;

/** One line: where, what, and the remedy. */
export function formatFinding({ severity, remedy, ...problem }: SchemeFinding): string {
  const text = `${WORDS[severity]}:${problem.text}${remedy === "" ? "" : ` → ${remedy}`}`;
  return formatProblem({ ...problem, text });
}
