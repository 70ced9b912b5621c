import type { Fault } from "@billferry/contracts";
import type { Comparison, FoundOrder } from "@billferry/found-order";

/** What is known of one order while an attempt works on it; each answer is folded into it. */
export interface Knowledge {
  readonly facts: OrderFacts;
  readonly push: PushLesson | null;
  readonly sight: SightLesson | null;
  /** Refusals of this attempt before its last push, which was pushed to find out whether they had an effect. */
  readonly refusedBefore: readonly Fault[];
}

/** What is known of an order before this attempt acts. */
export interface OrderFacts {
  readonly outerNo: string;
  /** Attempts of ours that may have sent a push whose answer is not known. */
  readonly earlierPushes: number;
  /** Counts the contents of the bill; above 1 an earlier push may have carried other content. */
  readonly revision: number;
  readonly asksForAudit: boolean;
  /** Whether Wangdiantong was listed before the ledger let the order go; without evidence it was not there then. */
  readonly inventory: "done" | "unavailable";
  /** What an inventory saw before the first push. */
  readonly evidence: { readonly stockoutNo: string; readonly isSame: boolean; readonly isAudited: boolean } | null;
}

export type PushLesson =
  | {
      readonly kind: "created";
      readonly stockoutNo: string | null;
      /** The vendor's words, where they say that the document was created and not audited. */
      readonly auditDoubt: string | null;
    }
  | { readonly kind: "duplicate"; readonly stockoutNo: string | null }
  /** `stockoutNo`: a document that the refusal names all the same. */
  | { readonly kind: "refused"; readonly fault: Fault; readonly stockoutNo: string | null };

export type SightLesson =
  | {
      readonly kind: "seen";
      readonly found: FoundOrder;
      readonly comparison: Comparison;
      /** False where an inventory saw another effect under this key: there are corrections, or it was changed since. */
      readonly isWhole: boolean;
    }
  | { readonly kind: "not-found" }
  /** `isPassing`: trying again later can help. */
  | { readonly kind: "unavailable"; readonly fault: Fault; readonly isPassing: boolean };

export type Lesson = PushLesson | SightLesson;

export function learn(knowledge: Knowledge, lesson: Lesson): Knowledge {
  switch (lesson.kind) {
    case "created":
    case "duplicate":
      return { ...knowledge, push: lesson, refusedBefore: refusalsOf(knowledge) };
    case "refused": {
      const refusedBefore = refusalsOf(knowledge);
      // What was looked up before this push says nothing of it; unless it was refused in the very words of the one
      // before, which had left nothing behind or this one had been refused as duplicate.
      const isRepeated = refusedBefore.at(-1)?.message === lesson.fault.message;
      return { ...knowledge, push: lesson, refusedBefore, sight: isRepeated ? knowledge.sight : null };
    }
    case "seen":
    case "not-found":
    case "unavailable":
      return { ...knowledge, sight: lesson };
  }
}

/** The refusals of this attempt so far. */
export function refusalsOf({ push, refusedBefore }: Knowledge): readonly Fault[] {
  return push?.kind === "refused" ? [...refusedBefore, push.fault] : refusedBefore;
}
