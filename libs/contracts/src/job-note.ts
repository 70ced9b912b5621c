/** What became of an attempt that did not finish its job, kept with the job for people. */
export interface JobNote {
  readonly atMs: number;
  /** 1 for the first. */
  readonly attempt: number;
  /** `wait`: back for a while; `rest`: its whole queue rests; `again`: tried again later; `held`: it waits for a
   *  person; `retried`: a person has it tried again. */
  readonly kind: JobNoteKind;
  readonly text: string;
  /** How long until it goes on, where that is known. */
  readonly forMs?: number;
}

const KINDS = ["wait", "rest", "again", "held", "retried"] as const;
type JobNoteKind = (typeof KINDS)[number];

/** As many of the last ones are kept. */
export const JOB_NOTES_KEPT = 20;

export function writeJobNote({ atMs: at, attempt: n, kind: k, text: t, forMs: ms }: JobNote): string {
  return JSON.stringify({ at, n, k, t, ms });
}

/** Undefined of a line that is no note of ours. */
export function readJobNote(line: string): JobNote | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const { at, n, k, t, ms } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const kind = KINDS.find((each) => each === k);
    if (typeof at !== "number" || typeof n !== "number" || kind === undefined || typeof t !== "string")
      return undefined;
    return { atMs: at, attempt: n, kind, text: t, ...(typeof ms === "number" ? { forMs: ms } : {}) };
  } catch {
    return undefined;
  }
}
