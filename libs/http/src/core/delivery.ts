/**
 * What is known of a request that got no answer: `not-sent` means that the effect surely did not happen, `unknown`
 * that it may have. Only failures before the first byte left this machine count as not sent; everything else is
 * unknown, because a wrong "not sent" would be a second order.
 */
export type RequestDelivery = "not-sent" | "unknown";

const BEFORE_SENDING = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "ERR_INVALID_URL",
]);

/** Phases of a request (names as in got's `TimeoutError.event`) that end before anything is sent. */
const PHASES_BEFORE_SENDING = new Set(["lookup", "connect", "secureConnect", "socket"]);

export function judgeDelivery(errorCode: string | undefined, timedOutPhase: string | undefined): RequestDelivery {
  if (timedOutPhase !== undefined) return PHASES_BEFORE_SENDING.has(timedOutPhase) ? "not-sent" : "unknown";
  return errorCode !== undefined && BEFORE_SENDING.has(errorCode) ? "not-sent" : "unknown";
}
