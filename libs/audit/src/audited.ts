import { randomUUID } from "node:crypto";

import { describeFault, isFault } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";

import type { ActName, Facts, ActIntent, ActOutcome, Subject, Via } from "./core/acts.ts";
import { addToInbox } from "./inbox.ts";

/** What a person is about to do, and what is told of its outcome. */
export interface AuditedAct<Result = unknown> {
  readonly by: string;
  readonly via: Via;
  readonly role?: string | undefined;
  readonly act: ActName;
  readonly scheme?: string | undefined;
  readonly reason?: string | undefined;
  readonly subjects: readonly Subject[];
  readonly before?: Facts | undefined;
  /** What is kept of the outcome; left out: only that it was done. */
  readonly after?: ((result: Result) => Facts) | undefined;
  /** What it turned out to be about, where that is known only then. */
  readonly reached?: ((result: Result) => readonly Subject[]) | undefined;
}

const MOST_SUBJECTS = 200;
const LONGEST_REASON = 500;
const LONGEST_FACTS = 8_000;

/**
 * Does what a person asks for, on the record: the intent is kept before it is begun, and what came of it after. Where
 * the intent cannot be kept nothing is done (its error is thrown); an act whose end is not on record shows as unknown.
 * Facts hold no secret and no receiver's data: the caller picks them.
 */
export async function audited<Result>(
  redis: RedisConnection,
  act: AuditedAct<Result>,
  perform: () => Promise<Result>,
): Promise<Result> {
  const id = randomUUID();
  await addToInbox(redis, toIntent(id, act));
  const tell = async (outcome: Omit<ActOutcome, "phase" | "id">): Promise<void> =>
    // What is done is done: it shows as unknown, and its caller learns what came of it.
    addToInbox(redis, { phase: "outcome", id, ...outcome }).catch(() => undefined);
  let result: Result;
  try {
    result = await perform();
  } catch (error) {
    await tell({ result: "failed", error: nameOf(error) });
    throw error;
  }
  const reached = act.reached?.(result);
  await tell({
    result: "done",
    ...(reached === undefined ? {} : named(reached)),
    ...(act.after === undefined ? {} : { after: bounded(act.after(result)) }),
  });
  return result;
}

function toIntent(id: string, act: AuditedAct<never>): ActIntent {
  const { by, via, role, scheme, reason, subjects, before } = act;
  return {
    phase: "intent",
    id,
    by,
    via,
    act: act.act,
    ...named(subjects),
    ...(role === undefined ? {} : { role }),
    ...(scheme === undefined ? {} : { scheme }),
    ...(reason === undefined || reason === "" ? {} : { reason: reason.slice(0, LONGEST_REASON) }),
    ...(before === undefined ? {} : { before: bounded(before) }),
  };
}

function named(subjects: readonly Subject[]): { readonly subjects: readonly Subject[]; readonly more?: number } {
  const more = subjects.length - MOST_SUBJECTS;
  return { subjects: subjects.slice(0, MOST_SUBJECTS), ...(more > 0 ? { more } : {}) };
}

function bounded(facts: Facts): Facts {
  const { length } = JSON.stringify(facts);
  return length <= LONGEST_FACTS ? facts : { leftOut: `${length} 个字符` };
}

/** An error of ours by its words; any other by its name alone, because its text may hold anything. */
function nameOf(error: unknown): string {
  if (isFault(error)) return describeFault(error).slice(0, LONGEST_REASON);
  if (!(error instanceof Error)) return "Error";
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : error.name;
}
