export const REDACTED = "[redacted]";

/** Takes known secrets out, but for those under 4 characters: without every "a" the text is hidden, not the secret. */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  let redacted = text;
  for (const secret of secrets) {
    if (secret.length < 4) continue;
    redacted = redacted.replaceAll(secret, REDACTED).replaceAll(encodeURIComponentSafe(secret), REDACTED);
  }
  return redacted;
}

function encodeURIComponentSafe(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}
