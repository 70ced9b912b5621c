import { rounded, type Measurement, type Median, type Subject } from "../measurement.ts";

export interface RowResult {
  readonly row: string;
  readonly title: string;
  readonly plot?: string | undefined;
  /** How long it took to find this out. */
  readonly seconds: number;
  readonly medians: readonly Median[];
  readonly measurements: readonly Measurement[];
}

const SUBJECTS: readonly Subject[] = ["rival", "chain", "billferry"];

/** For a terminal: a line for each figure, a column for each subject, medians with the least and the most. */
export function printFigures(results: readonly RowResult[]): string {
  const lines = results.flatMap(({ row, medians }) =>
    [...Map.groupBy(medians, (each) => `${each.case}, ${each.figure}`)].map(([what, group]) => [
      row,
      what,
      ...SUBJECTS.map((subject) => cell(group.find((each) => each.subject === subject))),
    ]),
  );
  const cells = [["row", "what", ...SUBJECTS], ...lines];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells
    .map((line) =>
      line
        .map((each, column) => each.padEnd(widths[column]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function cell(median: Median | undefined): string {
  if (median === undefined) return "–";
  const { median: middle, least, most, runs } = median;
  return runs === 1 ? String(rounded(middle)) : `${rounded(middle)} (${rounded(least)}–${rounded(most)})`;
}
