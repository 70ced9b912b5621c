import { createHmac } from "node:crypto";

const WEBHOOK_SECRET = /^whsec_([A-Za-z0-9+/]+={0,2})$/;

/** DingTalk: HMAC of "timestamp, newline, secret" under the secret. */
export function signDingtalk(secret: string, timestampMs: number): string {
  return createHmac("sha256", secret).update(`${timestampMs}\n${secret}`).digest("base64");
}

/** Feishu: HMAC of nothing, under "timestamp, newline, secret"; seconds. */
export function signFeishu(secret: string, timestampSeconds: number): string {
  return createHmac("sha256", `${timestampSeconds}\n${secret}`).update("").digest("base64");
}

/** Standard Webhooks 1.0.0: over the very bytes that are sent. */
export function signWebhook(secret: string, signed: { id: string; timestampSeconds: number; body: string }): string {
  const key = Buffer.from(WEBHOOK_SECRET.exec(secret)?.[1] ?? "", "base64");
  const text = `${signed.id}.${signed.timestampSeconds}.${signed.body}`;
  return `v1,${createHmac("sha256", key).update(text).digest("base64")}`;
}

/** "whsec_" and 24 to 64 bytes of base64. */
export function isWebhookSecret(secret: string): boolean {
  const bytes = Buffer.from(WEBHOOK_SECRET.exec(secret)?.[1] ?? "", "base64").length;
  return bytes >= 24 && bytes <= 64;
}
