import { formatKingdeeTime, SHANGHAI, type ExtractResult } from "@billferry/contracts";
import {
  askForReading,
  pauseStages,
  resumeStages,
  retry,
  settleCase,
  type AskedOutcome,
  type RetryReport,
  type SettleOutcome,
} from "@billferry/desk";
import { redisNowMs } from "@billferry/redis";

import { Problem } from "../core/problems.ts";
import { askedSchemes, nameOf, type ApiContext, type ApiServer } from "./api-context.ts";
import { once } from "./once.ts";
import { acceptAnswer, acceptBody, retryAnswer, retryBody } from "./schemas/cases.ts";
import { answers } from "./schemas/common.ts";
import { pauseBody, readNowAnswer, readNowBody, resumeBody, stageAnswer } from "./schemas/stages.ts";

/** A reading takes seconds; a page does not wait for longer, and it goes on by itself. */
const READING_MS = 10_000;
const OPERATOR = { access: "operator" } as const;

/** What a person does. Each is done once for a form, however often it is sent. */
export function addActRoutes(server: ApiServer, context: ApiContext): void {
  addCaseActs(server, context);
  addStageActs(server, context);
}

function addCaseActs(server: ApiServer, context: ApiContext): void {
  const { redis, log } = context;
  server.post(
    "/cases/retry",
    {
      config: OPERATOR,
      schema: {
        tags: ["cases"],
        summary: "Has cases made anew from Kingdee's rows, with the scheme and tables of now",
        body: retryBody,
        response: answers(retryAnswer),
      },
    },
    async ({ body, person }) =>
      once({ redis, kind: "retry", by: nameOf(person), body }, async () => {
        const [scheme = ""] = askedSchemes(context, body.scheme);
        const items = [];
        for (const caseId of new Set(body.caseIds)) {
          const report = await retry(redis, log, { scheme, selection: { kind: "case", caseId }, isDryRun: false });
          items.push({ caseId, ...describeRetry(report) });
        }
        return { asOf: await redisNowMs(redis), items };
      }),
  );
  server.post(
    "/cases/accept",
    {
      config: OPERATOR,
      schema: {
        tags: ["cases"],
        summary: "Settles a case as it is; 409 where it is not what the person saw",
        body: acceptBody,
        response: answers(acceptAnswer),
      },
    },
    async ({ body, person, signal }) =>
      once({ redis, kind: "accept", by: nameOf(person), body }, async () => {
        const [scheme = ""] = askedSchemes(context, body.scheme);
        const { caseId, note, version: seen } = body;
        const decision = { kind: "accept" } as const;
        const by = nameOf(person);
        const outcome = await settleCase(redis, log, { scheme, caseId, decision, by, note, seen, signal });
        if (outcome.kind !== "accepted") throw toProblem(caseId, outcome);
        return { asOf: await redisNowMs(redis), caseId, outcome: outcome.kind };
      }),
  );
}

function addStageActs(server: ApiServer, context: ApiContext): void {
  const { redis, log } = context;
  server.post(
    "/stages/pause",
    {
      config: OPERATOR,
      schema: {
        tags: ["stages"],
        summary: "Pauses a stage until somebody resumes it",
        body: pauseBody,
        response: answers(stageAnswer),
      },
    },
    async ({ body, person }) =>
      once({ redis, kind: "pause", by: nameOf(person), body }, async () => {
        const [scheme = ""] = askedSchemes(context, body.scheme);
        const request = { scheme, stages: [body.stage], by: nameOf(person), note: body.reason, waitMs: 0 };
        return { stages: await pauseStages(redis, log, request), asOf: await redisNowMs(redis) };
      }),
  );
  server.post(
    "/stages/resume",
    {
      config: OPERATOR,
      schema: { tags: ["stages"], summary: "Lets a stage go on", body: resumeBody, response: answers(stageAnswer) },
    },
    async ({ body, person }) =>
      once({ redis, kind: "resume", by: nameOf(person), body }, async () => {
        const [scheme = ""] = askedSchemes(context, body.scheme);
        return {
          stages: await resumeStages(redis, log, { scheme, stages: [body.stage] }),
          asOf: await redisNowMs(redis),
        };
      }),
  );
  server.post(
    "/read-now",
    {
      config: OPERATOR,
      schema: {
        tags: ["stages"],
        summary: "Reads what Kingdee has approved since the last reading, now",
        body: readNowBody,
        response: answers(readNowAnswer),
      },
    },
    async ({ body, person, signal }) =>
      once({ redis, kind: "read-now", by: nameOf(person), body }, async () => {
        const [scheme = ""] = askedSchemes(context, body.scheme);
        const asked = await askForReading(redis, log, { scheme, timeoutMs: READING_MS, signal });
        return { asOf: await redisNowMs(redis), outcome: asked.kind, text: describeReading(asked) };
      }),
  );
}

function describeRetry({ retried, skipped, leftAlone, notFound }: RetryReport) {
  if (notFound.length > 0) return { outcome: "not-found" as const };
  const [left] = leftAlone;
  if (retried.length > 0) return { outcome: "retried" as const };
  if (skipped > 0 || left === undefined) return { outcome: "underway" as const };
  return { outcome: "left-alone" as const, text: left.why };
}

function toProblem(what: string, outcome: Exclude<SettleOutcome, { readonly kind: "accepted" }>): Problem {
  switch (outcome.kind) {
    case "changed":
      return new Problem("CASE_CHANGED", { what });
    case "busy":
      return new Problem("CASE_BUSY", { what });
    case "refused":
      return new Problem("REFUSED", { what: outcome.reasons.join(";") });
    case "not-a-case": {
      const { settled } = outcome;
      const settledBy =
        settled === undefined ? "" : `:${settled.by},${formatKingdeeTime(settled.atMs, SHANGHAI)},${settled.note}`;
      return new Problem("CASE_GONE", { what, settled: settledBy });
    }
    case "corrected":
    case "own-key":
    case "planned":
      throw new Error(`accepting a case came to ${outcome.kind}`);
  }
}

function describeReading(asked: AskedOutcome<ExtractResult>): string {
  switch (asked.kind) {
    case "failed":
      return asked.reason;
    case "late":
      return asked.workers === 0 ? "没有运行中的 extractor;任务已排队,启动后执行" : "尚未完成,会自行继续";
    case "done":
      if (asked.outcome.kind === "waiting") return "没有可读的内容";
      return `已读取 ${asked.outcome.from} 至 ${asked.outcome.to}:单据 ${asked.outcome.bills},新增或变更 ${asked.outcome.fresh}`;
  }
}
