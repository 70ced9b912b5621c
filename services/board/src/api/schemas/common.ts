import { z } from "zod";

import { ROLES } from "@billferry/people/roles";

/*
 * The shapes of /api/v1, as the OpenAPI document tells them. Numbers of bills, codes, quantities and amounts are
 * strings; a time is epoch milliseconds where its name ends in Ms, else Kingdee's own text (+08:00). What is not told
 * here never leaves the server: an answer is made from its schema.
 */

export const asOf = z.number().describe("When this was read: epoch ms by Redis' clock");

/** A list in an answer. */
export function many<Item extends z.ZodType>(item: Item) {
  return z.array(item).readonly();
}

export const schemeName = z.string().min(1).max(100).describe("The scheme's name");

export const shownState = z
  .enum(["disputed", "held", "underway", "delivered", "excluded", "withdrawn"])
  .meta({ id: "ShownState" })
  .describe("How a bill stands, as a person is told");

export const stageName = z.enum(["extract", "sweep", "transform", "load"]).meta({ id: "StageName" });

export const pausableStage = z
  .enum(["extract", "transform", "load"])
  .meta({ id: "PausableStage" })
  .describe("What a person can pause; extract has its sweeps with it");

export const role = z.enum(ROLES).meta({ id: "Role" });

export const owner = z
  .enum(["it", "master-data", "warehouse", "finance", "vendor"])
  .meta({ id: "Owner" })
  .describe("Who can mend it");

export const difference = z
  .object({ specNo: z.string(), wanted: z.string(), present: z.string() })
  .meta({ id: "Difference" });

export const cursor = z.string().max(2_000).describe("Where the page before ended: its `next`");
export const next = cursor.nullable().describe("Null where this was the last page");
export const limit = z.coerce.number().int().min(1).max(100).default(50);

/** Minted by the page when its form opens: a second press of it is answered with the first outcome. */
export const requestId = z
  .string()
  .regex(/^[\w-]{8,64}$/)
  .describe("Minted once per form; a repeat of it is answered with the first outcome (for a day)");

export const apiError = z
  .object({
    code: z.string().describe("For programs"),
    message: z.string().describe("For people, in the language of the reader"),
    remedy: z.string().optional().describe("What can be done about it"),
  })
  .meta({ id: "ApiError" });

/** The answers of a route: its own, and errors in one form. */
export function answers<Body extends z.ZodType>(body: Body) {
  return { 200: body, "4xx": apiError, "5xx": apiError };
}
