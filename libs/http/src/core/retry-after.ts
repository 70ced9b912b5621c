const MAX_RETRY_AFTER_MS = 3_600_000;

/** `Retry-After` in milliseconds: seconds or an HTTP date against the server's clock; at most an hour. */
export function parseRetryAfter(header: unknown, serverNowMs: number): number | undefined {
  if (typeof header !== "string" || header.trim() === "") return undefined;
  const waitMs = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - serverNowMs;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), MAX_RETRY_AFTER_MS);
}
