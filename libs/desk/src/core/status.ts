import { formatKingdeeTime, SHANGHAI, type QueueName } from "@billferry/contracts";
import type { Progress } from "@billferry/ledger";

import { forecastMs } from "./forecast.ts";
import type { CallsByPurpose, StageFacts, StatusFacts } from "./status-facts.ts";
import { secondsSince, statusReasons } from "./status-reasons.ts";

type StageStatus = Omit<StageFacts, "restMs">;

/** The ledger's own counts that a status passes on. */
type Counts = "bills" | "excluded" | "withdrawn" | "delivered" | "held" | "open" | "foreignDuplicates" | "unclaimed";

/** How things stand, in numbers and in one line of Chinese for whatever does not move. */
export interface Status extends Pick<Progress, Counts | "doubts" | "sweeps" | "lastError"> {
  /** Nothing is left to do, and nothing is left to read; what waits for a person does not count as work. */
  readonly idle: boolean;
  /** Of what has been read, nothing is left to do. */
  readonly nothingLeft: boolean;
  /** Kingdee time: everything approved before it is durably recorded. */
  readonly readUpTo: string | null;
  readonly oldestOpenSeconds: number | null;
  readonly queues: Readonly<Record<QueueName, StageStatus>>;
  /** Calls to the scheme's Wangdiantong account within the last minute, by whomever; null where it is not known. */
  readonly calls: { readonly lastMinute: number; readonly byPurpose: CallsByPurpose } | null;
  /** Orders delivered a minute of late, and how long what is open takes at that rate; null where nothing moves. */
  readonly pace: { readonly perMinute: number | null; readonly secondsLeft: number | null };
  readonly reasons: readonly string[];
  readonly lastReadSecondsAgo: number | null;
}

/**
 * The status from what was gathered. "Idle" needs all four: reading has come past the moment at which it first began
 * (so bills approved before the start are surely in), nothing is open in the ledger, the queues behind the reading are
 * empty, and the last reading did not fail.
 */
export function assembleStatus(facts: StatusFacts): Status {
  const { progress, stages, nowMs } = facts;
  const nothingLeft = progress.open === 0 && progress.anew === 0 && !hasWork(stages);
  return {
    idle: nothingLeft && isReadingPastStart(progress) && progress.lastError === null,
    nothingLeft,
    readUpTo: progress.watermarkMs === null ? null : formatKingdeeTime(progress.watermarkMs, SHANGHAI),
    bills: progress.bills,
    excluded: progress.excluded,
    withdrawn: progress.withdrawn,
    delivered: progress.delivered,
    held: progress.held,
    open: progress.open,
    oldestOpenSeconds: secondsSince(progress.oldestOpenMs, nowMs),
    foreignDuplicates: progress.foreignDuplicates,
    doubts: progress.doubts,
    unclaimed: progress.unclaimed,
    sweeps: progress.sweeps,
    queues: {
      extract: withoutRest(stages.extract),
      sweep: withoutRest(stages.sweep),
      transform: withoutRest(stages.transform),
      load: withoutRest(stages.load),
    },
    calls: facts.gate && { lastMinute: facts.gate.callsLastMinute, byPurpose: facts.gate.callsByPurpose },
    pace: paceOf(facts),
    reasons: statusReasons(facts).map(({ zh }) => zh),
    lastReadSecondsAgo: secondsSince(progress.lastReadWallMs, nowMs),
    lastError: progress.lastError,
  };
}

function paceOf({ flow = [], progress: { open }, nowMs }: StatusFacts): Status["pace"] {
  const leftMs = forecastMs({ asOf: nowMs, flow, waiting: open });
  if (leftMs === null || leftMs === 0) return { perMinute: null, secondsLeft: null };
  return { perMinute: Math.round((open / leftMs) * 60_000), secondsLeft: Math.round(leftMs / 1_000) };
}

function isReadingPastStart({ watermarkMs, firstReadAtMs }: Progress): boolean {
  return watermarkMs !== null && firstReadAtMs !== null && watermarkMs >= firstReadAtMs;
}

function hasWork(stages: StatusFacts["stages"]): boolean {
  return [stages.transform, stages.load].some((stage) => stage.waiting + stage.active + stage.delayed > 0);
}

function withoutRest({ restMs: _restMs, ...stage }: StageFacts): StageStatus {
  return stage;
}
