import { BILL_FAULTS_EN } from "./bill-faults-en.ts";
import type { FaultCode } from "./fault-codes.ts";
import type { FaultWords } from "./fault-entry.ts";
import { SERVICE_FAULTS_EN } from "./service-faults-en.ts";

/** Every code in English; in Chinese they stand in `FAULT_CODES`. A code without its half does not compile. */
export const FAULT_WORDS_EN: Readonly<Record<FaultCode, FaultWords>> = { ...SERVICE_FAULTS_EN, ...BILL_FAULTS_EN };
