import { Fault, isFault, MustWait, outcomeOfFault, type Outcome } from "@billferry/contracts";
import { toRedisFault } from "@billferry/redis/trouble";

/** The one edge between exceptions and values; `judgeFault` is what a fault comes to in this stage. */
export function outcomeOf(thrown: unknown, judgeFault: (fault: Fault) => Outcome): Outcome {
  if (thrown instanceof MustWait) return thrown.outcome;
  const error = toRedisFault(thrown);
  if (!isFault(error)) return judgeFault(toBug(error));
  // A Redis that refuses and a service that stops are no mistake of the job's, and burn none of its attempts.
  const isOurs = error !== thrown || error.code === "SHUTDOWN";
  return isOurs ? outcomeOfFault(error) : judgeFault(error);
}

/** A bug, not a fault: loud, under its own name, and it uses up its attempts like any other failure. */
function toBug(thrown: unknown): Fault {
  // Anything can be thrown, even what cannot be turned into text.
  const shown = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : `thrown ${typeof thrown}`;
  return new Fault("PROGRAM_BUG", shown, { cause: thrown });
}
