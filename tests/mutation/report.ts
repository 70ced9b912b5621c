import type { Mutant } from "./mutant.ts";
import type { Outcome } from "./trial.ts";

export interface Result extends Mutant, Outcome {
  /** docs/mutation.md says why nothing can notice it. */
  readonly isExplained: boolean;
}

/** The mutants that the page explains: the ids in the first cell of a row. */
export function explainedIds(page: string): ReadonlySet<string> {
  const cells = [...page.matchAll(/^\|((?: `[0-9a-f]{8}`)+) +\|/gm)].map((match) => match[1] ?? "");
  return new Set(cells.flatMap((cell) => [...cell.matchAll(/[0-9a-f]{8}/g)].map(([id]) => id)));
}

interface Figures {
  readonly file: string;
  readonly mutants: number;
  readonly killed: number;
  readonly timedOut: number;
  readonly survived: number;
}

function countByFile(results: readonly Result[]): readonly Figures[] {
  return [...Map.groupBy(results, ({ file }) => file)].map(([file, own]) => {
    const count = (verdict: Outcome["verdict"]): number => own.filter((each) => each.verdict === verdict).length;
    return {
      file,
      mutants: own.length,
      killed: count("killed"),
      timedOut: count("timed-out"),
      survived: count("survived"),
    };
  });
}

/** For a terminal: each survivor, then a line for each file. */
export function summarize(results: readonly Result[]): string {
  const survivors = results
    .filter(({ verdict }) => verdict === "survived")
    .map(({ id, file, line, rule, original, replacement, isExplained }) =>
      [
        `survived${isExplained ? ", explained" : ""}: ${id} ${file}:${line} (${rule})`,
        `  - ${original}`,
        `  + ${replacement}`,
      ].join("\n"),
    );
  const figures = countByFile(results).map(
    ({ file, mutants, killed, timedOut, survived }) =>
      `${file}: ${mutants} mutants, ${killed} killed, ${timedOut} timed out, ${survived} survived`,
  );
  return [...survivors, ...figures].join("\n");
}

/** The page with the rows of these files' figures renewed; a file that has no row yet gets one. */
export function replaceFigures(page: string, results: readonly Result[]): string {
  return countByFile(results).reduce((text, { file, mutants, killed, timedOut, survived }) => {
    const row = `| \`${file}\` | ${mutants} | ${killed + timedOut} | ${survived} |`;
    const lines = text.split("\n");
    const known = lines.findIndex((line) => line.startsWith(`| \`${file}\` |`));
    if (known >= 0) return lines.with(known, row).join("\n");
    const end = lines.indexOf("<!-- end of figures -->");
    if (end < 0) throw new Error("docs/mutation.md lacks <!-- end of figures -->");
    return lines.toSpliced(end - 1, 0, row).join("\n");
  }, page);
}
