export { audited, type AuditedAct } from "./audited.ts";
export { keepAuditWriter, type AuditWriter } from "./audit-writer.ts";
export type { ActName, Facts, Json, Subject, SubjectKind, Via } from "./core/acts.ts";
export type { AuditFilter, RecordedAct } from "./core/acts-of-lines.ts";
export type { ChainHead } from "./core/line.ts";
export { forgetKnownHead, readKnownHead, readWaitingActs, restoreWaitingActs } from "./inbox.ts";
export { listActs, walkActs, type ActPage } from "./list-acts.ts";
export { verifyAudit, type AuditVerdict } from "./verify-audit.ts";
