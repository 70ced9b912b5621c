export type { AccountMatch } from "./accounts.ts";
export type { PushAnswer } from "./answers.ts";
export type { BillAnew } from "./anew.ts";
export type { CaseWaits, Gap, GapMember, GapSummary } from "./core/gap.ts";
export { caseIdOf, ledgerPrefix, parseCaseId } from "./core/keys.ts";
export type {
  BillRecord,
  BillRef,
  BillState,
  CaseRecord,
  Doubt,
  DoubtfulOrder,
  FoundDocument,
  HistoryEntry,
  KnownBill,
  Look,
  OrderRecord,
  OrderRef,
  OrderState,
  RecordedOrder,
  PushPermit,
} from "./core/records.ts";
export { hasCodes } from "./core/story-codes.ts";
export { BILL_STATE_WORDS, ORDER_STATE_WORDS, type StateWord } from "./core/state-words.ts";
export { BILL_EVENTS, BILL_TRANSITIONS, ORDER_EVENTS, ORDER_TRANSITIONS, type Transition } from "./core/transitions.ts";
export { FORMER_STATE_VERSION, formerKey, refuseFormerState, STATE_VERSION } from "./former-state.ts";
export { Ledger } from "./ledger.ts";
export type { OpenItem } from "./open-items.ts";
export type { NumberHit } from "./numbers.ts";
export type { MinuteFlow, Progress, SweepRecord } from "./progress.ts";
export type { SiftedBill, Sieve, BillWithOrders } from "./sieve.ts";
export type { BillStory, ToldOrder } from "./stories.ts";
