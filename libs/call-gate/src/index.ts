export { CallGate, type CallGateOptions, type Reserve } from "./call-gate.ts";
export { judgeCall, type CallVerdict } from "./core/verdict.ts";
