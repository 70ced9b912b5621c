import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type { Fault } from "@billferry/contracts";

import {
  createWangdiantongClient,
  type OrderSearch,
  type WangdiantongClient,
  type WangdiantongDocuments,
  type WangdiantongEvent,
} from "../src/index.ts";
import type { QueryGate } from "../src/search-orders.ts";

/** What the server does with one request; the last step of a script is repeated. */
export type Step =
  | { readonly kind: "json"; readonly body: unknown }
  | {
      readonly kind: "text";
      readonly text: string;
      readonly status?: number;
      readonly headers?: Record<string, string>;
    }
  | { readonly kind: "silence" }
  | { readonly kind: "cut" }
  /** Refuses and repeats the sign it was sent. */
  | { readonly kind: "echo-sign"; readonly code: number }
  /** Judges timestamp and sign as the vendor does, then goes on with `then`. */
  | { readonly kind: "guard"; readonly next: Step };

interface ReceivedCall {
  readonly path: string;
  readonly contentType: string;
  readonly rawBody: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Setup extends AsyncDisposable {
  readonly client: WangdiantongClient;
  /** Of `stockout_order_push`. */
  readonly documents: WangdiantongDocuments;
  /** Among them, through a gate that is open. */
  readonly orders: OrderSearch;
  readonly calls: ReceivedCall[];
  readonly events: WangdiantongEvent[];
  readonly url: string;
}

export const ACCOUNT = { sid: "demo2", appkey: "demo2-ot", appsecret: "s3cr3t-demo" };

export interface SetupOptions {
  readonly deadlineMs?: number;
  readonly maxBodyBytes?: number;
  readonly nowMs?: () => number;
  readonly beforeRepeat?: () => Promise<void>;
  readonly appsecret?: string;
}

/** Lets every call pass; `asked` hears of each, with the fault of the call that it repeats. */
export function openGate(asked: (lastFault?: Fault) => void = () => undefined): QueryGate {
  return { series: async (_signal, act) => act(async (lastFault) => asked(lastFault)) };
}

/** A real server that plays a script, and a client for it. */
export async function setup(script: readonly Step[], options: SetupOptions = {}): Promise<Setup> {
  const calls: ReceivedCall[] = [];
  const events: WangdiantongEvent[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = await readCall(request);
    const step = script[Math.min(calls.length, script.length - 1)];
    calls.push(call);
    if (step !== undefined) play(step, call, response);
  };
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/openapi2`;
  const { deadlineMs = 5_000, maxBodyBytes = 1_000_000, appsecret = ACCOUNT.appsecret, ...hooks } = options;
  const client = createWangdiantongClient(
    { ...ACCOUNT, appsecret, url, deadlineMs, maxBodyBytes },
    { ...hooks, onEvent: (event) => events.push(event) },
  );
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    client,
    documents: client.documents("stockout_order_push"),
    orders: client.orders("stockout_order_push", openGate()),
    calls,
    events,
    url,
    [Symbol.asyncDispose]: close,
  };
}

async function readCall(request: IncomingMessage): Promise<ReceivedCall> {
  let rawBody = "";
  for await (const chunk of request.setEncoding("utf8")) rawBody += String(chunk);
  return {
    path: request.url ?? "",
    contentType: request.headers["content-type"] ?? "",
    rawBody,
    parameters: Object.fromEntries(new URLSearchParams(rawBody)),
  };
}

function play(step: Step, call: ReceivedCall, response: ServerResponse): void {
  switch (step.kind) {
    case "json":
      response.setHeader("content-type", "application/json").end(JSON.stringify(step.body));
      return;
    case "text":
      response.writeHead(step.status ?? 200, step.headers).end(step.text);
      return;
    case "cut":
      response.writeHead(200, { "content-length": "500" }).write('{"code":0,"stock', () => response.destroy());
      return;
    case "silence":
      return;
    case "echo-sign":
      response.end(
        JSON.stringify({
          code: step.code,
          message: `sign error: ${call.parameters["sign"] ?? ""}`,
        }),
      );
      return;
    case "guard": {
      const problem = refuse(call);
      play(
        problem === undefined ? step.next : { kind: "json", body: { code: 2100, message: problem } },
        call,
        response,
      );
    }
  }
}

const pad = (text: string, width: number) => String(Buffer.byteLength(text)).padStart(width, "0");

/** Written apart from the client: counts bytes, which for an escaped request must come to the same. */
function refuse(call: ReceivedCall): string | undefined {
  const { sign, ...rest } = call.parameters;
  if (Math.abs(Number(rest["timestamp"]) * 1_000 - Date.now()) > 300_000) return "timestamp 超出允许范围";
  const keys = Object.keys(rest).toSorted();
  const packed = keys.map((key) => `${pad(key, 2)}-${key}:${pad(rest[key] ?? "", 4)}-${rest[key] ?? ""}`).join(";");
  const expected = createHash("md5").update(`${packed}${ACCOUNT.appsecret}`).digest("hex");
  return sign === expected ? undefined : `sign error: ${sign ?? ""}`;
}
