import { z } from "zod";

import { exportQuery } from "../../export/export-rows.ts";
import { asOf, cursor, difference, limit, many, next, owner, requestId, schemeName } from "./common.ts";

const amount = z.string().nullable().describe("Null where no amount is known");

const gap = z
  .object({
    kind: z.enum(["table", "target"]).describe("Missing in a table of the scheme, or unknown to Wangdiantong"),
    subject: z.string(),
    code: z.string(),
  })
  .meta({ id: "Gap" });

const caseGroup = z
  .object({
    scheme: schemeName,
    code: z.string(),
    faultClass: z.string(),
    meaning: z.string(),
    owner,
    remedy: z.string(),
    gap: gap.optional(),
    bills: z.number(),
    orders: z.number(),
    oldestMs: z.number(),
    amount,
  })
  .meta({ id: "CaseGroup" });

export const casesQuery = z.object({ scheme: schemeName.optional() });

export const casesAnswer = z
  .object({
    asOf,
    total: z.object({ bills: z.number(), orders: z.number(), amount }),
    groups: many(caseGroup),
  })
  .meta({ id: "CasesAnswer" });

/** One group's, or all of a code, or all. */
const caseFilters = {
  scheme: schemeName.optional(),
  code: z.string().max(100).optional(),
  gap: z.string().max(500).optional().describe('A missing code: "subject/code"'),
};

export const caseItemsQuery = z.object({
  ...caseFilters,
  billId: z.string().min(1).max(100).optional().describe("Of one bill alone"),
  cursor: cursor.optional(),
  limit,
});

export const casesExportQuery = z.object({ ...caseFilters, ...exportQuery });

const caseItem = z
  .object({
    scheme: schemeName,
    caseId: z.string(),
    kind: z.enum(["bill", "order"]),
    id: z.string(),
    billId: z.string(),
    billNo: z.string(),
    code: z.string(),
    faultClass: z.string().describe('"after-delivery": it has arrived, and is settled; it is never pushed anew'),
    owner,
    reason: z.string(),
    remedy: z.string(),
    sinceMs: z.number(),
    differences: many(difference),
    version: z.string().describe("Of the content that is shown; an act sends it back"),
  })
  .meta({ id: "CaseItem" });

export const caseItemsAnswer = z.object({ asOf, items: many(caseItem), next }).meta({ id: "CaseItemsAnswer" });

const caseId = z.string().min(1).max(500).describe('"bill:FID" or "order:OUTER_NO"');

export const retryBody = z
  .object({ scheme: schemeName, caseIds: z.array(caseId).min(1).max(100), requestId })
  .meta({ id: "RetryRequest" });

export const retryAnswer = z
  .object({
    asOf,
    items: many(
      z.object({
        caseId: z.string(),
        outcome: z
          .enum(["retried", "underway", "left-alone", "not-found"])
          .describe("underway: on its way already, by itself or because somebody else has pressed"),
        text: z.string().optional(),
      }),
    ),
  })
  .meta({ id: "RetryAnswer" });

export const acceptBody = z
  .object({
    scheme: schemeName,
    caseId,
    note: z.string().trim().min(1).max(500),
    version: z.string().max(200).optional().describe("As it was shown; left out: whatever it is now"),
    requestId,
  })
  .meta({ id: "AcceptRequest" });

export const acceptAnswer = z.object({ asOf, caseId: z.string(), outcome: z.literal("accepted") }).meta({
  id: "AcceptAnswer",
});
