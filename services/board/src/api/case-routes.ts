import { listCaseGroups, listGroupCases } from "@billferry/desk";
import { redisNowMs } from "@billferry/redis";

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
    async ({ query }) => ({
      asOf: await redisNowMs(redis),
      ...(await listCaseGroups(redis, askedSchemes(context, query.scheme))),
    }),
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
    async ({ query: { scheme, cursor, ...wanted } }) => ({
      asOf: await redisNowMs(redis),
      ...(await listGroupCases(redis, askedSchemes(context, scheme), { ...wanted, after: cursor })),
    }),
  );
}
