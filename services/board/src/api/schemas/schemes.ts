import { z } from "zod";

import { asOf, many, schemeName } from "./common.ts";

const parameter = z
  .object({
    level: z.enum(["order", "line"]).describe("Of the order's head, or of each of its lines"),
    name: z.string().describe("As Wangdiantong calls it"),
    label: z.string(),
    type: z.enum(["text", "prose", "decimal", "flag", "whole", "date", "list"]),
    maxLength: z.number().nullable().describe("In characters"),
    isNeeded: z.boolean(),
    rule: z.string().nullable().describe("The scheme's own words; null where it does not use the parameter"),
    table: z.string().nullable().describe("The code table that is asked"),
  })
  .meta({ id: "SchemeParameter" });

const content = z
  .object({
    form: z.string().describe("Kingdee's form"),
    filter: z.string(),
    target: z.object({ name: z.string(), title: z.string() }),
    accounts: z.object({ kingdee: z.string(), wangdiantong: z.string() }),
    only: many(z.string()).describe("Conditions that a bill has to meet, all of them"),
    excluded: many(z.string()).describe("Conditions of which none may be met"),
    excludedLines: many(z.string()),
    quantity: z.string().describe("Kingdee's field"),
    groupBy: many(z.object({ name: z.string(), label: z.string() })).describe("What makes one order"),
    parameters: many(parameter),
    tables: many(z.object({ name: z.string(), file: z.string(), rows: z.number() })),
  })
  .meta({ id: "SchemeContent" });

export const schemesAnswer = z
  .object({
    asOf,
    items: many(
      z
        .object({
          scheme: schemeName,
          title: z.string(),
          version: z.string().nullable().describe("Of the files as they are now; null where they cannot be loaded"),
          runningVersion: z.string().nullable().describe("What the transformers work by"),
          content: content.nullable().describe("Null where the files are broken: the findings say why"),
          findings: many(
            z.object({
              severity: z.enum(["error", "warning", "hint"]),
              file: z.string(),
              line: z.number().describe("0: of no line"),
              text: z.string(),
              remedy: z.string(),
            }),
          ),
        })
        .meta({ id: "SchemeListed" }),
    ),
    others: many(schemeName).describe("Those in the folder that do not run"),
  })
  .meta({ id: "SchemesAnswer" });
