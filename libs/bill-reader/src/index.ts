export { hashBill, isSameBill } from "./core/content-hash.ts";
export { findBreach, type CheckedPage, type Demand } from "./core/contract.ts";
export {
  FIRST_PAGE,
  needsProof,
  offsetOf,
  readPage,
  type PageStart,
  type PageVerdict,
  type WholeBill,
} from "./core/paging.ts";
export { handOver, planHandOver, sendJobs, type HandedOver, type HandOverDependencies } from "./hand-over.ts";
export {
  readBills,
  readWindow,
  type BillPage,
  type ReadBill,
  type ReadDependencies,
  type TimeSpan,
  type Turn,
} from "./read-bills.ts";
export { readHeads } from "./read-heads.ts";
