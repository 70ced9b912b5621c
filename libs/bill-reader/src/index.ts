export type { PageStart } from "./core/paging.ts";
export { createBillHash } from "./core/content-hash.ts";
export { handOver, planHandOver, sendJobs, type HandOverDependencies } from "./hand-over.ts";
export { readBills, readWindow, type BillPage, type ReadDependencies } from "./read-bills.ts";
export { readHeads } from "./read-heads.ts";
export type { ReadBill } from "./shape-bill.ts";
