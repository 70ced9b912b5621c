import type { Facts } from "@billferry/audit";
import type { Errand, ReconcileResult } from "@billferry/contracts";
import type { ErrandView, Errands } from "@billferry/errands";
import { openErrands } from "@billferry/errands";
import { redisNowMs } from "@billferry/redis";

import { personName } from "../core/person-name.ts";
import { tellResult } from "../core/told-errand.ts";
import { tellText } from "../core/told-text.ts";
import { exportAnswers } from "../export/export-rows.ts";
import { Problem, readLanguage, type ReaderLanguage } from "../core/problems.ts";
import { askedSchemes, type ApiContext, type ApiServer } from "./api-context.ts";
import { exportReconciliation } from "./export-reconciliation.ts";
import { perform } from "./perform.ts";
import { answers } from "./schemas/common.ts";
import {
  askAnswer,
  askBody,
  cancelAnswer,
  cancelBody,
  errandAnswer,
  errandExportQuery,
  errandParams,
  errandsAnswer,
  errandsQuery,
} from "./schemas/errands.ts";

const TAGS = ["errands"];

/** What needs the vendors is done by a clerk, who holds their credentials; here it is asked for and looked at. */
export function addErrandRoutes(server: ApiServer, context: ApiContext): void {
  const { redis, log } = context;
  const errands = openErrands(redis, log);
  server.addHook("onClose", async () => errands.close());
  addAsking(server, context, errands);
  addExport(server, context, errands);
  server.get(
    "/errands",
    {
      config: { access: "viewer" },
      schema: {
        tags: TAGS,
        summary: "What was asked of the clerks within a day",
        querystring: errandsQuery,
        response: answers(errandsAnswer),
      },
    },
    async ({ query: { scheme, kind }, headers }) => {
      const schemes = askedSchemes(context, scheme);
      const reader = readLanguage(headers["accept-language"], context.language);
      const [asOf, items, clerks] = await Promise.all([
        redisNowMs(redis),
        errands.list(schemes, kind),
        Promise.all(schemes.map(async (each) => ({ scheme: each, clerks: await errands.countClerks(each) }))),
      ]);
      return { asOf, items: items.map((item) => toAnswer(item, reader)), clerks };
    },
  );
  server.get(
    "/errands/:id",
    {
      config: { access: "viewer" },
      schema: {
        tags: TAGS,
        summary: "How an errand stands, and what came of it",
        params: errandParams,
        response: answers(errandAnswer),
      },
    },
    async ({ params: { id }, headers }) => {
      const found = await findOwn(context, errands, id);
      const [asOf, clerks] = await Promise.all([redisNowMs(redis), errands.countClerks(found.errand.scheme)]);
      const reader = readLanguage(headers["accept-language"], context.language);
      const { result } = found;
      // What the clerk has left is proved by the answer's schema.
      const told =
        result === null ? null : ({ ...tellResult(result as object, reader), kind: found.errand.kind } as never);
      return { asOf, ...toAnswer(found, reader), result: told, clerks };
    },
  );
}

function addAsking(server: ApiServer, context: ApiContext, errands: Errands): void {
  const { redis } = context;
  server.post(
    "/errands",
    {
      config: { access: "operator", act: "ask-errand" },
      schema: {
        tags: TAGS,
        summary: "Asks for what needs the vendors; the same errand under way is not done twice",
        body: askBody,
        response: answers(askAnswer),
      },
    },
    async (asked) => {
      const { errand, requestId } = asked.body;
      const by = personName(asked.person);
      askedSchemes(context, errand.scheme);
      const about = { request: asked, scheme: errand.scheme, subjects: [], before: async () => toFacts(errand) };
      return perform(context, { ...about, reached: toSubjects }, async () => {
        const { id, isShared } = await errands.ask(errand, { by, requestId });
        return { asOf: await redisNowMs(redis), id, isShared, clerks: await errands.countClerks(errand.scheme) };
      });
    },
  );
  server.post(
    "/errands/:id/cancel",
    {
      config: { access: "operator", act: "cancel-errand" },
      schema: {
        tags: TAGS,
        summary: "Ends an errand that waits or is under way",
        params: errandParams,
        body: cancelBody,
        response: answers(cancelAnswer),
      },
    },
    async (asked) => {
      const { id } = asked.params;
      const { errand } = await findOwn(context, errands, id);
      const form = { ...asked.body, id };
      const subjects = [{ kind: "errand", id } as const];
      return perform(context, { request: asked, scheme: errand.scheme, subjects, form }, async () => ({
        asOf: await redisNowMs(redis),
        id,
        isEnding: await errands.cancel(id),
      }));
    },
  );
}

function addExport(server: ApiServer, context: ApiContext, errands: Errands): void {
  server.get(
    "/errands/:id/export",
    {
      config: { access: "viewer" },
      schema: {
        tags: TAGS,
        summary: "What a comparison of both ends came to, as a file",
        params: errandParams,
        querystring: errandExportQuery,
        response: exportAnswers,
      },
    },
    async ({ params: { id }, query }, reply) => {
      const found = await findOwn(context, errands, id);
      if (found.errand.kind !== "reconcile" || found.result === null) throw new Problem("ERRAND_GONE");
      const asOfMs = found.endedAtMs ?? found.askedAtMs;
      return exportReconciliation(reply, { ...context, query, asOfMs, result: found.result as ReconcileResult });
    },
  );
}

async function findOwn({ schemes }: ApiContext, errands: Errands, id: string): Promise<ErrandView> {
  const found = await errands.find(id);
  if (found === undefined || !schemes.includes(found.errand.scheme)) throw new Problem("ERRAND_GONE");
  return found;
}

function toAnswer({ progress, problem, result: _result, ...standing }: ErrandView, reader: ReaderLanguage) {
  const language = reader === "en" ? "en" : "zh";
  return {
    ...standing,
    progress: progress?.[language] ?? null,
    problem: problem && { code: problem.code, text: tellText(problem[language], reader) },
  };
}

/** What was asked for: numbers, codes and days. */
function toFacts(errand: Errand): Facts {
  return JSON.parse(JSON.stringify(errand)) as Facts;
}

function toSubjects({ id }: { readonly id: string }) {
  return [{ kind: "errand", id } as const];
}
