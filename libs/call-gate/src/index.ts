export { CallGate, type Place, type Reserve } from "./call-gate.ts";
export { CALL_PURPOSES, type CallPurpose } from "./core/purpose.ts";
export { WORKED } from "./core/verdict.ts";
export { readGate } from "./read-gate.ts";
