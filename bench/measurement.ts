/** Who did the work: Billferry, the rival, or a bare chain of three queues. */
export type Subject = "billferry" | "rival" | "chain";

/** What one run of a row has to say of one subject. */
export interface Measurement {
  /** The size or circumstance, one of a row's several: "4000 bills". */
  readonly case: string;
  readonly subject: Subject;
  /** Units stand last in names: `cpuSeconds`, `peakMiB`. */
  readonly figures: Readonly<Record<string, number>>;
}

export interface MeasureOptions {
  /** Instead of the row's own number of bills. */
  readonly bills?: number | undefined;
  /** Smaller and shorter, where the row can. */
  readonly isQuick: boolean;
  /** Where the services leave their CPU profiles; undefined: none are taken. */
  readonly profileFolder?: string | undefined;
}

/** One row of the table, or a family of rows. */
export interface Row {
  readonly name: string;
  readonly title: string;
  /** The figure that is drawn. */
  readonly plot?: string;
  /** The most runs that are worth while where nobody asks for more: rows of minutes, or of figures that do not vary. */
  readonly mostRuns?: number;
  readonly measure: (options: MeasureOptions) => Promise<readonly Measurement[]>;
}

export interface Median {
  readonly case: string;
  readonly subject: Subject;
  readonly figure: string;
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly runs: number;
}

/** Of each figure of each case and subject, in order of their first appearance. */
export function medians(measurements: readonly Measurement[]): readonly Median[] {
  const flat = measurements.flatMap(({ case: name, subject, figures }) =>
    Object.entries(figures).map(([figure, value]) => ({ case: name, subject, figure, value })),
  );
  const groups = Map.groupBy(flat, (each) => `${each.case}\n${each.figure}\n${each.subject}`);
  return [...groups.values()].map((group) => {
    const values = group.map(({ value }) => value).toSorted((a, b) => a - b);
    const { value: _value, ...what } = group[0]!;
    return { ...what, median: middle(values), least: values[0]!, most: values.at(-1)!, runs: values.length };
  });
}

/** Of sorted values; the upper one of two. */
export function middle(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** So many decimals as a reader can use. */
export function rounded(value: number): number {
  const places = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return Number(value.toFixed(places));
}
