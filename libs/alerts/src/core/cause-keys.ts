import { FAULT_CODES, type FaultCode } from "@billferry/contracts";

import type { WatchedSchemeFacts } from "./watch-facts.ts";

/** The names of what explains why a scheme delivers nothing, in the order in which they explain each other. */
export function causeKey(code: string, scope: string): string {
  return `${code}|${scope}`;
}

export function accountKey(code: string, account: string): string {
  return `${code}|account|${account}`;
}

/** The code of a fault at the head of its text: "[KD_LICENCE] …". The rest may hold anything, and is not told. */
export function codeIn(text: string | null): FaultCode | undefined {
  const [, code = ""] = /^\[([A-Z_]+)\]/.exec(text ?? "") ?? [];
  return code in FAULT_CODES ? (code as FaultCode) : undefined;
}

/** What a fault of Kingdee's side says that no waiting ends. */
export function kingdeeRefusal({ lastError }: WatchedSchemeFacts): FaultCode | undefined {
  const code = codeIn(lastError);
  return code !== undefined && FAULT_CODES[code].recovery === "abort" ? code : undefined;
}
