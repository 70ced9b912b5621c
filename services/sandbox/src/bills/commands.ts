import { parseDecimal } from "@billferry/contracts";
import { z } from "zod";

import { CARRIERS, SKUS, STOCKS } from "./catalogue.ts";

/** What the commands on bills may say. */

const amount = z.string().refine((text) => parseDecimal(text) !== undefined, { error: "expected a decimal" });

export const newLine = z.strictObject({
  sku: z.string().default(SKUS[0]?.code ?? ""),
  stock: z.string().default(STOCKS[0]?.code ?? ""),
  quantity: amount.default("1"),
  taxPrice: amount.default("10"),
  lot: z.string().nullable().default(null),
  auxiliary: z.string().nullable().default(null),
  rowType: z.enum(["Standard", "Parent", "Son"]).default("Standard"),
  isFree: z.boolean().default(false),
  note: z.string().default(""),
});

export const newBill = z.strictObject({
  billNo: z.string().min(1).optional(),
  /** An id that no bill has (any more): a data centre that was restored gives one out again. */
  id: z.number().int().positive().optional(),
  carrier: z
    .string()
    .nullable()
    .default(CARRIERS[0]?.code ?? null),
  carriageNo: z.string().default(""),
  channel: z.string().default(""),
  note: z.string().default(""),
  /** Who receives it. */
  receiver: z
    .strictObject({
      name: z.string().default("测试收货人"),
      mobile: z.string().default("19900000000"),
      address: z.string().default("示例路1号"),
    })
    .prefault({}),
  extras: z.record(z.string(), z.string()).default({}),
  lines: z.array(newLine).min(1).optional(),
  /** Without `lines`: how many to make, each with another SKU of one warehouse as far as the catalogue reaches. */
  lineCount: z.number().int().min(1).max(20_000).default(1),
});

export const auditOptions = z.strictObject({
  /** Overrides the setting: how long after its approve date the bill becomes visible. */
  commitDelayMs: z.number().int().nonnegative().optional(),
  /** Kingdee's local time; the server's now if left out. */
  approvedAt: z.string().optional(),
});

export const remakeOptions = z.strictObject({
  /** With the first quantity grown by one, instead of the same content. */
  isChanged: z.boolean().default(false),
});

export const renumberOptions = z.strictObject({ billNo: z.string().min(1) });

export const editOptions = z.strictObject({
  /** Without it only a bill that is not approved can be edited; with it: unapprove, edit, approve again. */
  reaudit: z.boolean().default(false),
  lines: z
    .array(z.strictObject({ seq: z.number().int(), quantity: amount.optional(), taxPrice: amount.optional() }))
    .optional(),
  note: z.string().optional(),
});

export const generateRequest = z.strictObject({
  count: z.number().int().min(0).max(1_000_000),
  seed: z.number().int().default(1),
  unknownSkus: z.number().int().nonnegative().default(0),
  spreadMs: z.number().int().nonnegative().exactOptional(),
  endsAgoMs: z.number().int().nonnegative().exactOptional(),
  /** How many numbers are used again later. */
  reusedNumbers: z.number().int().nonnegative().default(0),
});

export type GenerateRequest = Readonly<z.infer<typeof generateRequest>>;
