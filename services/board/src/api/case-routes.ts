import { listCaseGroups, listGroupCases } from "@billferry/desk";
import { redisNowMs } from "@billferry/redis";

import { tellText, wordsOf } from "../core/told-text.ts";
import { readLanguage } from "../core/problems.ts";
import { askedSchemes, type ApiContext, type ApiServer } from "./api-context.ts";
import { caseItemsAnswer, caseItemsQuery, casesAnswer, casesQuery } from "./schemas/cases.ts";
import { answers } from "./schemas/common.ts";

export function addCaseRoutes(server: ApiServer, context: ApiContext): void {
  const { redis } = context;
  server.get(
    "/cases",
    {
      config: { access: "viewer" },
      schema: {
        tags: ["cases"],
        summary: "What waits for a person, by its cause",
        querystring: casesQuery,
        response: answers(casesAnswer),
      },
    },
    async ({ query, headers }) => {
      const language = readLanguage(headers["accept-language"], context.language);
      const { total, groups } = await listCaseGroups(redis, askedSchemes(context, query.scheme));
      const told = groups.map((group) => {
        const { meaning, remedy } = wordsOf(group.code, language);
        if (language !== "en") return group;
        return { ...group, meaning, remedy: group.gap === undefined ? remedy : tellText(group.remedy, language) };
      });
      return { asOf: await redisNowMs(redis), total, groups: told };
    },
  );
  server.get(
    "/cases/items",
    {
      config: { access: "viewer" },
      schema: {
        tags: ["cases"],
        summary: "The single cases, the oldest first",
        querystring: caseItemsQuery,
        response: answers(caseItemsAnswer),
      },
    },
    async ({ query: { scheme, cursor, ...wanted }, headers }) => {
      const language = readLanguage(headers["accept-language"], context.language);
      const { items, next } = await listGroupCases(redis, askedSchemes(context, scheme), { ...wanted, after: cursor });
      const told = items.map((item) => ({
        ...item,
        reason: tellText(item.reason, language),
        remedy: wordsOf(item.code, language).remedy,
      }));
      return { asOf: await redisNowMs(redis), items: told, next };
    },
  );
}
