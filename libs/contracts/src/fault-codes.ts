import { BILL_FAULTS } from "./bill-faults.ts";
import type { FaultCodeEntry } from "./fault-entry.ts";
import { ORDER_FAULTS } from "./order-faults.ts";
import { SERVICE_FAULTS } from "./service-faults.ts";
import { VENDOR_FAULTS } from "./vendor-faults.ts";

/** The table of all codes. `docs/errors.md` is held against it in both directions by a test. */
export const FAULT_CODES = {
  ...SERVICE_FAULTS,
  ...VENDOR_FAULTS,
  ...BILL_FAULTS,
  ...ORDER_FAULTS,
} satisfies Record<string, FaultCodeEntry>;

export type FaultCode = keyof typeof FAULT_CODES;
