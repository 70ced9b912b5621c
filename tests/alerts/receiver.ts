import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { Webhook } from "standardwebhooks";
import { expect, onTestFinished } from "vitest";

const SECRET = "whsec_YmlsbGZlcnJ5LW1hZGUtdXAta2V5LTAx";

/** What a receiver of the generic webhook knows of a message. */
interface ToldAlert {
  readonly kind: "opened" | "reminded" | "closed";
  readonly cause: string;
  readonly bills: number;
  readonly orders: number;
  readonly title: string;
  readonly text: string;
  readonly link: string | null;
  readonly id: string;
}

export interface AlertReceiver {
  /** Where somebody outside waits for signs of life, and how many have come. */
  readonly heartbeatUrl: string;
  heartbeats(): number;
  /** A robot that refuses its key. */
  readonly brokenRobotUrl: string;
  /** All that came with a right signature, in order. */
  readonly told: readonly ToldAlert[];
  /** Waits for the first message of this kind and cause. */
  until(kind: ToldAlert["kind"], cause: string): Promise<ToldAlert>;
  /** "opened WDT_SKU_UNKNOWN", one for each message. */
  lines(): readonly string[];
  /** Settings of a watcher that tells it, and does not take its time. */
  readonly settings: Readonly<Record<string, string>>;
}

const PATIENCE = { timeout: 150_000, interval: 200 };

/** A server that verifies each message by the standard's own library. */
export async function startAlertReceiver(): Promise<AlertReceiver> {
  const told: ToldAlert[] = [];
  let pings = 0;
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      if (request.url?.startsWith("/ping")) {
        pings += 1;
        response.end();
        return;
      }
      // A robot whose key is none.
      if (request.url?.startsWith("/robot")) {
        response.end(JSON.stringify({ errcode: 93000, errmsg: "invalid webhook url" }));
        return;
      }
      const alert = new Webhook(SECRET).verify(body, request.headers as Record<string, string>) as ToldAlert;
      told.push({ ...alert, id: String(request.headers["webhook-id"]) });
      response.writeHead(204).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const find = (kind: string, cause: string) => told.find((each) => each.kind === kind && each.cause === cause);
  return {
    heartbeatUrl: `${origin}/ping`,
    heartbeats: () => pings,
    brokenRobotUrl: `${origin}/robot?key=none`,
    told,
    until: async (kind, cause) => {
      await expect.poll(() => find(kind, cause)?.kind, PATIENCE).toBe(kind);
      const found = find(kind, cause);
      if (found === undefined) throw new Error(`${kind} ${cause} was not told`);
      return found;
    },
    lines: () => told.map(({ kind, cause }) => `${kind} ${cause}`),
    settings: {
      ALERT_WEBHOOK_URL: `${origin}/alerts`,
      ALERT_WEBHOOK_SECRET: SECRET,
      CONSOLE_URL: "https://billferry.example.com",
      ALERT_EVERY: "500ms",
      ALERT_WAIT: "4s",
      ALERT_CLEAR: "2s",
      ALERT_DAILY_AT: "off",
    },
  };
}
