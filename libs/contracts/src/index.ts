export { candidateNumbers } from "./candidate-numbers.ts";
export { correctionNo, findCorrections } from "./correction.ts";
export {
  addDecimals,
  compareDecimals,
  decimal,
  divideDecimals,
  fitsDecimal,
  isPositive,
  multiplyDecimals,
  parseDecimal,
  roundDecimal,
  ZERO,
  type DecimalText,
} from "./decimal.ts";
export {
  describeCauses,
  describeFault,
  Fault,
  isFault,
  mayHaveEffect,
  type FaultDetails,
  type FaultFacts,
  type MissingCode,
} from "./fault.ts";
export { FAULT_CODES, type FaultCode } from "./fault-codes.ts";
export type { FaultClass, Owner } from "./fault-entry.ts";
export { hashContent, hashText } from "./hash.ts";
export { loadJob, transformJob, type LoadJob, type SweepJob, type TransformJob } from "./jobs.ts";
export {
  findField,
  isAccountField,
  KINGDEE_FIELDS,
  requestFields,
  responseFields,
  toFieldKey,
  type Cell,
  type KingdeeField,
  type KingdeeRow,
} from "./kingdee-fields.ts";
export { formatKingdeeTime, formatZone, parseKingdeeTime, SHANGHAI, zoneFromTicks, type Zone } from "./kingdee-time.ts";
export {
  done,
  heldBy,
  MustWait,
  outcomeOfFault,
  QUOTA_USED_UP,
  putOff,
  type CaseReason,
  type Delivery,
  type Held,
  type Outcome,
  type SchemeStop,
  type Waiting,
} from "./outcomes.ts";
export type { DeliveryProof, ExtractResult, LoadResult, SweepResult, TransformResult } from "./results.ts";
export {
  BACKOFF,
  backoffMs,
  loadJobId,
  QUEUE_NAMES,
  QUEUES,
  INSTALLATION_PREFIX,
  OWN_KEYS,
  schemePrefix,
  schedulesOf,
  SHIPPED_SCHEME,
  stageOf,
  toQueueName,
  transformJobId,
  type QueueName,
  type QueuePayloads,
  type QueueRef,
} from "./queues.ts";
export {
  TARGET_INTERFACES,
  TARGET_NAMES,
  type TargetDocuments,
  type TargetInterface,
  type TargetName,
  type TargetParameter,
} from "./target-interface.ts";
export {
  effectOf,
  linesOf,
  priceOf,
  quantityOf,
  sumBySku,
  targetOrder,
  type OrderDifference,
  type StockEffect,
  type TargetLine,
  type TargetOrder,
} from "./target-order.ts";
