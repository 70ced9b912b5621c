import { z } from "zod";

import { createRandom, type Random } from "./random.ts";

const VENDORS = ["kingdee", "wangdiantong"] as const;
type Vendor = (typeof VENDORS)[number];

/** What can go wrong with one call. "Effect" means that the call was carried out. */
const FAULT_KINDS = [
  "delay" /* answered after delayMs */,
  "cut-before" /* connection cut, no effect */,
  "cut-after" /* effect, then connection cut */,
  "hang-before" /* no effect, never answered */,
  "hang-after" /* effect, never answered */,
  "late-effect" /* never answered, and the effect comes delayMs later: a request held up on its way */,
  "truncated" /* effect, half of the answer */,
  "html" /* a web page with status 200 */,
  "status" /* an HTTP status (500, 502, 429, 519) */,
  "empty-body",
  "empty-array" /* [] */,
  "double-encoded" /* effect, the answer as a JSON string */,
  "waf" /* Kingdee's pop-up */,
  "response-error" /* "response_error:" text */,
  "session-loss" /* Kingdee forgets the session before this call */,
  "msg-code" /* Kingdee's envelope with `code` (14 call limit, 7 licence, 2 permission) */,
  "rate-refusal" /* Wangdiantong: too frequent */,
  "ban" /* Wangdiantong: every call is refused with `message` until nobody has called for delayMs */,
  "credentials-refused",
  "created-but-not-audited" /* Wangdiantong: created, but stays un-audited */,
  "string-code" /* Wangdiantong: "0" instead of 0 */,
  "refusal" /* Wangdiantong: business refusal with `code` and `message` */,
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

const faultRule = z
  .strictObject({
    vendor: z.enum(VENDORS),
    /** The last part of the service's name without its ending, e.g. ExecuteBillQuery or stockout_order_push. */
    service: z.string().default("*"),
    kind: z.enum(FAULT_KINDS),
    /** When it strikes: exactly one of the three. */
    probability: z.number().min(0).max(1).optional(),
    every: z.number().int().positive().optional(),
    next: z.number().int().positive().optional(),
    /** Matching calls to let by first. */
    skip: z.number().int().nonnegative().default(0),
    seed: z.number().int().default(1),
    delayMs: z.number().int().nonnegative().default(1_000),
    status: z.number().int().min(400).max(599).default(500),
    code: z.number().int().default(14),
    message: z.string().optional(),
    /** For kinds that replace the answer, and refusals of a push: whether the call is carried out all the same. */
    withEffect: z.boolean().default(false),
  })
  .refine((rule) => [rule.probability, rule.every, rule.next].filter((each) => each !== undefined).length === 1, {
    error: "exactly one of probability, every and next is needed",
  });

export type FaultRule = z.infer<typeof faultRule>;

export interface FaultPlan {
  readonly delayMs: number;
  readonly fault: FaultRule | undefined;
}

export interface FaultBook {
  /** Throws zod's error where a rule does not fit; none is added then. */
  add(input: unknown): void;
  clear(): void;
  list(): { rule: FaultRule; seen: number; struck: number }[];
  /** What happens to this call: delays add up, of the other kinds the first that strikes. */
  plan(vendor: Vendor, service: string): FaultPlan;
}

interface Entry {
  readonly rule: FaultRule;
  readonly random: Random;
  seen: number;
  struck: number;
}

export function createFaultBook(): FaultBook {
  let entries: Entry[] = [];
  return {
    add: (input) => {
      const rules = z.array(faultRule).parse(Array.isArray(input) ? input : [input]);
      entries.push(...rules.map((rule) => ({ rule, random: createRandom(rule.seed), seen: 0, struck: 0 })));
    },
    clear: () => {
      entries = [];
    },
    list: () => entries.map(({ rule, seen, struck }) => ({ rule, seen, struck })),
    plan: (vendor, service) => {
      let delayMs = 0;
      let fault: FaultRule | undefined;
      for (const entry of entries.filter(({ rule }) => matches(rule, vendor, service))) {
        // A call that another rule already spoils does not use up this one.
        if (fault && entry.rule.kind !== "delay") continue;
        if (!strikes(entry)) continue;
        if (entry.rule.kind === "delay") delayMs += entry.rule.delayMs;
        else fault = entry.rule;
      }
      return { delayMs, fault };
    },
  };
}

function matches(rule: FaultRule, vendor: Vendor, service: string): boolean {
  return rule.vendor === vendor && (rule.service === "*" || rule.service.toLowerCase() === service.toLowerCase());
}

function strikes(entry: Entry): boolean {
  const { rule } = entry;
  entry.seen += 1;
  const turn = entry.seen - rule.skip;
  const hit =
    turn > 0 &&
    (rule.next !== undefined
      ? turn <= rule.next
      : rule.every !== undefined
        ? turn % rule.every === 0
        : entry.random.chance(rule.probability ?? 0));
  if (hit) entry.struck += 1;
  return hit;
}
