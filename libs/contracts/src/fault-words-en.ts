import { FAULT_CODES, type FaultCode } from "./fault-codes.ts";
import type { FaultWords } from "./fault-entry.ts";

/** Every code in English; it stands beside the Chinese in `FAULT_CODES`. */
export const FAULT_WORDS_EN = Object.fromEntries(
  Object.entries(FAULT_CODES).map(([code, { english }]) => [code, english]),
) as Readonly<Record<FaultCode, FaultWords>>;
