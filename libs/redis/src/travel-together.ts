import { setImmediate as restOfTurn } from "node:timers/promises";

export type Argument = string | number;
type RunCommand = (keys: readonly string[], args: readonly Argument[]) => Promise<unknown>;
/** Runs some calls, as `lua/batch.lua` takes them; an answer or an error for each. */
export type RunBatch = (keys: readonly string[], calls: readonly Argument[]) => Promise<readonly unknown[]>;

interface Call {
  readonly args: readonly Argument[];
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** So that one script call does not keep Redis from all others for long. */
const MOST_TOGETHER = 100;

/**
 * Calls of one command on the same keys that are made in one turn of the loop, or while others of them are under way,
 * travel as one (`lua/batch.lua`), in their order. Each has its own answer or error; what fails the whole fails each.
 */
export function travelTogether(runBatch: RunBatch): RunCommand {
  /** Who waits, by keys; there while calls of these keys are under way or about to be. */
  const queues = new Map<string, Call[]>();
  const drain = async (keys: readonly string[], name: string, waiting: Call[]): Promise<void> => {
    for (;;) {
      await restOfTurn();
      if (waiting.length === 0) break;
      await send(runBatch, keys, waiting.splice(0, MOST_TOGETHER));
    }
    queues.delete(name);
  };
  return async (keys, args) => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const name = keys.join("\n");
    const call = { args, resolve, reject };
    const waiting = queues.get(name);
    if (waiting === undefined) {
      const fresh = [call];
      queues.set(name, fresh);
      void drain(keys, name, fresh);
    } else waiting.push(call);
    return promise;
  };
}

async function send(runBatch: RunBatch, keys: readonly string[], calls: readonly Call[]): Promise<void> {
  try {
    const args = calls.flatMap((call) => [call.args.length, ...call.args]);
    const answers = await runBatch(keys, args);
    for (const [index, { resolve, reject }] of calls.entries()) {
      const answer = answers[index];
      if (answer instanceof Error) reject(answer);
      else resolve(answer);
    }
  } catch (error) {
    for (const { reject } of calls) reject(error);
  }
}

/** Each call by itself, at once. */
export function travelAlone(runBatch: RunBatch): RunCommand {
  return async (keys, args) => {
    const [answer] = await runBatch(keys, [args.length, ...args]);
    if (answer instanceof Error) throw answer;
    return answer;
  };
}
