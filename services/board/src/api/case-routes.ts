import { FAULT_CODES } from "@billferry/contracts";
import { listCases, listGaps, type CaseItem } from "@billferry/desk";
import { redisNowMs } from "@billferry/redis";

import { chosenSchemes, type ApiContext, type ApiServer } from "./api-context.ts";
import { caseItemsAnswer, caseItemsQuery, casesAnswer, casesQuery } from "./schemas/cases.ts";
import { answers } from "./schemas/common.ts";

const MOST = 10_000;

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
    async ({ query }) => {
      const asOf = await redisNowMs(redis);
      const found = await Promise.all(
        chosenSchemes(context, query.scheme).map(async (scheme) => ({
          cases: await listCases(redis, scheme, { limit: MOST }),
          groups: await groupCases(context, scheme),
        })),
      );
      const cases = found.flatMap((each) => each.cases);
      return {
        asOf,
        total: { ...countKinds(cases), amount: null },
        groups: found.flatMap((each) => each.groups),
      };
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
    async ({ query }) => {
      const asOf = await redisNowMs(redis);
      const found = await Promise.all(
        chosenSchemes(context, query.scheme).map(async (scheme) =>
          (await listCases(redis, scheme, { limit: MOST })).map((item) => ({ scheme, ...item, version: "" })),
        ),
      );
      const items = found.flat().filter(({ code }) => query.code === undefined || code === query.code);
      return { asOf, items: items.slice(0, query.limit), next: null };
    },
  );
}

async function groupCases({ redis }: ApiContext, scheme: string) {
  const [cases, gaps] = await Promise.all([listCases(redis, scheme, { limit: MOST }), listGaps(redis, scheme)]);
  const byCode = [...Map.groupBy(cases, ({ code }) => code)].map(([code, items]) => {
    const { meaning, owner, remedy } = FAULT_CODES[code];
    const oldestMs = Math.min(...items.map(({ sinceMs }) => sinceMs));
    return { scheme, code, meaning, owner, remedy, ...countKinds(items), oldestMs, amount: null };
  });
  const byGap = gaps.map(({ kind, subject, code, bills, members, sinceMs, amount, remedy }) => {
    const { meaning, owner } = FAULT_CODES[kind === "table" ? "MAP_CODE_MISSING" : "WDT_SKU_UNKNOWN"];
    const gap = { kind, subject, code };
    return { scheme, code, meaning, owner, remedy, gap, bills, orders: members, oldestMs: sinceMs, amount };
  });
  return [...byGap, ...byCode];
}

function countKinds(cases: readonly CaseItem[]) {
  return {
    bills: new Set(cases.map(({ billId }) => billId)).size,
    orders: cases.filter(({ kind }) => kind === "order").length,
  };
}
