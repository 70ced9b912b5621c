import { z } from "zod";

import { previewResult, unusedInBills } from "./errand-results.ts";

/* What comes of the errands from which a scheme is drafted. */

const text = z.object({ zh: z.string(), en: z.string() });

/** What a form of Kingdee has, as its account tells it. */
export const fieldsResult = z.object({
  form: z.string(),
  title: z.string(),
  /** A scheme that is drafted from it is for these. */
  accounts: z.object({ kingdee: z.string(), wangdiantong: z.string() }),
  fields: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      /** As the server calls it: `BaseDataField`. */
      type: z.string(),
      /** The entity that it stands in: `FBillHead`. */
      entity: z.string(),
    }),
  ),
});

export type FieldsResult = z.infer<typeof fieldsResult>;

/** A draft as a person goes through it: every parameter with its documentation, and what is wrong or left out. */
export const draftView = z.object({
  name: z.string(),
  title: z.string(),
  /** The file that it would be. */
  text: z.string(),
  /** Fields that it can use, by the names that schemes write. */
  fields: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      level: z.enum(["head", "finance", "entry"]),
      type: z.enum(["text", "code", "decimal", "date", "boolean", "enum", "id"]),
    }),
  ),
  parameters: z.array(
    z.object({
      /** `line.batch_no`. */
      place: z.string(),
      level: z.enum(["order", "line"]),
      name: z.string(),
      label: z.string(),
      meaning: text,
      /** What it takes: form and limits. */
      form: text,
      isNeeded: z.boolean(),
      /** Worked out from the others: nothing to choose. */
      isFixed: z.boolean(),
      example: z.string(),
      /** A field's name or a text; null where the draft leaves the parameter out. */
      choice: z.string().nullable(),
      /** What people call the field that was chosen; null for a text. */
      fieldLabel: z.string().nullable(),
    }),
  ),
  /** What is to be chosen by a person. */
  missing: z.array(text),
  /** What bills may carry and the draft leaves out. */
  leftOut: z.array(text),
  findings: z.array(
    z.object({
      severity: z.enum(["error", "warning", "hint"]),
      line: z.number().int(),
      text: z.string(),
      remedy: z.string(),
    }),
  ),
  /** A file of that name is there already, and is never written over. */
  isTaken: z.boolean(),
});

export type DraftView = z.infer<typeof draftView>;

/** Whether it can be tried, and then saved. */
export function isDraftSound({ missing, findings, isTaken }: DraftView): boolean {
  return missing.length === 0 && !isTaken && findings.every(({ severity }) => severity !== "error");
}

/** The draft, and what it makes of the newest bills that Kingdee has; none were tried where it is not sound. */
export const draftResult = z.object({
  draft: draftView,
  bills: previewResult.shape.bills,
  /** What lines of these bills carry and the draft does not use. */
  unused: z.array(unusedInBills),
});

export type DraftResult = z.infer<typeof draftResult>;
