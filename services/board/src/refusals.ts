import { isFault } from "@billferry/contracts";
import { toRedisFault } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import { Problem, readLanguage, tell, type ReaderLanguage, type ToldProblem } from "./core/problems.ts";

/** Answers errors and unknown addresses in one form, in the language of the reader. */
export function answerProblems(
  server: FastifyInstance,
  { log, language }: { log: Logger; language: ReaderLanguage },
): void {
  server.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const problem = toProblem(error);
    if (problem.statusCode >= 500)
      log.error({ event: "board.failed", method: request.method, path: request.url, err: error }, "看板内部出错");
    await refuse({ request, reply, language }, problem);
  });
  server.setNotFoundHandler(async (request, reply) => refuse({ request, reply, language }, new Problem("NOT_FOUND")));
}

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly language: ReaderLanguage;
}

export async function refuse({ request, reply, language }: Asked, problem: Problem): Promise<void> {
  const reader = readLanguage(request.headers["accept-language"], language);
  await reply
    .status(problem.statusCode)
    .type("application/json; charset=utf-8")
    .send(JSON.stringify(isOfBullBoard(request) ? inBullBoardsForm(tell(problem, reader)) : tell(problem, reader)));
}

function isOfBullBoard({ url }: FastifyRequest): boolean {
  return url.startsWith("/queues/api/");
}

/** Its page shows `error` as a notice and `message` below it; an answer without the first is told to nobody. */
function inBullBoardsForm({ code, message, remedy }: ToldProblem): object {
  return { code, error: message, message: remedy ?? message };
}

function toProblem(error: FastifyError): Problem {
  if (error instanceof Problem) return error;
  if (error.name === "RegisterBroken") return new Problem("TABLES_BROKEN", { what: error.message });
  if (error.validation !== undefined) return new Problem("REQUEST_INVALID", { what: error.message });
  if (error.statusCode === 401) return new Problem("SIGN_IN_NEEDED");
  if (error.statusCode === 413) return new Problem("TOO_LARGE");
  if (error.statusCode === 415) return new Problem("TYPE_UNSUPPORTED");
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new Problem("REQUEST_INVALID", { what: error.message });
  const isOfRedis = error.statusCode === 503 || isFault(toRedisFault(error));
  return new Problem(isOfRedis ? "REDIS_AWAY" : "BROKEN");
}
