import type { ActName } from "@billferry/audit";
import { FAULT_CODES, type FaultClass, type FaultCode } from "@billferry/contracts";
import {
  beginBulk,
  countBulk,
  listBulk,
  listBulkItems,
  stopBulk,
  type BulkAct,
  type BulkDecision,
} from "@billferry/desk/bulk";
import { redisNowMs } from "@billferry/redis";

import { tellText } from "../core/told-text.ts";
import { personName } from "../core/person-name.ts";
import { Problem, type ReaderLanguage } from "../core/problems.ts";
import { askedSchemes, type ApiContext, type ApiServer } from "./api-context.ts";
import { findAct, languageOf, toBulkAnswer } from "./bulk-answers.ts";
import { once } from "./once.ts";
import { perform } from "./perform.ts";
import {
  beginBody,
  bulkActsAnswer,
  bulkActsQuery,
  bulkAnswer,
  bulkItemsAnswer,
  bulkItemsQuery,
  bulkParams,
  countBody,
  stopBody,
} from "./schemas/bulk.ts";
import { answers } from "./schemas/common.ts";

const TAGS = ["bulk acts"];
const VIEWER = { access: "viewer" } as const;
/** So many are listed, the newest first. */
const MOST_LISTED = 20;

/** Many cases retried as one act: counted, a canary to its end, then the rest. */
export function addBulkRoutes(server: ApiServer, context: ApiContext): void {
  addBulkReads(server, context);
  addBulkActs(server, context);
}

function addBulkReads(server: ApiServer, context: ApiContext): void {
  const { redis } = context;
  server.get(
    "/bulk-acts",
    {
      config: VIEWER,
      schema: {
        tags: TAGS,
        summary: "Bulk retries that were begun, the newest first",
        querystring: bulkActsQuery,
        response: answers(bulkActsAnswer),
      },
    },
    async ({ query, headers }) => {
      const items = await listBulk(redis, askedSchemes(context, query.scheme), MOST_LISTED);
      const language = languageOf(context, headers);
      return { asOf: await redisNowMs(redis), items: items.map((act) => toBulkAnswer(act, language)) };
    },
  );
  server.get(
    "/bulk-acts/:id",
    {
      config: VIEWER,
      schema: { tags: TAGS, summary: "How far one is", params: bulkParams, response: answers(bulkAnswer) },
    },
    async ({ params: { id }, headers }) => ({
      asOf: await redisNowMs(redis),
      act: toBulkAnswer(await findAct(context, id), languageOf(context, headers)),
      isChanged: false,
    }),
  );
  server.get(
    "/bulk-acts/:id/items",
    {
      config: VIEWER,
      schema: {
        tags: TAGS,
        summary: "What became of each case of one",
        params: bulkParams,
        querystring: bulkItemsQuery,
        response: answers(bulkItemsAnswer),
      },
    },
    async ({ params: { id }, query: { outcome, cursor, limit }, headers }) => {
      const act = await findAct(context, id);
      const { items, next } = await listBulkItems(redis, act, { outcome, after: cursor, limit });
      const language = languageOf(context, headers);
      const told = items.map((item) => ({ ...item, text: tellText(item.text, language) }));
      return { asOf: await redisNowMs(redis), items: told, next };
    },
  );
}

function addBulkActs(server: ApiServer, context: ApiContext): void {
  const { redis, log } = context;
  server.post(
    "/bulk-acts",
    {
      // It changes nothing of a bill.
      config: { access: "operator", act: null },
      schema: {
        tags: TAGS,
        summary: "Counts what a filter names now, and freezes it; nothing is done to it",
        body: countBody,
        response: answers(bulkAnswer),
      },
    },
    async ({ body, person, headers }) =>
      once({ redis, kind: "bulk-count", by: personName(person), body }, async () => {
        const [scheme = ""] = askedSchemes(context, body.scheme);
        const { code, faultClass, ...filter } = body.filter;
        const known = { ...filter, code: codeOf(code), faultClass: classOf(faultClass) };
        const { mapping } = body;
        const act = await countBulk(redis, log, { scheme, by: personName(person), filter: known, mapping });
        return { asOf: await redisNowMs(redis), act: toBulkAnswer(act, languageOf(context, headers)), isChanged: true };
      }),
  );
  addBegin(server, context, {
    path: "/bulk-acts/:id/begin",
    act: "bulk-retry",
    summary: "Begins one that was counted",
  });
  const summary = "Goes on with the untried of one that was stopped";
  addBegin(server, context, { path: "/bulk-acts/:id/resume", act: "bulk-resume", summary });
  server.post(
    "/bulk-acts/:id/stop",
    {
      config: { access: "operator", act: "bulk-stop" },
      schema: {
        tags: TAGS,
        summary: "Begins nothing more of it; what is under way ends by itself",
        params: bulkParams,
        body: stopBody,
        response: answers(bulkAnswer),
      },
    },
    async (asked) => {
      const { params, body, person } = asked;
      const act = await findAct(context, params.id);
      return perform(context, { request: asked, ...deedOf(act), form: { ...body, ...params } }, async () =>
        toDecided(
          context,
          { ...params, language: languageOf(context, asked.headers) },
          await stopBulk(redis, { ...act, by: personName(person) }),
        ),
      );
    },
  );
}

/** With a canary first, whether it begins or goes on. */
function addBegin(
  server: ApiServer,
  context: ApiContext,
  {
    path,
    act,
    summary,
  }: { readonly path: `/bulk-acts/:id/${string}`; readonly act: ActName; readonly summary: string },
): void {
  const { redis } = context;
  const schema = { tags: TAGS, summary: `${summary}: a canary first`, params: bulkParams, body: beginBody };
  const config = { access: "operator", act } as const;
  server.post(path, { config, schema: { ...schema, response: answers(bulkAnswer) } }, async (asked) => {
    const { params, body, person } = asked;
    const found = await findAct(context, params.id);
    const { reason, canary } = body;
    const deed = { request: asked, ...deedOf(found), reason, form: { ...body, ...params } };
    return perform(context, deed, async () => {
      const wish = { id: found.id, scheme: found.scheme, by: personName(person), reason, canary };
      const language = languageOf(context, asked.headers);
      return toDecided(context, { ...params, language }, await beginBulk(redis, wish));
    });
  });
}

/** On the record: how much was meant, and whether it was this press that did it. */
function deedOf({ id, scheme, total, filter, mapping }: BulkAct) {
  const { code = null, gap = null, faultClass = null, caseIds } = filter;
  const about = { id, ...total, mapping, code, gap, faultClass };
  const subjects = caseIds?.map((caseId) => ({ kind: "case", id: caseId }) as const);
  return {
    scheme,
    subjects: subjects ?? [{ kind: "list", id: `bulk:${id}` } as const],
    before: async () => about,
    after: ({ isChanged, act }: { readonly isChanged: boolean; readonly act: { readonly state: string } }) => ({
      isChanged,
      state: act.state,
    }),
  };
}

interface Asked {
  readonly id: string;
  readonly language: ReaderLanguage;
}

async function toDecided({ redis }: ApiContext, { id, language }: Asked, decision: BulkDecision) {
  switch (decision.kind) {
    case "unknown":
      throw new Problem("BULK_UNKNOWN", { what: id });
    case "busy":
      throw new Problem("STILL_UNDERWAY");
    case "other-running":
      throw new Problem("BULK_OTHER_RUNNING", { what: decision.act.id, by: decision.act.begun?.by ?? "" });
    case "begun":
    case "stopped":
    case "unchanged":
      return {
        asOf: await redisNowMs(redis),
        act: toBulkAnswer(decision.act, language),
        isChanged: decision.kind !== "unchanged",
      };
  }
}

function codeOf(code: string | undefined): FaultCode | undefined {
  if (code === undefined || Object.hasOwn(FAULT_CODES, code)) return code as FaultCode | undefined;
  throw new Problem("REQUEST_INVALID", { what: `filter.code ${code}` });
}

function classOf(faultClass: string | undefined): FaultClass | undefined {
  const isKnown = Object.values(FAULT_CODES).some((entry) => entry.class === faultClass);
  if (faultClass === undefined || isKnown) return faultClass as FaultClass | undefined;
  throw new Problem("REQUEST_INVALID", { what: `filter.faultClass ${faultClass}` });
}
