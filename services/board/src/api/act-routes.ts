import type { ActName, Facts } from "@billferry/audit";
import { formatKingdeeTime, SHANGHAI, type ExtractResult } from "@billferry/contracts";
import {
  askForReading,
  pauseStages,
  readCaseStandings,
  resumeStages,
  retry,
  settleCase,
  type AskedOutcome,
  type PausableStage,
  type RetryReport,
  type SettleOutcome,
  type StageChange,
} from "@billferry/desk";
import { redisNowMs } from "@billferry/redis";
import type { z } from "zod";

import { personName } from "../core/person-name.ts";
import { Problem, readLanguage, type ReaderLanguage } from "../core/problems.ts";
import { tellText } from "../core/told-text.ts";
import { askedSchemes, type ApiContext, type ApiServer } from "./api-context.ts";
import { perform } from "./perform.ts";
import { acceptAnswer, acceptBody, retryAnswer, retryBody } from "./schemas/cases.ts";
import { answers } from "./schemas/common.ts";
import { pauseBody, readNowAnswer, readNowBody, resumeBody, stageAnswer } from "./schemas/stages.ts";

type RetryAnswer = z.infer<typeof retryAnswer>;
type RetriedItem = RetryAnswer["items"][number];

/** A reading takes seconds; a page does not wait for longer, and it goes on by itself. */
const READING_MS = 10_000;
const operator = (act: ActName) => ({ access: "operator", act }) as const;

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
      config: operator("retry"),
      schema: {
        tags: ["cases"],
        summary: "Has cases made anew from Kingdee's rows, with the scheme and tables of now",
        body: retryBody,
        response: answers(retryAnswer),
      },
    },
    async (asked) => {
      const { body } = asked;
      const [scheme = ""] = askedSchemes(context, body.scheme);
      const about = await toCaseDeed(context, { scheme, caseIds: body.caseIds });
      return perform(context, { request: asked, ...about, after: tellItems }, async () => {
        const reader = readLanguage(asked.headers["accept-language"], context.language);
        const items: RetriedItem[] = [];
        for (const caseId of new Set(body.caseIds)) {
          const report = await retry(redis, log, { scheme, selection: { kind: "case", caseId }, isDryRun: false });
          items.push({ caseId, ...describeRetry(report, reader) });
        }
        return { asOf: await redisNowMs(redis), items };
      });
    },
  );
  server.post(
    "/cases/accept",
    {
      config: operator("accept"),
      schema: {
        tags: ["cases"],
        summary: "Settles a case as it is; 409 where it is not what the person saw",
        body: acceptBody,
        response: answers(acceptAnswer),
      },
    },
    async (asked) => {
      const { body, person, signal } = asked;
      const [scheme = ""] = askedSchemes(context, body.scheme);
      const { caseId, note, version: seen } = body;
      const about = await toCaseDeed(context, { scheme, caseIds: [caseId] });
      return perform(context, { request: asked, ...about, reason: note, after: tellOutcome }, async () => {
        const decision = { kind: "accept" } as const;
        const by = personName(person);
        const outcome = await settleCase(redis, log, { scheme, caseId, decision, by, note, seen, signal });
        if (outcome.kind !== "accepted") throw toProblem(caseId, outcome);
        return { asOf: await redisNowMs(redis), caseId, outcome: outcome.kind };
      });
    },
  );
}

function addStageActs(server: ApiServer, context: ApiContext): void {
  const { redis, log } = context;
  server.post(
    "/stages/pause",
    {
      config: operator("pause"),
      schema: {
        tags: ["stages"],
        summary: "Pauses a stage until somebody resumes it",
        body: pauseBody,
        response: answers(stageAnswer),
      },
    },
    async (asked) => {
      const { scheme, ...told } = toStageDeed(context, asked.body);
      return perform(context, { request: asked, scheme, ...told }, async () => {
        const { stage, reason: note } = asked.body;
        const pause = { scheme, stages: [stage], by: personName(asked.person), note, waitMs: 0 };
        return { stages: await pauseStages(redis, log, pause), asOf: await redisNowMs(redis) };
      });
    },
  );
  server.post(
    "/stages/resume",
    {
      config: operator("resume"),
      schema: { tags: ["stages"], summary: "Lets a stage go on", body: resumeBody, response: answers(stageAnswer) },
    },
    async (asked) => {
      const { scheme, ...told } = toStageDeed(context, asked.body);
      return perform(context, { request: asked, scheme, ...told }, async () => ({
        stages: await resumeStages(redis, log, { scheme, stages: [asked.body.stage] }),
        asOf: await redisNowMs(redis),
      }));
    },
  );
  server.post(
    "/read-now",
    {
      config: operator("read-now"),
      schema: {
        tags: ["stages"],
        summary: "Reads what Kingdee has approved since the last reading, now",
        body: readNowBody,
        response: answers(readNowAnswer),
      },
    },
    async (asked) => {
      const [scheme = ""] = askedSchemes(context, asked.body.scheme);
      return perform(
        context,
        { request: asked, scheme, subjects: [{ kind: "stage", id: "extract" }], after: tellOutcome },
        async () => {
          const reader = readLanguage(asked.headers["accept-language"], context.language);
          const reading = await askForReading(redis, log, { scheme, timeoutMs: READING_MS, signal: asked.signal });
          return {
            asOf: await redisNowMs(redis),
            outcome: reading.kind,
            text: tellText(describeReading(reading), reader),
          };
        },
      );
    },
  );
}

function tellItems({ items }: RetryAnswer): Facts {
  return Object.fromEntries(items.map(({ caseId, outcome }) => [caseId, outcome]));
}

function tellOutcome({ outcome }: { readonly outcome: string }): Facts {
  return { outcome };
}

function tellStages({ stages }: { readonly stages: readonly StageChange[] }): Facts {
  return Object.fromEntries(stages.map(({ stage, isChanged }) => [stage, isChanged ? "changed" : "as it was"]));
}

interface CaseDeed {
  readonly scheme: string;
  readonly caseIds: readonly string[];
}

/** What is on record of an act on cases: they and their bills, and how they stood. */
async function toCaseDeed({ redis }: ApiContext, { scheme, caseIds }: CaseDeed) {
  const { billNos, standings } = await readCaseStandings(redis, scheme, caseIds);
  const bills = billNos.map((id) => ({ kind: "bill", id }) as const);
  const cases = caseIds.map((id) => ({ kind: "case", id }) as const);
  return { scheme, subjects: [...bills, ...cases], before: async () => standings as unknown as Facts };
}

interface StageDeed {
  readonly scheme: string;
  readonly stage: PausableStage;
  readonly reason?: string | undefined;
}

function toStageDeed(context: ApiContext, { scheme: named, stage, reason }: StageDeed) {
  const [scheme = ""] = askedSchemes(context, named);
  return { scheme, reason, subjects: [{ kind: "stage", id: stage } as const], after: tellStages };
}

function describeRetry({ retried, skipped, leftAlone, notFound }: RetryReport, reader: ReaderLanguage) {
  if (notFound.length > 0) return { outcome: "not-found" as const };
  const [left] = leftAlone;
  if (retried.length > 0) return { outcome: "retried" as const };
  if (skipped > 0 || left === undefined) return { outcome: "underway" as const };
  return { outcome: "left-alone" as const, text: tellText(left.why, reader) };
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
