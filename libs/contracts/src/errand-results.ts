import { z } from "zod";

/* What came of an errand, by its kind. What is not told here is not kept; long lists are cut, and say by how much. */

const count = z.number().int();

/** How an order, or a bill of which none can be made, differs between both ends. */
export const DIFFERENCE_KINDS = [
  "missing",
  "different",
  "stale",
  "cancelled",
  "not-audited",
  "extra",
  "refused",
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];
/** What lines carry and a scheme does not use, and in how many bills. */
export const unusedInBills = z.object({ label: z.string(), bills: count, examples: z.array(z.string()) });
const difference = z.object({ specNo: z.string(), wanted: z.string(), present: z.string() });

/** Both ends compared; the longest lists are cut, and say by how much. */
export const reconcileResult = z.object({
  from: z.string(),
  to: z.string(),
  bills: count,
  excluded: count,
  expected: count,
  matched: count,
  accepted: count,
  findings: z.array(
    z.object({
      kind: z.enum(DIFFERENCE_KINDS),
      billNo: z.string(),
      outerNo: z.string(),
      stockoutNos: z.array(z.string()),
      warehouseNo: z.string(),
      why: z.string(),
      text: z.string(),
      differences: z.array(difference),
    }),
  ),
  findingsLeftOut: count,
  /** Of all findings, those left out too; what an older clerk has left has none. */
  counts: z.partialRecord(z.enum(DIFFERENCE_KINDS), count).optional(),
  days: z.array(z.object({ day: z.string(), bills: count, expected: count, matched: count, differences: count })),
  goods: z.array(
    z.object({
      warehouseNo: z.string(),
      specNo: z.string(),
      wanted: z.string(),
      present: z.string(),
      delta: z.string(),
    }),
  ),
  goodsLeftOut: count,
  ofOtherSchemes: z.array(z.object({ scheme: z.string(), documents: count })),
  foreign: count,
  unused: z.array(unusedInBills),
});

export type ReconcileResult = z.infer<typeof reconcileResult>;

/** How an order of a bill stands in Wangdiantong now, against what Kingdee asks for now. */
const ORDER_VERDICTS = [
  "same",
  "different",
  "not-audited",
  "cancelled",
  /** It was pushed, and is not to be found. */
  "missing",
  /** It was never pushed: nothing was asked. */
  "not-sent",
  /** It is there, and Kingdee does not ask for it. */
  "extra",
] as const;

export const compareResult = z.object({
  /** Of this number in Kingdee; empty where it has none, or does not show it. */
  bills: z.array(
    z.object({
      billId: z.string(),
      billNo: z.string(),
      approvedAt: z.string(),
      /** Why it would not be read as it is now, or why nothing can be made of it; null where neither is so. */
      why: z.string().nullable(),
      /** Whether Kingdee's content is what was read last; null where it was never read. */
      isAsRead: z.boolean().nullable(),
    }),
  ),
  orders: z.array(
    z.object({
      outerNo: z.string(),
      verdict: z.enum(ORDER_VERDICTS),
      stockoutNos: z.array(z.string()),
      text: z.string(),
      differences: z.array(difference),
    }),
  ),
});

export type CompareResult = z.infer<typeof compareResult>;
export type ComparedOrder = CompareResult["orders"][number];

const text = z.object({ zh: z.string(), en: z.string() });

/** The doctor's report. */
export const checkResult = z.object({
  checks: z.array(
    z.object({
      id: z.string(),
      side: z.enum(["scheme", "redis", "kingdee", "wangdiantong"]),
      severity: z.enum(["green", "yellow", "red", "skipped"]),
      title: text,
      found: text,
      remedy: text.nullable(),
    }),
  ),
});

export type CheckResult = z.infer<typeof checkResult>;

/** A bill as Kingdee has it, beside what the scheme makes of it; personal cells are covered, long ones are cut. */
export const previewResult = z.object({
  bills: z.array(
    z.object({
      billId: z.string(),
      billNo: z.string(),
      approvedAt: z.string(),
      unread: z.string().nullable(),
      /** Kingdee's names of what is filled, and what people call it. */
      fields: z.array(z.object({ name: z.string(), label: z.string() })),
      rows: z.array(z.array(z.string().nullable())),
      rowsLeftOut: count,
      outcome: z.enum(["ordered", "excluded", "refused"]),
      /** Why it is excluded, or what is wrong with it. */
      reasons: z.array(z.string()),
      /** Lines that take no part, each with the rule that says so. */
      skipped: z.array(z.object({ seq: z.string(), rule: z.string() })),
      orders: z.array(
        z.object({
          outerNo: z.string(),
          notes: z.array(z.string()),
          values: z.array(
            z.object({
              /** `warehouse_no`, `detail_list[0].num`. */
              place: z.string(),
              label: z.string(),
              value: z.string(),
              /** The scheme's own words; empty for what the program sets. */
              rule: z.string(),
              table: z.string().nullable(),
              lines: z.array(z.string()),
            }),
          ),
          valuesLeftOut: count,
        }),
      ),
    }),
  ),
});

export type PreviewResult = z.infer<typeof previewResult>;

/** Codes that Wangdiantong has. */
export const codesResult = z.object({
  codes: z.array(
    z.object({
      code: z.string(),
      /** What Wangdiantong calls it; left out where it does not say. */
      name: z.string().optional(),
      /** Outsourced warehouses are refused by pushes; unknown: asked for, and not there. */
      state: z.enum(["usable", "disabled", "outsourced", "unknown"]),
    }),
  ),
  /** False where there are more than were asked for. */
  isWhole: z.boolean(),
});

export type CodesResult = z.infer<typeof codesResult>;

/** What became of a correction. */
export const correctResult = z.object({
  outcome: z.enum(["corrected", "planned", "refused", "changed", "busy", "not-a-case"]),
  outerNo: z.string().nullable(),
  warehouseNo: z.string().nullable(),
  lines: z.array(z.object({ specNo: z.string(), quantity: z.string() })),
  /** What is pushed, parameter by parameter; what may name a person is covered. */
  values: z.array(z.object({ place: z.string(), label: z.string(), value: z.string() })),
  valuesLeftOut: count,
  reasons: z.array(z.string()),
});

export type CorrectResult = z.infer<typeof correctResult>;
