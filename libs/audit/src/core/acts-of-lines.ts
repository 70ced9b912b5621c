import type { ActIntent, ActOutcome, Subject } from "./acts.ts";
import type { AuditLine } from "./line.ts";

/** One act of a person: what was meant, and what came of it. */
export interface RecordedAct extends Omit<ActIntent, "phase"> {
  /** Of the intent's line; null while it waits to be written. */
  readonly seq: number | null;
  readonly atMs: number;
  /** unknown: nothing is on record of its end (under way, or broken off). */
  readonly result: ActOutcome["result"] | "unknown";
  readonly error?: string;
  readonly after?: ActOutcome["after"];
  readonly endedAtMs?: number;
}

export type SaidAt = Pick<AuditLine, "atMs" | "said"> & { readonly seq: number | null };

/** Intents with their outcomes, in the order of the intents; `later`: outcomes of a file that comes after. */
export function joinActs(lines: readonly SaidAt[], later: readonly SaidAt[] = []): readonly RecordedAct[] {
  const outcomes = new Map<string, { readonly said: ActOutcome; readonly atMs: number }>();
  for (const { said, atMs } of [...lines, ...later])
    if (said.phase === "outcome") outcomes.set(said.id, { said, atMs });
  return lines.flatMap(({ said, atMs, seq }): readonly RecordedAct[] => {
    if (said.phase !== "intent") return [];
    const { phase: _phase, ...intent } = said;
    const outcome = outcomes.get(said.id);
    if (outcome === undefined) return [{ ...intent, seq, atMs, result: "unknown" }];
    const { result, error, after, subjects = [], more = 0 } = outcome.said;
    const left = (intent.more ?? 0) + more;
    return [
      {
        ...intent,
        seq,
        atMs,
        result,
        endedAtMs: outcome.atMs,
        subjects: together(intent.subjects, subjects),
        ...(left > 0 ? { more: left } : {}),
        ...(error === undefined ? {} : { error }),
        ...(after === undefined ? {} : { after }),
      },
    ];
  });
}

function together(meant: readonly Subject[], reached: readonly Subject[]): readonly Subject[] {
  const known = new Set(meant.map(({ kind, id }) => `${kind}:${id}`));
  return [...meant, ...reached.filter(({ kind, id }) => !known.has(`${kind}:${id}`))];
}

export interface AuditFilter {
  /** Part of a person's name. */
  readonly by?: string | undefined;
  readonly act?: string | undefined;
  readonly via?: string | undefined;
  readonly scheme?: string | undefined;
  /** Any of them, as numbers and ids are written, whatever their case. */
  readonly subjects?: readonly string[] | undefined;
  readonly fromMs?: number | undefined;
  /** Not included. */
  readonly toMs?: number | undefined;
}

export function isWanted(act: RecordedAct, filter: AuditFilter): boolean {
  const { by, subjects, fromMs = -Infinity, toMs = Infinity } = filter;
  if (act.atMs < fromMs || act.atMs >= toMs) return false;
  if (by !== undefined && !fold(act.by).includes(fold(by))) return false;
  for (const name of ["act", "via", "scheme"] as const)
    if (filter[name] !== undefined && act[name] !== filter[name]) return false;
  if (subjects === undefined) return true;
  const ids = new Set(subjects.map(fold));
  return act.subjects.some(({ id }) => ids.has(fold(id)));
}

function fold(text: string): string {
  return text.normalize("NFKC").toUpperCase().trim();
}
