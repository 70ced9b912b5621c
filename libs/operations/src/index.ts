export {
  assembleStatus,
  type GateFacts,
  type ProgressFacts,
  type StageFacts,
  type StageStatus,
  type Status,
  type StatusFacts,
} from "./core/status.ts";
export { listHeld, type HeldItem } from "./list-held.ts";
export { readStatus } from "./read-status.ts";
export { retryJob, retryJobs, type RetriedJob, type RetryReport, type RetrySelection } from "./retry-jobs.ts";
export { traceBill, type BillTrace, type TracedJob } from "./trace-bill.ts";
