import { z } from "zod";

import type { Told } from "./language.ts";
import { SHIPPED_SCHEME, schemePrefix } from "./queues.ts";
import { TARGET_NAMES } from "./target-interface.ts";

/*
 * What a page asks of the process that holds both vendors' credentials. The page's own process has none: it puts an
 * errand into a queue, the clerk does it, and what came of it is kept for a day.
 */

const scheme = z.string().min(1).max(100);
const billNo = z.string().trim().min(1).max(100);
const kingdeeTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$/, "应为金蝶时间,例如 2026-11-01 或 2026-11-01 08:00:00");

const form = z.string().regex(/^[A-Za-z]\w{0,79}$/, "应为金蝶的表单 Id,例如 STK_InStock");

/** What a scheme is drafted for; a choice is a field or a text for a parameter, by its place (`line.batch_no`). */
export const draftWanted = {
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "方案名只能用小写字母、数字和连字符,至多 40 个"),
  target: z.enum(TARGET_NAMES),
  choices: z.record(z.string().max(60), z.string().max(300)).default({}),
};

export const errand = z.discriminatedUnion("kind", [
  /** Both ends compared over a span of approve time, half-open; without an end up to Kingdee's now. */
  z.strictObject({ kind: z.literal("reconcile"), scheme, from: kingdeeTime, to: kingdeeTime.optional() }),
  /** What differs between the ledger and both ends, of one bill, now. */
  z.strictObject({ kind: z.literal("compare-bill"), scheme, billNo }),
  /** What would become of a bill as Kingdee has it now; nothing is sent. */
  z.strictObject({ kind: z.literal("preview-bill"), scheme, billNo }),
  /** Whether the installation can work: the doctor's report. */
  z.strictObject({ kind: z.literal("check"), scheme }),
  /** Codes that Wangdiantong really has. SKUs are asked for by name: it lists none by a part of it. */
  z.strictObject({
    kind: z.literal("list-codes"),
    scheme,
    what: z.enum(["warehouses", "carriers", "skus"]),
    codes: z.array(z.string().trim().min(1).max(40)).max(10).default([]),
  }),
  /** What a form of Kingdee has, by the account of this scheme. */
  z.strictObject({ kind: z.literal("list-fields"), scheme, form }),
  /** A new scheme for the accounts of this one, drafted, checked, and tried on the newest bills; nothing is saved. */
  z.strictObject({ kind: z.literal("draft-scheme"), scheme, form, ...draftWanted }),
  /** What a delivered order lacks, or the whole of it anew, as a person decided; a dry run only tells. */
  z.strictObject({
    kind: z.literal("correct"),
    scheme,
    caseId: z.string().min(1).max(250),
    decision: z.enum(["difference", "replacement"]),
    isOldCancelled: z.boolean().default(false),
    isDryRun: z.boolean().default(false),
    note: z.string().trim().min(1).max(500),
    /** The case's version as the person saw it. */
    seen: z.string().max(100).optional(),
  }),
]);

export type Errand = z.infer<typeof errand>;
export type ErrandKind = Errand["kind"];

/** Why an errand could not be done. */
export interface ErrandProblem extends Told {
  readonly code: string;
}

/** How an errand ended, as the clerk leaves it with the job. */
export type ErrandEnd =
  | { readonly kind: "done"; readonly value: unknown }
  | { readonly kind: "failed"; readonly problem: ErrandProblem }
  | { readonly kind: "cancelled" };

/** What was asked for cannot be done, as the person who asked is told. */
export class ErrandRefused extends Error {
  override readonly name = "ErrandRefused";
  readonly code: string;
  readonly told: Told;

  constructor(code: string, told: Told) {
    super(told.zh);
    this.code = code;
    this.told = told;
  }
}

/** What takes minutes does not stand before what takes seconds: each lane of a scheme does one errand at a time. */
export const ERRAND_LANES = ["quick", "long"] as const;
export type ErrandLane = (typeof ERRAND_LANES)[number];

const LONG: ReadonlySet<ErrandKind> = new Set<ErrandKind>(["reconcile"]);

export function laneOf(kind: ErrandKind): ErrandLane {
  return LONG.has(kind) ? "long" : "quick";
}

/** The queue of one lane of a scheme, and the prefix of its keys. */
export function errandQueue(of: { readonly scheme: string; readonly lane: ErrandLane }): {
  readonly name: string;
  readonly prefix: string;
} {
  const own = of.scheme === SHIPPED_SCHEME ? "" : `-${of.scheme}`;
  return { name: `errand-${of.lane}${own}`, prefix: schemePrefix(of.scheme) };
}

const ID = /^(quick|long)\.(.+)\.([\w-]{8,64})$/;

/** A form's number is its errand's: one that is sent again is the same errand. */
export function errandId({ kind, scheme: of }: Errand, requestId: string): string {
  return `${laneOf(kind)}.${of}.${requestId}`;
}

export function readErrandId(id: string): { readonly lane: ErrandLane; readonly scheme: string } | undefined {
  const [, lane, of] = ID.exec(id) ?? [];
  return lane === undefined || of === undefined ? undefined : { lane: lane as ErrandLane, scheme: of };
}
