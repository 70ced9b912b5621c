import type { FaultCode, FaultDetails } from "@billferry/contracts";

/** What is wrong with an answer. `vendorText` may hold anything, and is shown only through `presentVendorText`. */
export interface Finding {
  readonly code: FaultCode;
  /** One line in Chinese, ours. */
  readonly message: string;
  readonly vendorText?: string | undefined;
  readonly details: FaultDetails;
  readonly retryAfterMs?: number | undefined;
  /** Set where a session that is over looks like this too (a sign-in page, 401 without a word): a new session tells. */
  readonly mayBeSessionLoss?: true;
}

/** What an answer holds, or what it is instead. */
export type Judged<Value> = { readonly value: Value } | { readonly finding: Finding };

export function finding(code: FaultCode, message: string, details: FaultDetails = {}, vendorText?: string): Finding {
  return { code, message, details, vendorText };
}

/** The longest vendor text that goes into a Fault, in characters. */
const VENDOR_TEXT_LIMIT = 300;

const PERSONAL: readonly RegExp[] = [
  /(?<![\w.])1[3-9]\d{9}(?!\d)/g /* mobile phone */,
  /(?<!\d)0\d{2,3}-\d{7,8}(?!\d)/g /* fixed line */,
  /(?<!\d)\d{17}[\dXx](?!\d)/g /* identity card */,
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g /* mail */,
];

/** Fit for a log: secrets out first (a cut must not leave half of one), then personal data, then one line, the cut. */
export function presentVendorText(text: string, redact: (text: string) => string): string {
  let presented = redact(text);
  for (const pattern of PERSONAL) presented = presented.replace(pattern, "[redacted]");
  presented = presented.replace(/\s+/g, " ").trim();
  return presented.length > VENDOR_TEXT_LIMIT ? `${presented.slice(0, VENDOR_TEXT_LIMIT)}…` : presented;
}
