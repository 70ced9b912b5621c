import type { StageFacts, StatusFacts } from "../src/core/status-facts.ts";

export const NOW = Date.UTC(2026, 10, 20, 4, 0, 0);

const STAGE: StageFacts = {
  waiting: 0,
  active: 0,
  delayed: 0,
  failed: 0,
  paused: false,
  pause: null,
  workers: 1,
  restMs: 0,
};

export interface Change {
  readonly progress?: Partial<StatusFacts["progress"]>;
  readonly extract?: Partial<StageFacts>;
  readonly sweep?: Partial<StageFacts>;
  readonly transform?: Partial<StageFacts>;
  readonly load?: Partial<StageFacts>;
  readonly facts?: Partial<StatusFacts>;
}

/** All is done: 20 bills read, the second reading came past the moment of the first. */
export function facts({ progress, extract, sweep, transform, load, facts: further }: Change = {}): StatusFacts {
  return {
    nowMs: NOW,
    progress: {
      watermarkMs: NOW - 5_000,
      firstReadAtMs: NOW - 20_000,
      lastReadAtMs: NOW - 1_500,
      lastReadWallMs: NOW - 1_500,
      lastError: null,
      stoppedUntilMs: null,
      inventory: "done",
      inventoryError: null,
      passwordNotice: null,
      foreignDuplicates: 0,
      doubts: { content: 0, life: 0, presence: 0 },
      unclaimed: 0,
      bills: 20,
      excluded: 1,
      withdrawn: 0,
      sweeps: [],
      delivered: 25,
      open: 0,
      held: 0,
      anew: 0,
      oldestOpenMs: null,
      ...progress,
    },
    stages: {
      extract: { ...STAGE, ...extract },
      sweep: { ...STAGE, ...sweep },
      transform: { ...STAGE, ...transform },
      load: { ...STAGE, ...load },
    },
    gate: null,
    readEveryMs: 2_000,
    isBackedUp: false,
    ...further,
  };
}
