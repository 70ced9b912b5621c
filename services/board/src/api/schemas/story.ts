import { z } from "zod";

import { asOf, many, schemeName } from "./common.ts";

export const storyQuery = z.object({ scheme: schemeName, billId: z.string().min(1).max(100) });

const source = z
  .object({
    rule: z.string().describe("The scheme's own words"),
    fields: many(z.string()),
    table: z.string().optional().describe("The code table that was asked"),
    lines: many(z.string()).optional().describe("Numbers of the bill's lines that it stands for"),
  })
  .meta({ id: "ValueSource" });

const value = z
  .object({ place: z.string(), label: z.string(), value: z.string(), source: source.nullable() })
  .meta({ id: "ToldValue" });

const edit = z
  .object({
    by: z.string(),
    note: z.string(),
    atMs: z.number(),
    isPresent: z.boolean().describe("Whether it is of this content; else the bill has changed since, and it is none"),
    changes: many(z.object({ place: z.string(), before: z.string(), value: z.string() })),
  })
  .meta({ id: "ToldEdit" })
  .describe("What a person has changed, beside what the mapping made of it");

const story = z
  .object({
    schemeVersion: z.string().describe("Of scheme and code tables by which the bill was turned"),
    isPresent: z.boolean().describe("Whether these are the ones of now; else the rules told are those of now"),
    revision: z.number(),
    restMs: z.number().describe("How long it will be kept yet"),
    fields: many(z.object({ name: z.string(), label: z.string() })),
    rows: many(many(z.union([z.string(), z.boolean(), z.null()]))).describe(
      "As Kingdee gave them; personal cells covered",
    ),
    orders: many(
      z.object({ outerNo: z.string(), notes: many(z.string()), values: many(value), edit: edit.nullable() }),
    ),
  })
  .meta({ id: "BillStory" });

const attempt = z
  .object({
    outerNo: z.string(),
    atMs: z.number(),
    status: z.number().nullable().describe("Of HTTP; null where no answer came"),
    answer: z.string().describe("The answer's own text, or why none came; covered where it reaches a person"),
    request: z.string().nullable().describe("The order as it was sent, as JSON; null where it is not kept any more"),
  })
  .meta({ id: "PushAttempt" });

export const storyAnswer = z
  .object({
    asOf,
    attempts: many(attempt).describe(
      "Its pushes, the oldest first; of those of a day that came to nothing the last five",
    ),
    story: story.nullable().describe("Null where nothing is kept, or no longer"),
  })
  .meta({ id: "StoryAnswer" });
