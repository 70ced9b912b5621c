import { CLASS_WORDS, type FaultClass } from "@billferry/contracts";
import { z } from "zod";

import { exportQuery } from "../../export/export-rows.ts";
import { asOf, cursor, difference, limit, many, next, requestId, schemeName, shownState, stageName } from "./common.ts";

const FAULT_CLASSES = Object.keys(CLASS_WORDS) as [FaultClass, ...FaultClass[]];

const billFilters = {
  q: z
    .string()
    .max(12_000)
    .optional()
    .describe("A number or its beginning or end; many, apart by blanks, commas, lines"),
  state: shownState.optional(),
  scheme: schemeName.optional(),
  day: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional()
    .describe('Approved on this day of Kingdee\'s (+08:00), "2026-11-23"'),
  days: z.coerce
    .number()
    .int()
    .min(1)
    .max(92)
    .optional()
    .describe("Approved in so many last days, today among them; `day` goes before; with `sku` alone it is 7"),
  warehouse: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .describe("A warehouse code of Wangdiantong's or Kingdee's, whole; looked for in order numbers and kept content"),
  class: z.enum(FAULT_CLASSES).optional().describe("The class of a case that the bill or an order of it is"),
  sku: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .describe("A code of goods, whole; looked for in the content that is kept for STORY_DAYS"),
};

export const billsQuery = z.object({ ...billFilters, cursor: cursor.optional(), limit });

export const billsExportQuery = z.object({ ...billFilters, ...exportQuery });

const listedBill = z
  .object({
    scheme: schemeName,
    billId: z.string(),
    billNo: z.string(),
    state: shownState,
    approvedAt: z.string().optional().describe("Kingdee time, +08:00"),
    orders: z.number(),
    reason: z.string().optional(),
  })
  .meta({ id: "ListedBill" });

export const billsAnswer = z
  .object({
    asOf,
    items: many(listedBill).describe("A page may be short, or empty, and go on all the same: `next` says so"),
    next,
    note: z.string().optional().describe("What was looked at, and what was not: numbers not found, a search cut short"),
  })
  .meta({ id: "BillsAnswer" });

const bill = z
  .object({
    billId: z.string(),
    billNo: z.string(),
    state: z.string().describe("As the ledger has it"),
    shownState,
    approvedAt: z.string(),
    readAtMs: z.number().nullable(),
    revision: z.number(),
    orders: many(z.string()),
    earlierNumbers: many(z.string()),
    hasOwnKeys: z.boolean(),
    hold: z
      .object({ by: z.string(), note: z.string(), atMs: z.number() })
      .nullable()
      .describe("Who holds it back, and why: until it is released nothing of it is pushed"),
    reason: z.string(),
  })
  .meta({ id: "TracedBill" });

const order = z
  .object({
    outerNo: z.string(),
    billId: z.string(),
    state: z.string(),
    stockoutNo: z.string().nullable(),
    proof: z.string().nullable().describe("What shows that it is there"),
    revision: z.number(),
    pushes: z.number(),
    firstPushAtMs: z.number().nullable(),
    deliveredAtMs: z.number().nullable(),
    reason: z.string(),
    code: z.string().nullable(),
    corrections: many(z.string()),
    doubt: z.string().nullable(),
    caseId: z.string().nullable().describe("Where it waits for a person"),
  })
  .meta({ id: "TracedOrder" });

const event = z
  .object({
    atMs: z.number(),
    event: z.string(),
    outerNo: z.string().optional(),
    text: z.string(),
    by: z.string().optional().describe("The person, where one decided"),
  })
  .meta({ id: "BillEvent" });

const job = z
  .object({
    queue: stageName,
    id: z.string(),
    state: z.string(),
    attempts: z.number(),
    reason: z.string(),
    href: z.string().describe("The job in Bull Board"),
  })
  .meta({ id: "TracedJob" });

const trace = z
  .object({
    scheme: schemeName,
    bills: many(bill),
    orders: many(order),
    history: many(event),
    jobs: many(job),
    differences: many(difference).optional(),
  })
  .meta({ id: "BillTrace" });

export const billParams = z.object({ number: z.string().min(1).max(500) });
export const billAnswer = z.object({ asOf, asked: z.string(), bills: many(trace) }).meta({ id: "BillAnswer" });

export const holdBody = z
  .object({ scheme: schemeName, reason: z.string().trim().min(1).max(500), requestId })
  .meta({ id: "HoldRequest" });

const HOLD_OUTCOMES = ["held", "released", "unchanged", "not-held", "nothing-left"] as const;

export const holdAnswer = z
  .object({
    asOf,
    bills: many(
      z.object({
        billNo: z.string(),
        outcome: z
          .enum(HOLD_OUTCOMES)
          .describe("unchanged: held back before; not-held: nothing to let go; nothing-left: all of it is delivered"),
        pushing: many(z.string()).describe(
          "Outer numbers that are being pushed at this moment: these may still arrive",
        ),
        hold: z
          .object({ by: z.string(), note: z.string(), atMs: z.number() })
          .nullable()
          .describe("Of one held before"),
      }),
    ),
  })
  .meta({ id: "HoldAnswer" });
