import { findBulk, type BulkAct } from "@billferry/desk/bulk";
import type { IncomingHttpHeaders } from "node:http";

import { tellText, wordsOf } from "../core/told-text.ts";
import { Problem, readLanguage, type ReaderLanguage } from "../core/problems.ts";
import type { ApiContext } from "./api-context.ts";

export async function findAct({ redis, schemes }: ApiContext, id: string): Promise<BulkAct> {
  const act = await findBulk(redis, schemes, id);
  if (act === undefined) throw new Problem("BULK_UNKNOWN", { what: id });
  return act;
}

/** As the API tells it, in the words of the reader. */
export function toBulkAnswer(act: BulkAct, language: ReaderLanguage) {
  const { stop, causes } = act;
  const code = stop?.code;
  return {
    ...act,
    causes: causes.map((cause) => ({ ...cause, meaning: wordsOf(cause.code, language).meaning })),
    stop: stop && {
      ...stop,
      ...(stop.text === undefined ? {} : { text: tellText(stop.text, language) }),
      ...(code === undefined ? {} : { meaning: wordsOf(code, language).meaning }),
    },
  };
}

export function languageOf({ language }: ApiContext, headers: IncomingHttpHeaders): ReaderLanguage {
  return readLanguage(headers["accept-language"], language);
}
