/**
 * What a call is for, in the order in which waiting calls are let in: `urgent`, a person waits for this bill; `work`, a
 * push; `look-up`, a question about an order under way, or a command's; `inventory`, the listing before the first push;
 * `errand`, what the console has asked for, which has a share of its own besides; `background`, what has time.
 */
export const CALL_PURPOSES = ["urgent", "work", "look-up", "inventory", "errand", "background"] as const;
export type CallPurpose = (typeof CALL_PURPOSES)[number];

/** What an account allows. */
export interface Quota {
  readonly callsPerMinute: number;
  /** Of them, those that only urgent calls may make; 0 by default: urgent calls come first anyway. */
  readonly keptForUrgent?: number;
}

/** At any moment, the other half is left to everybody else. */
const BACKGROUND_SHARE = 0.5;

/** How many calls may count against the minute when one of this purpose comes in; never more for a later purpose. */
export function capOf(purpose: CallPurpose, { callsPerMinute, keptForUrgent = 0 }: Quota): number {
  if (purpose === "urgent") return callsPerMinute;
  const forAll = callsPerMinute - keptForUrgent;
  return Math.max(1, purpose === "background" ? Math.floor(forAll * BACKGROUND_SHARE) : forAll);
}

/** Work, questions and the inventory are served as they come. */
export function rankOf(purpose: CallPurpose): number {
  return purpose === "urgent" ? 0 : purpose === "background" ? 2 : 1;
}

/** The name of one call in Redis begins with its purpose's initial. */
export function toCallId(purpose: CallPurpose, name: string): string {
  return `${purpose.slice(0, 1)}:${name}`;
}

/** A call of the version before bears no purpose, and was a push mostly. */
function purposeOf(callId: string): CallPurpose {
  const initial = callId.charAt(1) === ":" ? callId.charAt(0) : "w";
  return CALL_PURPOSES.find((purpose) => purpose.startsWith(initial)) ?? "work";
}

/** How many of these calls were made for each purpose. */
export function countByPurpose(callIds: readonly string[]): Readonly<Record<CallPurpose, number>> {
  const counts = Object.fromEntries(CALL_PURPOSES.map((purpose) => [purpose, 0])) as Record<CallPurpose, number>;
  for (const callId of callIds) counts[purposeOf(callId)] += 1;
  return counts;
}
