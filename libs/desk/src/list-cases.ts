import { FAULT_CODES, type FaultClass, type FaultCode, type Owner } from "@billferry/contracts";
import { Ledger, type CaseRecord } from "@billferry/ledger";
import { redisNowMs, type RedisConnection } from "@billferry/redis";

/** Something that waits for a person, with all that is needed to decide. */
export interface CaseItem extends CaseRecord {
  readonly faultClass: FaultClass;
  readonly owner: Owner;
  readonly ageSeconds: number;
  /** The whole line for the operator: code, what happened, what to do. */
  readonly reason: string;
  readonly remedy: string;
  /** Of all that is told here; whoever acts on it sends it along. */
  readonly version: string;
}

/** What waits for a person, oldest first, at most `limit`; with `faultClass` only that kind. */
export async function listCases(
  redis: RedisConnection,
  scheme: string,
  wanted: { readonly limit: number; readonly faultClass?: FaultClass },
): Promise<readonly CaseItem[]> {
  const [cases, nowMs] = await Promise.all([new Ledger(redis, scheme).cases.list(wanted), redisNowMs(redis)]);
  return cases.map((record) => describeCase(record, nowMs));
}

/** A case as a person is told of it. */
export function describeCase(record: CaseRecord, nowMs: number): CaseItem {
  const { class: faultClass, owner, remedy } = FAULT_CODES[record.code];
  return {
    ...record,
    faultClass,
    owner,
    remedy,
    version: caseVersion(record),
    ageSeconds: Math.max(0, Math.floor((nowMs - record.sinceMs) / 1_000)),
    reason: record.text || describeCode(record.code),
  };
}

/** Another one as soon as a person would decide on something else: on other content, for another reason, or anew. */
export function caseVersion({ contentHash, code, sinceMs }: CaseRecord): string {
  return `${contentHash.slice(0, 16)}-${code}-${sinceMs}`;
}

/** Where the ledger itself opened a case, it noted the bare code. */
function describeCode(code: FaultCode): string {
  const { meaning, remedy } = FAULT_CODES[code];
  return `[${code}] ${meaning} → ${remedy}`;
}
