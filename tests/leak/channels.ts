import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createMailServer, type AddressInfo, type Server } from "node:net";

import { onTestFinished } from "vitest";

/** The credentials of all channels: each is found in no other place than where it is used. */
export const CHANNEL_SECRETS = {
  dingtalkToken: "dingtalk-token-marker-31",
  dingtalkSecret: "SECdingtalk0marker0secret",
  wecomKey: "wecom-key-marker-32",
  feishuToken: "feishu-token-marker-33",
  feishuSecret: "feishuMarkerSecret01",
  webhookSecret: "whsec_bWFya2VyLXNlY3JldC1vZi1hLXdlYmhvb2stMDE=",
  mailPassword: "mail-password-marker-34",
} as const;

export interface LeakChannels {
  readonly secrets: Readonly<Record<string, string>>;
  /** What was said by each channel: bodies alone, since its address is a credential. */
  readonly told: ReadonlyMap<string, readonly string[]>;
}

/** Robots, a webhook and a mail server that take all they are given. */
export async function startChannels(): Promise<LeakChannels> {
  const told = new Map<string, string[]>(["dingtalk", "wecom", "feishu", "webhook", "mail"].map((name) => [name, []]));
  const http = await startRobots(told);
  const mail = await startMail((text) => told.get("mail")?.push(text));
  const own = CHANNEL_SECRETS;
  return {
    told,
    secrets: {
      ALERT_DINGTALK_URL: `${http}/dingtalk?access_token=${own.dingtalkToken}`,
      ALERT_DINGTALK_SECRET: own.dingtalkSecret,
      ALERT_WECOM_URL: `${http}/wecom?key=${own.wecomKey}`,
      ALERT_FEISHU_URL: `${http}/feishu/${own.feishuToken}`,
      ALERT_FEISHU_SECRET: own.feishuSecret,
      ALERT_WEBHOOK_URL: `${http}/webhook`,
      ALERT_WEBHOOK_SECRET: own.webhookSecret,
      ALERT_SMTP_URL: `smtp://watch:${own.mailPassword}@${mail}`,
      ALERT_MAIL_FROM: "watch@example.com",
      ALERT_MAIL_TO: "people@example.com",
    },
  };
}

async function startRobots(told: ReadonlyMap<string, string[]>): Promise<string> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const [name = ""] = /\w+/.exec(request.url ?? "") ?? [];
      told.get(name)?.push(body);
      response.writeHead(200, { "content-type": "application/json" }).end('{"errcode":0,"code":0}');
    });
  });
  onTestFinished(() => server.closeAllConnections());
  return `http://127.0.0.1:${await listen(server)}`;
}

/** As much of SMTP as a mail needs; a login goes through whatever it is. */
async function startMail(onMail: (text: string) => void): Promise<string> {
  const server = createMailServer((socket) => {
    let [pending, isText] = ["", false];
    socket.write("220 here\r\n");
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => {
      pending += chunk.toString();
      if (isText) {
        if (!pending.endsWith("\r\n.\r\n")) return;
        onMail(decode(pending));
        [pending, isText] = ["", false];
        socket.write("250 taken\r\n");
      }
      for (let end = pending.indexOf("\r\n"); end >= 0 && !isText; end = pending.indexOf("\r\n")) {
        const line = pending.slice(0, end);
        pending = pending.slice(end + 2);
        isText = line === "DATA";
        socket.write(answerTo(line));
      }
    });
  });
  return `127.0.0.1:${await listen(server)}`;
}

function answerTo(line: string): string {
  if (/^EHLO/i.test(line)) return "250-here\r\n250 AUTH PLAIN\r\n";
  if (/^AUTH/i.test(line)) return "235 welcome\r\n";
  return line === "DATA" ? "354 go on\r\n" : "250 well\r\n";
}

/** A mail with its Base64 and quoted-printable parts beside what they say. */
function decode(mail: string): string {
  const bytes = mail.replaceAll("=\r\n", "").replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => byteOf(hex));
  const [, body = ""] = mail.split("\r\n\r\n");
  return [mail, Buffer.from(bytes, "latin1").toString(), Buffer.from(body, "base64").toString()].join("\n");
}

function byteOf(hex: string): string {
  return String.fromCodePoint(Number.parseInt(hex, 16));
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
