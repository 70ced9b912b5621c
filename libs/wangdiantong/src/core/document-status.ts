import { TARGET_INTERFACES, type TargetName } from "@billferry/contracts";

/** Whether the document was cancelled in Wangdiantong: it moves no stock. */
export function isCancelled(target: TargetName, status: string | null): boolean {
  return status === TARGET_INTERFACES[target].documents.cancelledStatus;
}

/** Whether the document was audited, so that stock is moved by it. A row without a status can only come from a query
 *  without one, which shows finished documents and nothing else. */
export function isAudited(target: TargetName, status: string | null): boolean {
  return status === null || Number(status) >= TARGET_INTERFACES[target].documents.firstAuditedStatus;
}
