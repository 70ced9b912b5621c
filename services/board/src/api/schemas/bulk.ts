import { BULK_OUTCOMES } from "@billferry/desk/bulk";
import { z } from "zod";

import { exportQuery } from "../../export/export-rows.ts";
import { asOf, cursor, limit, many, next, requestId, schemeName } from "./common.ts";

const outcome = z
  .enum(BULK_OUTCOMES)
  .meta({ id: "BulkOutcome" })
  .describe("failed: it waits for a person again; changed: not what was counted any more, so it was not touched");

const state = z
  .enum(["counted", "canary", "rest", "stopping", "stopped", "done"])
  .meta({ id: "BulkState" })
  .describe("counted: frozen, and nothing was done; stopping: what is under way is waited for");

const mapping = z
  .enum(["present", "recorded"])
  .meta({ id: "BulkMapping" })
  .describe("present: made anew with the scheme and tables of now; recorded: the recorded payload once more");

const filter = z
  .object({
    code: z.string().max(100).optional(),
    gap: z.string().max(500).optional().describe('A missing code: "subject/code"'),
    faultClass: z.string().max(50).optional(),
    caseIds: z.array(z.string().min(1).max(500)).min(1).max(500).optional(),
  })
  .meta({ id: "BulkFilter" });

const bulkAct = z
  .object({
    id: z.string(),
    scheme: schemeName,
    by: z.string().describe("Who counted it"),
    createdMs: z.number(),
    mapping,
    total: z.object({ cases: z.number(), bills: z.number(), amount: z.string().nullable() }),
    causes: many(z.object({ code: z.string(), meaning: z.string(), cases: z.number() })),
    leftOut: many(
      z.object({ why: z.enum(["disputed", "on-hold", "no-payload", "in-other-act", "too-many"]), count: z.number() }),
    ),
    quotaMinutes: z.number().nullable().describe("How long its calls take at the quota; null until that is known"),
    state,
    counts: z.object({
      untried: z.number(),
      asking: z.number(),
      underway: z.number(),
      done: z.number(),
      failed: z.number(),
      changed: z.number(),
      "left-alone": z.number(),
    }),
    begun: z.object({ by: z.string(), reason: z.string(), atMs: z.number() }).nullable(),
    stop: z
      .object({
        kind: z.enum(["person", "canary-failed", "new-error", "same-error"]),
        atMs: z.number(),
        by: z.string().optional(),
        code: z.string().optional(),
        meaning: z.string().optional(),
        billNo: z.string().optional(),
        text: z.string().optional(),
      })
      .nullable(),
    canariesLeft: z.number(),
    waitsFor: z.enum(["new-bills"]).nullable().describe("What holds the next portion back for now"),
    endedMs: z.number().nullable(),
  })
  .meta({ id: "BulkAct" });

/** All that match; without any filter every case of the scheme. */
export const countBody = z.object({ scheme: schemeName, filter, mapping, requestId }).meta({ id: "BulkCountRequest" });

const canary = z.number().int().min(1).max(5).describe("How many unlike ones are tried first");

export const beginBody = z
  .object({ reason: z.string().trim().min(1).max(500), canary, requestId })
  .meta({ id: "BulkBeginRequest" });

export const stopBody = z.object({ requestId }).meta({ id: "BulkStopRequest" });

export const bulkParams = z.object({ id: z.string().min(1).max(40) });

export const bulkAnswer = z
  .object({ asOf, act: bulkAct, isChanged: z.boolean().describe("False where it was so already") })
  .meta({ id: "BulkAnswer" });

export const bulkActsQuery = z.object({ scheme: schemeName.optional() });

export const bulkActsAnswer = z.object({ asOf, items: many(bulkAct) }).meta({ id: "BulkActsAnswer" });

export const bulkItemsQuery = z.object({ outcome: outcome.optional(), cursor: cursor.optional(), limit });

export const bulkExportQuery = z.object({ outcome: outcome.optional(), ...exportQuery });

const bulkItem = z
  .object({
    caseId: z.string(),
    billNo: z.string(),
    code: z.string().describe("Why it waited"),
    isCanary: z.boolean(),
    outcome,
    endCode: z.string().nullable().describe("With which code it waits again"),
    text: z.string(),
  })
  .meta({ id: "BulkItem" });

export const bulkItemsAnswer = z.object({ asOf, items: many(bulkItem), next }).meta({ id: "BulkItemsAnswer" });
