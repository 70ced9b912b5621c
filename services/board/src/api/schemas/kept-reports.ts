import { DIFFERENCE_KINDS, reconcileResult } from "@billferry/contracts";
import { z } from "zod";

import { exportQuery } from "../../export/export-rows.ts";
import { asOf, many, schemeName } from "./common.ts";

const count = z.number().int();
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .describe("Of Kingdee's calendar");

const summary = z
  .object({
    scheme: schemeName,
    day,
    madeAtMs: z.number(),
    keptUntilMs: z.number().describe("From then on it is gone"),
    bills: count,
    expected: count,
    matched: count,
    accepted: count,
    differences: z.partialRecord(z.enum(DIFFERENCE_KINDS), count),
  })
  .meta({ id: "KeptReport" });

export const keptReportsQuery = z.object({ scheme: schemeName.optional() });
export const keptReportParams = z.object({ scheme: schemeName, day });
export const keptReportExportQuery = z.object({
  part: z.enum(["findings", "goods"]).default("findings"),
  ...exportQuery,
});

export const keptReportsAnswer = z
  .object({ asOf, items: many(summary).describe("The newest day first") })
  .meta({ id: "KeptReportsAnswer" });

export const keptReportAnswer = z
  .object({
    asOf,
    summary,
    result: reconcileResult.extend({ kind: z.literal("reconcile") }).meta({ id: "KeptResult" }),
  })
  .meta({ id: "KeptReportAnswer" });
