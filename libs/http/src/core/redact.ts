export const REDACTED = "[redacted]";

/** Takes every known secret out of a text, however it got there; secrets shorter than 4 characters are left alone,
 *  since taking out every "a" would hide the text and not the secret. */
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
