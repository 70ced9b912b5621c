import {
  describeFault,
  Fault,
  mayHaveEffect,
  type CaseReason,
  type Delivery,
  type OrderDifference,
} from "@billferry/contracts";
import { describeComparison, isAsWanted } from "@billferry/found-order";

import { refusalsOf, type Knowledge, type OrderFacts, type PushLesson, type SightLesson } from "./knowledge.ts";

export type Step =
  | { readonly kind: "push" }
  /** By its number where that is known (mostly one call), else by time. */
  | { readonly kind: "look-up"; readonly stockoutNo: string | null }
  | (Delivery & { readonly kind: "accept"; readonly dispute: CaseReason | null })
  /** It is there, and a person has to compare. */
  | (Delivery & {
      readonly kind: "conflict";
      readonly code: "WDT_ORDER_DIFFERS" | "WDT_ORDER_CANCELLED";
      readonly text: string;
      readonly differences: readonly OrderDifference[];
    })
  | { readonly kind: "stop"; readonly fault: Fault };

/**
 * The loader's planner: a pure decision over what is known of one order. The shell loops plan → act → learn.
 *
 * 1. An inventory saw the order before our first push: the same effect is delivered; another one is looked up.
 * 2. Else push under the same key: a first push creates the order, a repeat is refused as duplicate, and that refusal
 *    is proof of presence, though not of content.
 * 3. Refused as duplicate: look it up where that can teach anything: after an earlier push of ours, after a change of
 *    the bill, or where an inventory had not seen it, so that somebody else must have pushed it.
 * 4. Refused by the business where this push, or an earlier one, may have made the order all the same: look it up;
 *    where that does not show it, push once more under the same key, because a repeat of what is there is refused as
 *    duplicate. Only refusals that surely come before any booking (an unknown code, say) are believed at once.
 * 5. What only a refusal proves is there with whatever content: that stays a doubt, and is looked up later. What was
 *    cancelled there keeps its key and moves nothing, so it is a case.
 * 6. What is there and differs, or cannot be told to be the same although it may well differ, waits for a person. So
 *    does what is there and not audited although that was asked for.
 */
export function planLoad(knowledge: Knowledge): Step {
  const { push, sight } = knowledge;
  if (sight?.kind === "seen") return judgeSeen(knowledge, sight);
  if (push?.kind === "created") return planAfterCreation(knowledge, push);
  if (sight?.kind === "unavailable" && sight.isPassing) return { kind: "stop", fault: sight.fault };
  switch (push?.kind) {
    case undefined:
      return planBeforePush(knowledge);
    case "duplicate":
      return planAfterDuplicate(knowledge, push);
    case "refused":
      return planAfterRefusal(knowledge, push);
  }
}

function planBeforePush({ facts, sight }: Knowledge): Step {
  const { evidence } = facts;
  if (evidence === null) return { kind: "push" };
  if (evidence.isSame) {
    const { stockoutNo, isAudited } = evidence;
    return {
      kind: "accept",
      stockoutNo,
      proof: "looked-up",
      dispute: auditDispute(facts, { stockoutNo, isAudited }),
      doubt: null,
      isForeign: false,
    };
  }
  if (sight === null) return { kind: "look-up", stockoutNo: evidence.stockoutNo };
  // The push itself tells whether it is still there: under the same key it cannot make a second one.
  return { kind: "push" };
}

function planAfterDuplicate(
  { facts, sight, refusedBefore }: Knowledge,
  push: PushLesson & { kind: "duplicate" },
): Step {
  const { earlierPushes, revision, evidence, inventory } = facts;
  const { stockoutNo } = push;
  if (sight === null && (earlierPushes > 0 || revision > 1 || inventory === "done"))
    // Another's order is found by time only, so that an old one is not taken for one that was pushed just now.
    return { kind: "look-up", stockoutNo: earlierPushes > 0 ? stockoutNo : null };
  // Listed, and yet out of sight: another's content, or an older one, unless this very attempt had made it.
  const isStrange = sight?.kind === "unavailable" && inventory === "done" && refusedBefore.length === 0;
  if (revision === 1 && evidence === null && !isStrange) {
    // Made by our own push, which had been answered with a refusal: nobody has seen it audited.
    const [refused] = refusedBefore;
    const dispute =
      refused === undefined ? null : auditDispute(facts, { stockoutNo, isAudited: false }, refused.message);
    return { kind: "accept", stockoutNo, proof: "duplicate", dispute, doubt: "content", isForeign: false };
  }
  return {
    kind: "conflict",
    code: "WDT_ORDER_DIFFERS",
    doubt: "content",
    stockoutNo,
    proof: "duplicate",
    text: "旺店通已有相同外部单号的单据,但未能查到它的内容;内容可能不是最新的",
    differences: [],
    isForeign: false,
  };
}

/** Said to be created and not audited: the look-up tells, and where it does not, the vendor's words count. */
function planAfterCreation({ facts, sight }: Knowledge, push: PushLesson & { kind: "created" }): Step {
  const { stockoutNo, auditDoubt } = push;
  if (auditDoubt !== null && facts.asksForAudit && sight === null) return { kind: "look-up", stockoutNo };
  const dispute = auditDoubt === null ? null : auditDispute(facts, { stockoutNo, isAudited: false }, auditDoubt);
  return { kind: "accept", stockoutNo, proof: "answered", dispute, doubt: null, isForeign: false };
}

function planAfterRefusal(knowledge: Knowledge, { fault, stockoutNo }: PushLesson & { kind: "refused" }): Step {
  const { facts, sight, refusedBefore } = knowledge;
  const isOpen = facts.earlierPushes > 0 || mayHaveEffect(fault);
  if (isOpen && sight === null) return { kind: "look-up", stockoutNo };
  // A document may be shown late, or not to us. The repeat of one that is there is refused as duplicate.
  const isRepeated = refusedBefore.at(-1)?.message === fault.message;
  if (mayHaveEffect(fault) && fault.recovery === "hold" && !isRepeated && refusedBefore.length < MOST_REPEATS)
    return { kind: "push" };
  return { kind: "stop", fault };
}

/** The most refusals, in different words, of one attempt. */
const MOST_REPEATS = 2;

function judgeSeen(knowledge: Knowledge, sight: SightLesson & { kind: "seen" }): Step {
  const { facts, push, refusedBefore } = knowledge;
  const { found, comparison, isWhole } = sight;
  const { stockoutNo } = found;
  // It came after the inventory and before our first push, which was refused as duplicate and for nothing else.
  const isForeign =
    push?.kind === "duplicate" &&
    refusedBefore.length === 0 &&
    facts.inventory === "done" &&
    facts.evidence === null &&
    facts.earlierPushes === 0 &&
    facts.revision === 1;
  const conflict = {
    kind: "conflict",
    code: "WDT_ORDER_DIFFERS",
    doubt: null,
    stockoutNo,
    proof: "looked-up",
  } as const;
  if (comparison.verdict === "cancelled" && isWhole) {
    const text = `旺店通单据 ${stockoutNo} 已取消,同一外部单号不能再推`;
    return { ...conflict, code: "WDT_ORDER_CANCELLED", doubt: "life", text, differences: [], isForeign };
  }
  if (!isAsWanted(comparison)) {
    // Where there is more than the one order that was seen, its lines alone would mislead.
    const differences = isWhole ? comparison.differences : [];
    return { ...conflict, text: describeComparison(comparison), differences, isForeign };
  }
  if (!isWhole) {
    const text = "清点旺店通时所见(含更正单)与应有的不同,现在查到的单据本身相同";
    return { ...conflict, text, differences: [], isForeign };
  }
  const dispute = auditDispute(facts, found, refusalsOf(knowledge)[0]?.message);
  const doubt = comparison.isShown ? null : "content";
  return { kind: "accept", stockoutNo, proof: "looked-up", dispute, doubt, isForeign };
}

/** `words` are the vendor's, where it said something about it. */
function auditDispute(
  facts: OrderFacts,
  seen: { readonly stockoutNo: string | null; readonly isAudited: boolean },
  words = "",
): CaseReason | null {
  if (seen.isAudited || !facts.asksForAudit) return null;
  const number = seen.stockoutNo === null ? "" : `,旺店通单号 ${seen.stockoutNo}`;
  const said = words === "" ? "" : `,旺店通的答复:${words}`;
  const fault = new Fault("WDT_NOT_AUDITED", `${facts.outerNo}${number}${said}`);
  return { code: fault.code, text: describeFault(fault) };
}
