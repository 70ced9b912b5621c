export { askForBills, askForReading, askForSweep, type AskedOutcome } from "./ask-for-work.ts";
export { readCaseStandings } from "./case-standings.ts";
export { codesOfTables } from "./core/codes-of-tables.ts";
export type { CorrectionKind } from "./core/correction.ts";
export type { OverviewReading } from "./core/overview.ts";
export type { ReasonAction, ReasonKind } from "./core/reason.ts";
export { nameOf } from "./core/gap-remedy.ts";
export { EVENT_WORDS } from "./core/event-words.ts";
export { SHOWN_STATES, shownStateOf, type ShownState } from "./core/shown-state.ts";
export type { Status } from "./core/status.ts";
export { describeDraft } from "./describe-draft.ts";
export { listBills, type ListedBill } from "./list-bills.ts";
export {
  listCaseGroups,
  listGroupCases,
  type CaseGroup,
  type CaseGroups,
  type GroupCases,
} from "./list-case-groups.ts";
export { listCases, type CaseItem } from "./list-cases.ts";
export { listDoubts, type DoubtItem, type DoubtList } from "./list-doubts.ts";
export { listGapMembers, listGaps, readGapWaits, type GapItem } from "./list-gaps.ts";
export { PAUSABLE, pauseStages, resumeStages, type PausableStage, type StageChange } from "./pause-stages.ts";
export { tryScheme, type SchemeTrial } from "./try-scheme.ts";
export { previewBill, type BillPreview, type PreviewedOrder } from "./preview-bill.ts";
export { MeasureReader } from "./read-measures.ts";
export { readSchemeViews, type SchemeView } from "./read-scheme-views.ts";
export { OverviewReader } from "./read-overview.ts";
export { readStatus } from "./read-status.ts";
export { readStory } from "./read-story.ts";
export { inspectState, rebuildState, type StateReport } from "./repair-state.ts";
export { RETRIABLE } from "./retry-jobs.ts";
export { retry, type RetryReport, type RetrySelection } from "./retry.ts";
export { searchBills, type BillSearch } from "./search-bills.ts";
export type { FoundBill } from "./search-page.ts";
export { schemesOfCase, settleCase } from "./settle-case.ts";
export type { Decision, SettleOutcome } from "./settlement.ts";
export {
  checkAccounts,
  compareAccounts,
  countWorkers,
  isLedgerOf,
  listLedgers,
  switchAccounts,
  type AccountReport,
  type SwitchOutcome,
} from "./switch-account.ts";
export { syncBills, type SyncedBill } from "./sync-bills.ts";
export { traceBill, type BillTrace } from "./trace-bill.ts";
export { traceJob } from "./trace-job.ts";
export { countDay, watchScheme, type SchemeWatch } from "./watch-scheme.ts";
