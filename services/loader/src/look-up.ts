import { isFault, type LoadJob } from "@billferry/contracts";
import type { Attempt } from "@billferry/runtime";
import type { SearchPurpose } from "@billferry/wangdiantong";

import type { SightLesson } from "./core/knowledge.ts";

/** The most attempts at a look-up that fails for now; after them the order is judged by what is known without it. */
const PATIENT_ATTEMPTS = 8;

/** How the look-ups of an attempt pass the gate. */
export function askingOf({ signal, isUrgent }: Pick<Attempt<"load">, "signal" | "isUrgent">): {
  readonly signal: AbortSignal;
  readonly purpose: SearchPurpose;
} {
  return { signal, purpose: isUrgent ? "urgent" : "look-up" };
}

/** What a failed look-up teaches. Errors that are no faults, and a stop, are thrown on. */
export function toUnavailable(
  error: unknown,
  attempt: Attempt<"load">,
): SightLesson & { readonly kind: "unavailable" } {
  if (!isFault(error) || error.code === "SHUTDOWN") throw error;
  const { order }: LoadJob = attempt.payload;
  attempt.log.info({ event: "look-up.failed", code: error.code, outerNo: order.outer_no }, "查询旺店通未成功");
  const isPassing = (error.recovery === "retry" || error.recovery === "snooze") && attempt.attempt <= PATIENT_ATTEMPTS;
  return { kind: "unavailable", fault: error, isPassing };
}
