import type { TargetName } from "@billferry/contracts";

import { isAudited } from "./read-document.ts";

const NOT_AUDITED = /审核.{0,6}(?:失败|未通过|不通过|异常|出错)|(?:check|audit)[_ ]?(?:is )?(?:fail|error)/i;

/** The words of a "created" with a failed audit inside (a sister edition: `data.status` 20); null without. */
export function auditDoubtOf(
  target: TargetName,
  { body, message }: { readonly body: Readonly<Record<string, unknown>>; readonly message: string },
): string | null {
  if (NOT_AUDITED.test(message)) return message;
  const status = body["data"] === undefined ? undefined : body["status"];
  if (typeof status !== "string" || !/^[1-9]\d{0,3}$/.test(status) || isAudited(target, status)) return null;
  return `status ${status}${message === "" ? "" : `:${message}`}`;
}
