import type { RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";

import { EXIT } from "./command-end.ts";
import { askEach, chosenSchemes, printEach, type SchemeChoice } from "./schemes.ts";
import { withinSeconds, withRedis } from "./with-redis.ts";

export interface ReportOptions extends SchemeChoice {
  readonly json?: boolean;
}

interface Wording<Answer> {
  readonly format: (answer: Answer) => string;
  /** Whether there is something in it for which a script should stop: exit code 1. */
  readonly isFinding?: (answer: Answer) => boolean;
}

/** Above any answer of a Redis that is well. */
export const LIMIT_SECONDS = 30;

/** Asks the stored state of each chosen scheme, prints the answers, and sets the exit code. */
export async function reportEach<Answer>(
  options: ReportOptions,
  question: Wording<Answer> & { readonly ask: (redis: RedisConnection, scheme: string) => Promise<Answer> },
): Promise<void> {
  const answers = await withRedis(async (redis, _log, env) => {
    const asked = askEach(chosenSchemes(options, env), async (scheme) => question.ask(redis, scheme));
    return withinSeconds(LIMIT_SECONDS, asked);
  });
  printAnswers(answers, options, question);
}

/** Does something to each chosen scheme, however long it takes, prints what came of it, and sets the exit code. */
export async function actOnEach<Outcome>(
  options: ReportOptions,
  deed: Wording<Outcome> & { readonly act: (redis: RedisConnection, log: Logger, scheme: string) => Promise<Outcome> },
): Promise<void> {
  const outcomes = await withRedis(async (redis, log, env) =>
    askEach(chosenSchemes(options, env), async (scheme) => deed.act(redis, log, scheme)),
  );
  printAnswers(outcomes, options, deed);
}

export function printAnswers<Answer>(
  answers: ReadonlyMap<string, Answer>,
  { json }: ReportOptions,
  { format, isFinding = () => false }: Wording<Answer>,
): void {
  process.stdout.write(`${printEach(answers, json, format)}\n`);
  process.exitCode = [...answers.values()].some(isFinding) ? EXIT.found : EXIT.good;
}
