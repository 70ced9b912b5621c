import { findReport, listReports } from "@billferry/desk/kept-reports";
import { redisNowMs } from "@billferry/redis";

import { Problem } from "../core/problems.ts";
import { exportAnswers } from "../export/export-rows.ts";
import { askedSchemes, type ApiContext, type ApiServer } from "./api-context.ts";
import { exportReconciliation } from "./export-reconciliation.ts";
import { answers } from "./schemas/common.ts";
import {
  keptReportAnswer,
  keptReportExportQuery,
  keptReportParams,
  keptReportsAnswer,
  keptReportsQuery,
} from "./schemas/kept-reports.ts";

const TAGS = ["reconciliations"];
const ACCESS = { access: "viewer" } as const;

/** The daily reconciliations, as the watcher has kept them. */
export function addKeptReportRoutes(server: ApiServer, context: ApiContext): void {
  const { redis } = context;
  const find = async (wanted: { readonly scheme: string; readonly day: string }) => {
    askedSchemes(context, wanted.scheme);
    const found = await findReport(redis, wanted);
    if (found === undefined) throw new Problem("REPORT_GONE", { what: wanted.day });
    return found;
  };
  server.get(
    "/reconciliations",
    {
      config: ACCESS,
      schema: {
        tags: TAGS,
        summary: "The daily reconciliations that are kept, in numbers",
        querystring: keptReportsQuery,
        response: answers(keptReportsAnswer),
      },
    },
    async ({ query: { scheme } }) => {
      const items = await listReports(redis, askedSchemes(context, scheme));
      return { asOf: await redisNowMs(redis), items };
    },
  );
  server.get(
    "/reconciliations/:scheme/:day",
    {
      config: ACCESS,
      schema: {
        tags: TAGS,
        summary: "A kept reconciliation, whole",
        params: keptReportParams,
        response: answers(keptReportAnswer),
      },
    },
    async ({ params }) => {
      const { summary, result } = await find(params);
      return { asOf: await redisNowMs(redis), summary, result: { ...result, kind: "reconcile" as const } };
    },
  );
  server.get(
    "/reconciliations/:scheme/:day/export",
    {
      config: ACCESS,
      schema: {
        tags: TAGS,
        summary: "A kept reconciliation as a file",
        params: keptReportParams,
        querystring: keptReportExportQuery,
        response: exportAnswers,
      },
    },
    async ({ params, query }, reply) => {
      const { summary, result } = await find(params);
      return exportReconciliation(reply, { ...context, query, asOfMs: summary.madeAtMs, result });
    },
  );
}
