import { codesOfTables, readGapWaits } from "@billferry/desk";
import { redisNowMs } from "@billferry/redis";
import { columnsOf, listTables, type OpenTable } from "@billferry/tables";

import { readLanguage } from "../core/problems.ts";
import { tellText } from "../core/told-text.ts";
import { askedSchemes, type ApiContext, type ApiServer } from "./api-context.ts";
import { casesQuery } from "./schemas/cases.ts";
import { answers } from "./schemas/common.ts";
import { gapsAnswer } from "./schemas/tables.ts";
import { placeOfTables } from "./table-access.ts";
import { keeperOf } from "./table-routes.ts";

/** Choices beyond that are found by typing. */
const MOST_CHOICES = 1_000;

/** Missing codes, what waits for them, and with what they could be filled. */
export function addGapRoutes(server: ApiServer, context: ApiContext): void {
  const { redis } = context;
  server.get(
    "/gaps",
    {
      config: { access: "viewer" },
      schema: {
        tags: ["gaps"],
        summary: "Missing codes, and which bills leave once they are filled",
        querystring: casesQuery,
        response: answers(gapsAnswer),
      },
    },
    async ({ query, headers }) => {
      const reader = readLanguage(headers["accept-language"], context.language);
      const tables = listTables(placeOfTables(context)).filter((table): table is OpenTable => !("problem" in table));
      const fileOf = (scheme: string, subject: string): string | null =>
        tables.find(({ uses }) => uses.some((use) => use.scheme === scheme && use.table === subject))?.file ?? null;
      const found = await Promise.all(
        askedSchemes(context, query.scheme).map(async (scheme) => ({ scheme, ...(await readGapWaits(redis, scheme)) })),
      );
      const gaps = found.flatMap(({ scheme, gaps: own }) => {
        const read = context.schemeOf(scheme);
        const codes = read === undefined ? undefined : codesOfTables(read);
        return own.map(({ kind, subject, code, bills, amount, sinceMs, remedy }) => ({
          ...{ scheme, kind, subject, code, bills, sinceMs, remedy: tellText(remedy, reader) },
          amount: amount ?? null,
          file: kind === "table" ? fileOf(scheme, subject) : null,
          codes: kind === "table" ? (codes?.get(subject) ?? null) : null,
        }));
      });
      let first = 0;
      const waits = found.flatMap(({ gaps: own, waits: ofScheme }) => {
        const from = first;
        first += own.length;
        return ofScheme.map(({ gaps: places, bills }) => ({ gaps: places.map((place) => place + from), bills }));
      });
      const wanted = new Set(gaps.map(({ file }) => file));
      return {
        asOf: await redisNowMs(redis),
        gaps,
        waits,
        tables: tables.filter(({ file }) => wanted.has(file)).map(describeChoices),
      };
    },
  );
}

function describeChoices(table: OpenTable) {
  const { file, kind, version, content } = table;
  const at = columnsOf(kind, content.head).at(-1) ?? -1;
  const choices = [...new Set(content.rows.map((cells) => cells[at] ?? ""))].toSorted().slice(0, MOST_CHOICES);
  return { file, kind, keeper: keeperOf(table), version: version?.number ?? null, choices };
}
