export { audited, type AuditedAct } from "./audited.ts";
export type { ActName, Facts, Json, Subject, SubjectKind, Via } from "./core/acts.ts";
