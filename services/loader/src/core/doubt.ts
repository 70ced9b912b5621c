import type { CaseReason } from "@billferry/contracts";
import { livingOf, type FoundOrder } from "@billferry/found-order";

import { judgePresent, reasonOf, type PresentVerdict, type Wanted } from "./verdict.ts";

/** An order in doubt as a look meets it. */
export interface DoubtFacts {
  readonly kind: "content" | "life" | "presence";
  /** What its bill asks for; null where it asks for nothing. */
  readonly wanted: Wanted | null;
  /** Its life alone is in doubt: what was delivered is known to be what is wanted, or was accepted by a person. */
  readonly isContentKnown: boolean;
  /** Looks before this one that taught nothing. */
  readonly looks: number;
  readonly ageMs: number;
}

export interface DoubtRules {
  /** How much later than it was made a document may show in queries. */
  readonly listingDelayMs: number;
  readonly everyMs: number;
}

export type Sighting =
  | { readonly kind: "seen"; readonly orders: readonly FoundOrder[] }
  | { readonly kind: "not-found" }
  /** The account does not let us look. */
  | { readonly kind: "unavailable" };

export type DoubtVerdict =
  | Exclude<PresentVerdict, { readonly kind: "unshown" }>
  /** Nobody asks for it (any more), and it is there. */
  | { readonly kind: "present"; readonly stockoutNo: string }
  | { readonly kind: "gone" }
  | { readonly kind: "vain"; readonly restMs: number; readonly reason?: CaseReason }
  /** It lives, and what it should hold is not known here: its bill is to be made anew. */
  | { readonly kind: "ask-anew"; readonly restMs: number };

/** Looks that may teach nothing before a person is told. */
const PATIENT_LOOKS = 2;
const LONGEST_REST_MS = 6 * 3_600_000;
const FACTOR = 4;

/** Absence is believed only of a doubtful presence, looked for more than once and later than documents take to show. */
export function judgeDoubt(facts: DoubtFacts, sighting: Sighting, rules: DoubtRules): DoubtVerdict {
  const { kind, wanted, looks, ageMs } = facts;
  const restMs = restAfter(looks, rules.everyMs);
  if (sighting.kind === "seen") {
    const [living] = livingOf(sighting.orders);
    if (wanted === null) return living ? { kind: "present", stockoutNo: living.stockoutNo } : { kind: "gone" };
    if (wanted.effect === null && !facts.isContentKnown && living !== undefined) return { kind: "ask-anew", restMs };
    const effect = facts.isContentKnown ? null : wanted.effect;
    const verdict = judgePresent({ ...wanted, effect }, sighting.orders);
    return verdict.kind === "unshown" ? { kind: "vain", restMs } : verdict;
  }
  if (kind === "presence" && sighting.kind === "not-found" && looks > 0 && ageMs >= rules.listingDelayMs)
    return { kind: "gone" };
  // Of content in doubt it is known that the order is there; what was refused is a case of its own already.
  const isTold = kind === "life" || (kind === "presence" && wanted === null);
  if (!isTold || looks < PATIENT_LOOKS || (kind === "presence" && ageMs < rules.listingDelayMs))
    return { kind: "vain", restMs };
  const why = sighting.kind === "not-found" ? "在旺店通中未能查到该单据" : "无法查询旺店通(没有查询权限)";
  return { kind: "vain", restMs, reason: reasonOf("WDT_ORDER_UNVERIFIED", why) };
}

/** A minute after the first look, and ever longer. */
export function restAfter(looks: number, everyMs: number): number {
  return Math.min(everyMs * FACTOR ** Math.min(looks, 20), LONGEST_REST_MS);
}
