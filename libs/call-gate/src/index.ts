export { CallGate, readGate, type CallGateOptions, type GateState, type Reserve } from "./call-gate.ts";
export { judgeCall, type CallVerdict } from "./core/verdict.ts";
