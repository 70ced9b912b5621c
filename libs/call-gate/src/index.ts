export { CallGate, readGate, type CallPurpose, type Reserve } from "./call-gate.ts";
