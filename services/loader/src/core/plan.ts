import type { DeliveryProof } from "@billferry/contracts";

/**
 * The loader's planner: a pure decision over what is known of one order, and the fold of each answer into that
 * knowledge. The shell loops plan → act → learn.
 *
 * - `unknown`: nothing was ever sent, or a sent push was never answered. Push under the same key: a first push creates
 *   the order, a repeat is refused as duplicate, and that refusal is proof of presence.
 * - `refused-as-duplicate`: it is there. After an earlier push of ours whose answer was lost, look it up to learn its
 *   number and to see that its content is ours. A first push that is refused met an older order (Redis was wiped, say):
 *   a look-up would search a time in which it can not be, and cost several calls an order.
 * - `present`: done.
 */
export type Knowledge =
  | { readonly kind: "unknown"; readonly earlierPushes: number }
  | {
      readonly kind: "refused-as-duplicate";
      readonly stockoutNo: string | null;
      readonly isAfterLostAnswer: boolean;
    }
  | { readonly kind: "present"; readonly stockoutNo: string | null; readonly proof: DeliveryProof }
  | { readonly kind: "different"; readonly stockoutNo: string | null; readonly difference: string };

export type Step =
  | { readonly kind: "push" }
  | { readonly kind: "look-up" }
  | { readonly kind: "accept"; readonly stockoutNo: string | null; readonly proof: DeliveryProof }
  | { readonly kind: "conflict"; readonly difference: string };

/** What an act taught: the answer of a push, or of a look-up (with what was found). */
export type Lesson =
  | { readonly kind: "created"; readonly stockoutNo: string | null }
  | { readonly kind: "duplicate"; readonly stockoutNo: string | null }
  | { readonly kind: "found"; readonly stockoutNo: string; readonly difference: string | null }
  | { readonly kind: "not-found" }
  | { readonly kind: "look-up-unavailable" };

export function planLoad(knowledge: Knowledge): Step {
  switch (knowledge.kind) {
    case "unknown":
      return { kind: "push" };
    case "refused-as-duplicate":
      return knowledge.isAfterLostAnswer
        ? { kind: "look-up" }
        : { kind: "accept", stockoutNo: knowledge.stockoutNo, proof: "duplicate" };
    case "present":
      return { kind: "accept", stockoutNo: knowledge.stockoutNo, proof: knowledge.proof };
    case "different":
      return { kind: "conflict", difference: knowledge.difference };
  }
}

export function learn(knowledge: Knowledge, lesson: Lesson): Knowledge {
  switch (lesson.kind) {
    case "created":
      return { kind: "present", stockoutNo: lesson.stockoutNo, proof: "answered" };
    case "duplicate":
      return {
        kind: "refused-as-duplicate",
        stockoutNo: lesson.stockoutNo,
        isAfterLostAnswer: knowledge.kind === "unknown" && knowledge.earlierPushes > 0,
      };
    case "found":
      return lesson.difference === null
        ? { kind: "present", stockoutNo: lesson.stockoutNo, proof: "looked-up" }
        : { kind: "different", stockoutNo: lesson.stockoutNo, difference: lesson.difference };
    case "not-found":
    case "look-up-unavailable":
      // The duplicate refusal stands: the order exists, only its number stays unknown.
      return {
        kind: "present",
        stockoutNo: knowledge.kind === "refused-as-duplicate" ? knowledge.stockoutNo : null,
        proof: "duplicate",
      };
  }
}

/** A look-up costs a call for each page; it is worth it only for an order of our own recent past. */
export interface LookupWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

const MARGIN_MS = 10 * 60_000;

/** Where to look for an order that was first pushed at `firstPushAtMs`; both ends carry a margin for clocks. */
export function lookupWindow(firstPushAtMs: number, nowMs: number): LookupWindow {
  return { fromMs: firstPushAtMs - MARGIN_MS, toMs: nowMs + MARGIN_MS };
}
