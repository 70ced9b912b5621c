import {
  checkResult,
  codesResult,
  compareResult,
  correctResult,
  draftResult,
  errand as asked,
  fieldsResult,
  previewResult,
  reconcileResult,
} from "@billferry/contracts";
import { z } from "zod";

import { exportQuery } from "../../export/export-rows.ts";
import { asOf, many, requestId, schemeName } from "./common.ts";

const errand = asked.meta({ id: "Errand" });
const errandId = z.string().min(1).max(250).describe("As the answer to the asking told it");
const kind = z.enum(asked.options.map(({ shape }) => shape.kind.value)).meta({ id: "ErrandKind" });

const clerks = z
  .number()
  .nullable()
  .describe("Processes that do errands of this scheme; 0: none, so it waits; null where Redis does not tell");

export const askBody = z.object({ errand, requestId }).meta({ id: "ErrandRequest" });

export const askAnswer = z
  .object({
    asOf,
    id: errandId,
    isShared: z.boolean().describe("The same errand was under way already, asked for by somebody else or before"),
    clerks,
  })
  .meta({ id: "ErrandAsked" });

const standing = {
  id: errandId,
  errand,
  by: z.string().describe("Who asked"),
  state: z.enum(["waiting", "active", "done", "failed", "cancelled"]).meta({ id: "ErrandState" }),
  askedAtMs: z.number(),
  startedAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
  progress: z.string().nullable().describe("What is being done right now, in the language of the reader"),
  problem: z.object({ code: z.string(), text: z.string() }).nullable().describe("Why it could not be done"),
};

const result = z
  .discriminatedUnion("kind", [
    reconcileResult.extend({ kind: z.literal("reconcile") }).meta({ id: "ReconcileResult" }),
    compareResult.extend({ kind: z.literal("compare-bill") }).meta({ id: "CompareResult" }),
    previewResult.extend({ kind: z.literal("preview-bill") }).meta({ id: "PreviewResult" }),
    checkResult.extend({ kind: z.literal("check") }).meta({ id: "CheckResult" }),
    codesResult.extend({ kind: z.literal("list-codes") }).meta({ id: "CodesResult" }),
    fieldsResult.extend({ kind: z.literal("list-fields") }).meta({ id: "FieldsResult" }),
    draftResult.extend({ kind: z.literal("draft-scheme") }).meta({ id: "DraftResult" }),
    correctResult.extend({ kind: z.literal("correct") }).meta({ id: "CorrectResult" }),
  ])
  .meta({ id: "ErrandResult" });

export const errandParams = z.object({ id: errandId });
export const errandsQuery = z.object({ scheme: schemeName.optional(), kind: kind.optional() });

export const errandExportQuery = z.object({ part: z.enum(["findings", "goods"]).default("findings"), ...exportQuery });

export const errandAnswer = z
  .object({ asOf, ...standing, result: result.nullable(), clerks })
  .meta({ id: "ErrandAnswer" });

export const errandsAnswer = z
  .object({
    asOf,
    items: many(z.object(standing).meta({ id: "ErrandListed" })).describe("The newest first, of one day"),
    clerks: many(z.object({ scheme: schemeName, clerks })),
  })
  .meta({ id: "ErrandsAnswer" });

export const cancelBody = z.object({ requestId }).meta({ id: "ErrandCancelRequest" });
export const cancelAnswer = z
  .object({ asOf, id: errandId, isEnding: z.boolean().describe("False where it had ended already") })
  .meta({ id: "ErrandCancelled" });
