import { backoffMs, describeFault, Fault, isFault, type ExtractOutcome, type SweepOutcome } from "@billferry/contracts";
import { JobDelay, type Attempt, type TypedQueue } from "@billferry/runtime";

import { restMs, stopsScheme } from "./core/rest.ts";
import { performExtract, type ExtractDependencies } from "./extract.ts";
import { performSweep, type SweepDependencies } from "./sweep.ts";

const LONGEST_QUEUE_REST_MS = 60_000;

/**
 * A reading that fails is shown as a failed job and noted in the ledger; the next window starts where this one did, so
 * nothing is lost by waiting. What only a person can mend (credentials, a broken contract) stops this scheme and no
 * other: it probes again by itself, later each time. Any other trouble lets the queue rest for a moment.
 */
export function watchReading({
  deps,
  extractQueue,
}: {
  readonly deps: ExtractDependencies;
  readonly extractQueue: TypedQueue<"extract">;
}): { problems(): readonly string[]; perform(attempt: Attempt<"extract">): Promise<ExtractOutcome> } {
  let failures = 0;
  let problem: string | undefined;
  return {
    problems: () => (problem === undefined ? [] : [problem]),
    perform: async (attempt) => {
      try {
        const outcome = await performExtract(deps, attempt);
        // A scheme that rests is not well, and a reading that had nothing to ask proves nothing.
        if (outcome.kind === "read") {
          failures = 0;
          problem = undefined;
        }
        return outcome;
      } catch (error) {
        if (attempt.signal.aborted) throw new Fault("SHUTDOWN", "读取被停止", { cause: error });
        if (error instanceof JobDelay) throw error;
        failures += 1;
        problem = isFault(error) ? describeFault(error) : String(error);
        if (isFault(error) && stopsScheme(error)) {
          await deps.ledger.stopScheme(problem, restMs(failures));
          throw asFailure(error);
        }
        const rest = Math.min(backoffMs(failures, Math.random()), LONGEST_QUEUE_REST_MS);
        await extractQueue.rateLimit(rest);
        // Nothing is written into a ledger that may be somebody else's.
        if (isFault(error) && error.recovery === "abort") throw asFailure(error);
        await deps.ledger.noteReadError(problem);
        throw error;
      }
    },
  };
}

/** A sweep that meets an outage waits and begins again; whatever else goes wrong is shown as a failed job, and the
 *  regular readings, which meet the same trouble, decide whether the scheme rests. */
export function watchSweep(deps: SweepDependencies): { perform(attempt: Attempt<"sweep">): Promise<SweepOutcome> } {
  let failures = 0;
  return {
    perform: async (attempt) => {
      try {
        const outcome = await performSweep(deps, attempt);
        failures = 0;
        return outcome;
      } catch (error) {
        if (attempt.signal.aborted) throw new Fault("SHUTDOWN", "补漏被停止", { cause: error });
        if (!isFault(error)) throw error;
        if (error.recovery === "abort") throw asFailure(error);
        failures += 1;
        throw new JobDelay(describeFault(error), error.retryAfterMs ?? restMs(failures));
      }
    },
  };
}

/** The same fault, as one that fails its job: left as `abort` it would pause the queue that all schemes share. */
function asFailure(fault: Fault): Fault {
  const { cause, details, facts } = fault;
  return new Fault(fault.code, fault.message, { cause, details, facts, recovery: "hold" });
}
