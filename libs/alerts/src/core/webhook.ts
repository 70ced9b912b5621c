import { plainText, type AlertMessage } from "./message.ts";
import { SENT, type ChannelAnswer, type SendVerdict } from "./verdict.ts";

const MINUTE_MS = 60_000;
const MOST_BYTES = 16_000;

/** The body of the generic webhook; what stands here is documented, and stays. */
export function webhookBody(message: AlertMessage, link: string | null): string {
  const { kind, cause, bills, orders, amount, title, isEscalation } = message;
  return JSON.stringify({
    kind,
    cause,
    bills,
    orders,
    amount,
    title,
    text: plainText(message, link, MOST_BYTES),
    link,
    escalated: isEscalation,
  });
}

/** What its answer means, by Standard Webhooks 1.0.0. */
export function readWebhookAnswer({ status, retryAfterMs }: ChannelAnswer): SendVerdict {
  const why = `HTTP ${status}`;
  if (status >= 200 && status < 300) return SENT;
  if (status === 410)
    return {
      kind: "broken",
      why: {
        zh: `${why} → 接收方已停用该地址,请更换 ALERT_WEBHOOK_URL`,
        en: `${why} → the receiver has given this address up, change ALERT_WEBHOOK_URL`,
      },
    };
  if (retryAfterMs !== undefined || [429, 502, 504].includes(status))
    return { kind: "wait", forMs: retryAfterMs ?? MINUTE_MS, why };
  return {
    kind: "not-sent",
    why:
      status < 400
        ? { zh: `${why}:不跟随重定向,请填写最终地址`, en: `${why}: redirects are not followed, set the final address` }
        : why,
  };
}
