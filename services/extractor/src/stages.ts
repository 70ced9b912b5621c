import { describeFault } from "@billferry/contracts";
import type { Stage } from "@billferry/runtime";

import { judgeReadingTrouble, judgeSweepTrouble, mayBeNoted } from "./core/judge-trouble.ts";
import { performExtract, type ExtractDependencies } from "./extract.ts";
import { performSweep, type SweepDependencies } from "./sweep.ts";

/** The stage of readings; `problems` is what the last one failed by, until one reads. */
export function readingStage(
  deps: ExtractDependencies,
): Required<Stage<"extract">> & { problems(): readonly string[] } {
  let failures = 0;
  let problem: string | undefined;
  return {
    problems: () => (problem === undefined ? [] : [problem]),
    perform: async (attempt) => {
      const outcome = await performExtract(deps, attempt);
      // A scheme that rests is not well, and a reading that had nothing to ask proves nothing.
      if (outcome.kind === "done" && outcome.result.kind === "read") {
        failures = 0;
        problem = undefined;
      }
      return outcome;
    },
    judgeFault: (fault) => judgeReadingTrouble(fault, (failures += 1), Math.random()),
    recordCase: async (_job, held) => {
      problem = held.text;
      if (mayBeNoted(held)) await deps.ledger.progress.noteReadError(problem);
    },
    stopScheme: async ({ fault, forMs }) => {
      problem = describeFault(fault);
      await deps.ledger.progress.stop(problem, forMs);
    },
  };
}

export function sweepStage(deps: SweepDependencies): Stage<"sweep"> {
  let failures = 0;
  return {
    perform: async (attempt) => {
      const outcome = await performSweep(deps, attempt);
      failures = 0;
      return outcome;
    },
    judgeFault: (fault) => judgeSweepTrouble(fault, (failures += 1)),
  };
}
