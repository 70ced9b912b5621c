export type { MappingUser, UnfinishedItem } from "./anew.ts";
export type { OpenItem } from "./cases.ts";
export { hashEffect } from "./core/effect.ts";
export type { CaseWaits, Gap, GapMember, GapStake, GapSummary } from "./core/gap.ts";
export { caseIdOf, dayOf, parseCaseId } from "./core/keys.ts";
export type {
  BillAnew,
  BillRecord,
  BillRef,
  BillState,
  CaseRecord,
  Doubt,
  DoubtfulOrder,
  Evidence,
  FoundDocument,
  HistoryEntry,
  InventoryState,
  KnownBill,
  Look,
  OrderRecord,
  OrderRef,
  OrderState,
  PlannedOrder,
  Progress,
  PushPermit,
  SweepRecord,
  WithdrawalCause,
} from "./core/records.ts";
export {
  BILL_EVENTS,
  BILL_TRANSITIONS,
  drawChart,
  ORDER_EVENTS,
  ORDER_TRANSITIONS,
  type Transition,
} from "./core/transitions.ts";
export { Ledger } from "./ledger.ts";
