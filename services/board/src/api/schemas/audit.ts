import { z } from "zod";

import { exportQuery } from "../../export/export-rows.ts";
import { asOf, cursor, limit, many, next, schemeName } from "./common.ts";

const auditFilters = {
  by: z.string().max(200).optional().describe("A part of the person's name"),
  act: z.string().max(50).optional().describe("As `act` of an item"),
  via: z.enum(["console", "queues", "command", "api"]).optional(),
  scheme: schemeName.optional(),
  bill: z.string().max(200).optional().describe("A whole number: of a bill, an order, a job, a table, a user"),
  from: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional()
    .describe("First day, +08:00"),
  to: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional()
    .describe("Last day, +08:00"),
};

export const auditQuery = z.object({ ...auditFilters, cursor: cursor.optional(), limit });

export const auditExportQuery = z.object({ ...auditFilters, ...exportQuery });

const facts = z.record(z.string(), z.unknown()).describe("What is known of the thing, named fact by fact");

const recordedAct = z
  .object({
    id: z.string(),
    seq: z.number().nullable().describe("Its number in the record; null while it waits to be written to a file"),
    atMs: z.number(),
    by: z.string(),
    via: z.enum(["console", "queues", "command", "api"]),
    role: z.string().optional(),
    act: z.string(),
    scheme: z.string().optional(),
    reason: z.string().optional().describe("Numbers of telephones and addresses of mail are covered for viewers"),
    subjects: many(z.object({ kind: z.string(), id: z.string() })),
    more: z.number().optional().describe("How many more there were, not named"),
    before: facts.optional(),
    after: facts.optional(),
    result: z
      .enum(["done", "failed", "unknown"])
      .describe("unknown: under way, or broken off; nothing tells of its end"),
    error: z.string().optional(),
    endedAtMs: z.number().optional(),
  })
  .meta({ id: "RecordedAct" });

export const auditAnswer = z
  .object({
    asOf,
    items: many(recordedAct),
    next,
    head: z
      .object({ seq: z.number(), hash: z.string() })
      .nullable()
      .describe("Where the chain ends: noted elsewhere, it proves later that nothing was changed or cut off"),
    trouble: z.string().nullable().describe("Why nothing is written to files now; null where all is well"),
  })
  .meta({ id: "AuditAnswer" });
