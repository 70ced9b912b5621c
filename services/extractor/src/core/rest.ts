import { FAULT_CODES, type Fault } from "@billferry/contracts";

const FIRST_REST_MS = 10_000;
const LONGEST_REST_MS = 600_000;

/** Whether reading on is pointless until a person has mended something at Kingdee's side or in the scheme. */
export function stopsScheme(fault: Fault): boolean {
  const { class: faultClass } = FAULT_CODES[fault.code];
  return fault.recovery === "abort" && (faultClass === "contract" || faultClass === "credentials");
}

/** How long a scheme rests before it probes again: 10 s, doubling up to 10 minutes. `failures` counts from 1. */
export function restMs(failures: number): number {
  return Math.min(FIRST_REST_MS * 2 ** Math.min(failures - 1, 30), LONGEST_REST_MS);
}
