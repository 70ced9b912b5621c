import { z } from "zod";

import type { Cell } from "./kingdee-fields.ts";
import { TARGET_NAMES } from "./target-interface.ts";
import { issuesOfOrder, type TargetOrder } from "./target-order.ts";

/** The payload of every job. Services meet only here; a payload that does not parse is held, never guessed at. */

const contentHash = z.string().regex(/^[0-9a-f]{32}$/, "应为 32 位十六进制摘要");
const schemeRef = { scheme: z.string().min(1), schemeVersion: z.string().min(1) };

/** "Read the next window of this scheme"; the window itself is worked out when the job runs. */
export const extractJob = z.strictObject({
  scheme: z.string().min(1),
  /** Somebody asks for these above all: they are looked up and read whole, whatever is known of them. */
  billNos: z.array(z.string().min(1)).max(100).optional(),
});

/** A bill can have a million cells: they are looked at, and neither copied nor wrapped one by one. */
const rows = z.custom<Cell[][]>((value) => Array.isArray(value) && value.length > 0 && value.every(isRow), {
  error: "应为至少一行,每格是文本、真假或空",
});

function isRow(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((cell) => typeof cell === "string" || typeof cell === "boolean" || cell === null)
  );
}

/** "Read a stretch of the past again." `depthMs` counts back from Kingdee's now; `manual`: a person asked. */
export const sweepJob = z.strictObject({
  scheme: z.string().min(1),
  name: z.enum(["hourly", "nightly", "manual"]),
  depthMs: z.number().int().positive(),
});

/** One bill: its raw rows as received, the field list once. Numbers are the raw text of the answer. */
export const transformJob = z
  .strictObject({
    ...schemeRef,
    /** Kingdee's internal id of the bill (`FID`). */
    billId: z.string().min(1),
    billNo: z.string().min(1),
    /** `FApproveDate` as Kingdee writes it. */
    approvedAt: z.string().min(1),
    contentHash,
    /** How often the bill's content has changed; part of the job's id, so that content that comes back is new work. */
    revision: z.number().int().positive(),
    /** The bill is as it was known, and only the scheme is another one: what was delivered is left alone. */
    isRemapped: z.boolean().optional(),
    /** `retry`: somebody asked, or its job was gone; what failed is tried again though its content is the same. */
    anew: z.enum(["mapping", "retry"]).optional(),
    /** Names as in the user's document (`FStockID_FNumber`), in the order of the cells. */
    fields: z.array(z.string().min(1)).min(1),
    rows,
  })
  .refine((job) => job.rows.every((row) => row.length === job.fields.length), {
    error: "每行的单元格数应与字段数一致",
    path: ["rows"],
  });

/** One order, ready to push. */
export const loadJob = z
  .strictObject({
    ...schemeRef,
    /** The interface that the order is pushed by; jobs of the first version carried none. */
    target: z.enum(TARGET_NAMES).default("stockout_order_push"),
    billId: z.string().min(1),
    billNo: z.string().min(1),
    /** Hash of `order`: what the ledger compares to see a change. */
    contentHash,
    /** As of the transform job: part of the job's id. */
    revision: z.number().int().positive(),
    /** Set for a correction that a person decided on: the order whose bill changed after delivery. */
    corrects: z.string().min(1).optional(),
    order: z.custom<TargetOrder>((value) => typeof value === "object" && value !== null),
    /** What the mapping had to do beyond copying (a rounded price, a shortened text): shown, never silent. */
    notes: z.array(z.string()),
  })
  .superRefine((job, context) => {
    for (const issue of issuesOfOrder(job.target, job.order))
      context.addIssue({ ...issue, code: "custom", path: ["order", ...issue.path] });
  });

export type SweepJob = z.infer<typeof sweepJob>;
export type TransformJob = z.infer<typeof transformJob>;
export type LoadJob = z.infer<typeof loadJob>;
