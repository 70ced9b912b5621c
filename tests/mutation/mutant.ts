import { createHash } from "node:crypto";

/** One deliberate mistake in one source file. */
export interface Mutant {
  /** The same as long as its line of the source stays the same. */
  readonly id: string;
  /** From the root of the repository. */
  readonly file: string;
  readonly line: number;
  /** The kind of mistake. */
  readonly rule: string;
  readonly original: string;
  readonly replacement: string;
  /** What is loaded instead of the file. */
  readonly source: string;
  /** Which of several mistakes in `source` is switched on; null where there is only one. */
  readonly active: string | null;
}

export type Draft = Omit<Mutant, "id" | "file">;

/** Names the mutants of one file: by what stands in the line and what becomes of it, not by the line's number. */
export function nameMutants(file: string, text: string, drafts: readonly Draft[]): readonly Mutant[] {
  const lines = text.split("\n");
  const seen = new Map<string, number>();
  return drafts.map((draft) => {
    const parts = [file, lines[draft.line - 1]?.trim(), draft.rule, draft.original, draft.replacement];
    const content = parts.map((part) => oneLine(part ?? "")).join("\n");
    const repeat = seen.get(content) ?? 0;
    seen.set(content, repeat + 1);
    const id = createHash("sha256").update(`${content}\n${repeat}`).digest("hex").slice(0, 8);
    return { ...draft, id, file };
  });
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
