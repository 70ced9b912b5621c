import type { Scheme } from "./scheme.ts";

/** A trap in a well-formed scheme. An error loses or doubles bills; a warning wants a look; a hint, nothing. */
export interface LintFinding {
  readonly severity: "error" | "warning" | "hint";
  /** The setting, for its line in the file. */
  readonly at: readonly (string | number)[];
  readonly what: string;
  readonly remedy: string;
}

export type Found = LintFinding | readonly LintFinding[];

export type Rule = (scheme: Scheme) => Found;

type At = LintFinding["at"];

export function error(at: At, what: string, remedy: string): LintFinding {
  return { severity: "error", at, what, remedy };
}

export function warning(at: At, what: string, remedy: string): LintFinding {
  return { severity: "warning", at, what, remedy };
}

export function hint(at: At, what: string, remedy: string): LintFinding {
  return { severity: "hint", at, what, remedy };
}
