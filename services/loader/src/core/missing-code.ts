import type { FaultDetails } from "@billferry/contracts";

/** A code that Wangdiantong does not know, and the parameter that carries it. */
export interface MissingCode {
  readonly subject: string;
  readonly code: string;
}

/** The codes for which an order was refused, as the client found them in the vendor's answer; none where it was
 *  refused for another reason. What an operator reads is no source of them. */
export function missingCodesOf(details: FaultDetails): readonly MissingCode[] {
  const { missingSubject: subject, missingCodes: codes } = details;
  if (typeof subject !== "string" || typeof codes !== "string") return [];
  return codes
    .split("\n")
    .filter((code) => code !== "")
    .map((code) => ({ subject, code }));
}
