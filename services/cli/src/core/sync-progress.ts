import type { Say } from "@billferry/contracts";
import type { Status } from "@billferry/desk";

/** How far a sync is, from the status and from how many orders are expected where that is known. */
export interface SyncProgress {
  readonly bills: number;
  readonly done: number;
  readonly total: number;
  readonly text: string;
  /** Names the step where there are several. */
  readonly step?: string;
}

type ProgressSource = Pick<Status, "bills" | "delivered" | "held" | "open" | "reasons">;

/** `expected` is undefined with real accounts; the total then grows as bills are read. */
export function toProgress(source: ProgressSource, expected: number | undefined, say: Say): SyncProgress {
  const done = source.delivered + source.held;
  const total = Math.max(expected ?? 0, done + source.open);
  const held = source.held > 0 ? say({ zh: `,异常单 ${source.held}`, en: `, cases ${source.held}` }) : "";
  const [reason] = source.reasons;
  const why = reason !== undefined && done < total ? say({ zh: `;${reason}`, en: `; ${say(reason)}` }) : "";
  return {
    bills: source.bills,
    done,
    total,
    text: say({
      zh: `单据 ${source.bills},已送达 ${source.delivered}${held}${why}`,
      en: `bills ${source.bills}, delivered ${source.delivered}${held}${why}`,
    }),
  };
}

/** Several schemes together. */
export type StatusSum = ProgressSource & Pick<Status, "excluded">;

export function addStatuses(statuses: readonly StatusSum[]): StatusSum {
  const sum = (read: (status: StatusSum) => number): number => statuses.reduce((all, each) => all + read(each), 0);
  return {
    bills: sum((each) => each.bills),
    delivered: sum((each) => each.delivered),
    held: sum((each) => each.held),
    open: sum((each) => each.open),
    excluded: sum((each) => each.excluded),
    reasons: [...new Set(statuses.flatMap((each) => each.reasons))],
  };
}
