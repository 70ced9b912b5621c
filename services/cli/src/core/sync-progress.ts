/** How far a sync is, from the status and from how many orders are expected where that is known. */
export interface SyncProgress {
  readonly bills: number;
  readonly done: number;
  readonly total: number;
  readonly text: string;
}

export interface ProgressSource {
  readonly bills: number;
  readonly delivered: number;
  readonly held: number;
  readonly open: number;
  readonly reasons: readonly string[];
}

/** `expected` is undefined with real accounts; the total then grows as bills are read. */
export function toProgress(source: ProgressSource, expected: number | undefined): SyncProgress {
  const done = source.delivered + source.held;
  const total = Math.max(expected ?? 0, done + source.open);
  const held = source.held > 0 ? `,待人工 ${source.held}` : "";
  const [reason] = source.reasons;
  const why = reason !== undefined && done < total ? `;${reason}` : "";
  return { bills: source.bills, done, total, text: `单据 ${source.bills},已送达 ${source.delivered}${held}${why}` };
}
