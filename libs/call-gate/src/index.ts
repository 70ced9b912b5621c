export {
  CallGate,
  readGate,
  type CallGateOptions,
  type CallPurpose,
  type GateState,
  type Reserve,
} from "./call-gate.ts";
export { judgeCall, type CallVerdict } from "./core/verdict.ts";
