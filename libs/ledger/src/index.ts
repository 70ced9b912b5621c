export type {
  BillRecord,
  BillState,
  HeldRecord,
  OrderRecord,
  OrderState,
  PlannedOrder,
  Progress,
  PushPermit,
} from "./core/records.ts";
export { Ledger, type BillRef, type OrderRef } from "./ledger.ts";
