export type { AccountBinding, AskingAccount, AccountSide, AccountMatch, LedgerAccounts } from "./accounts.ts";
export type { BillAnew, LedgerAnew, MappingUser } from "./anew.ts";
export type { LedgerBills } from "./bills.ts";
export type { LedgerCases } from "./cases.ts";
export type { CaseWaits, Gap, GapMember, GapStake, GapSummary } from "./core/gap.ts";
export { caseIdOf, dayOf, ledgerPrefix, parseCaseId } from "./core/keys.ts";
export type {
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
  RecordedOrder,
  PushPermit,
  WithdrawalCause,
} from "./core/records.ts";
export { shownStateOf, SHOWN_STATES, type ShownState } from "./core/shown-state.ts";
export { BILL_EVENTS, BILL_TRANSITIONS, ORDER_EVENTS, ORDER_TRANSITIONS, type Transition } from "./core/transitions.ts";
export type { LedgerDoubts } from "./doubts.ts";
export { FORMER_STATE_VERSION, formerKey, refuseFormerState, STATE_VERSION } from "./former-state.ts";
export type { LedgerGaps } from "./gaps.ts";
export type { LedgerInventory } from "./inventory.ts";
export type { LedgerKeeping } from "./keeping.ts";
export { Ledger } from "./ledger.ts";
export type { LedgerOpenItems, OpenItem } from "./open-items.ts";
export type { LedgerOrders } from "./orders.ts";
export type { LedgerProgress, Progress, SweepRecord } from "./progress.ts";
