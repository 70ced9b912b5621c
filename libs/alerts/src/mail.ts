import type { Channel } from "./channel.ts";
import { readMailFailure } from "./core/mail-answer.ts";
import { plainText, type AlertMessage } from "./core/message.ts";
import { SENT } from "./core/verdict.ts";
import type { ChannelSettings } from "./settings.ts";

const STEP_MS = 10_000;
const DEADLINE_MS = 30_000;
const MOST_BYTES = 16_000;

/** By SMTP; the library is loaded with the first mail. */
export function openMail(settings: ChannelSettings, link: (message: AlertMessage) => string | null): Channel[] {
  const { ALERT_SMTP_URL: url, ALERT_MAIL_FROM: from, ALERT_MAIL_TO: to } = settings;
  if (url === undefined || from === undefined || to === undefined) return [];
  const domain = /@([\w.-]+)/.exec(from)?.[1] ?? "billferry.invalid";
  const idOf = (id: string): string => `<${id}@${domain}>`;
  return [
    {
      ...{ name: "mail", title: { zh: "邮件", en: "mail" }, perMinute: 20, tellsRepeats: false, paceMs: 0 },
      send: async (message) => {
        const transport = await openTransport(url);
        const isFirst = message.kind === "opened";
        try {
          await transport.sendMail({
            from,
            to,
            subject: message.title,
            text: plainText(message, link(message), MOST_BYTES),
            messageId: idOf(message.id),
            ...(isFirst ? {} : { inReplyTo: idOf(message.threadId), references: [idOf(message.threadId)] }),
            headers: { "Auto-Submitted": "auto-generated" },
            signal: AbortSignal.timeout(DEADLINE_MS),
            disableFileAccess: true,
            disableUrlAccess: true,
          });
          return SENT;
        } catch (error) {
          return readMailFailure(error instanceof Error ? error : new Error(String(error)));
        } finally {
          transport.close();
        }
      },
    },
  ];
}

/**
 * A password goes over no open line: `smtp://` means STARTTLS, and a server that does not offer it is refused, but for
 * one on this machine, or where the address itself says otherwise (`?requireTLS=false`).
 */
async function openTransport(url: string) {
  const { createTransport } = await import("nodemailer");
  const { protocol, hostname, searchParams } = new URL(url);
  const isHere = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  const isOpen = protocol === "smtps:" || isHere || searchParams.get("requireTLS") === "false";
  const options = { url, connectionTimeout: STEP_MS, greetingTimeout: STEP_MS, socketTimeout: STEP_MS };
  return createTransport({ ...options, ...(isOpen ? {} : { requireTLS: true }) });
}
