import { isUtf8 } from "node:buffer";

import { Fault } from "@billferry/contracts";
import got, { RequestError, TimeoutError, type Got, type Response } from "got";
import type { CookieJar } from "tough-cookie";

import { judgeDelivery, type RequestDelivery } from "./core/delivery.ts";
import { redactSecrets } from "./core/redact.ts";
import { parseRetryAfter } from "./core/retry-after.ts";

/** Any answer at all, whatever its status: what it means is for the vendor's client to say. */
export interface HttpAnswer {
  readonly status: number;
  /** Read as UTF-8; a "\uFFFD" in it does not prove another charset: Kingdee's sign-in holds one [kingdee 2.6]. */
  readonly text: string;
  readonly isUtf8: boolean;
  /** The server's `Date` header in epoch milliseconds; its clock, not ours. */
  readonly serverTimeMs: number | undefined;
  /** `performance.now()` when the answer had arrived; lets a server's clock be carried on without ours. */
  readonly receivedAtMs: number;
  /** What the answer told to wait (`Retry-After`). */
  readonly retryAfterMs: number | undefined;
}

interface HttpRequest {
  /** Appended to the base URL. */
  readonly path: string;
  readonly body: string;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpClient {
  /** Posts once. Throws a Fault (`HTTP_NETWORK`, `HTTP_DEADLINE`, `HTTP_BODY_TOO_LARGE`) whose
   *  `details.delivery` says whether the request can have reached the other side. */
  post(request: HttpRequest): Promise<HttpAnswer>;
}

export interface HttpClientOptions {
  readonly baseUrl: string;
  /** For the whole exchange, from look-up to the last byte of the answer. */
  readonly deadlineMs: number;
  readonly maxBodyBytes: number;
  /** Secrets that no error may contain. */
  readonly secrets: readonly string[];
  readonly cookieJar?: CookieJar;
}

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * got, set up once for both vendors. The layers, outermost first:
 * 1. deadline and cancellation, 2. body limit, 3. redaction of errors, 4. what is known of delivery, 5. cookies,
 * 6. transport (HTTP/1.1, because Kingdee servers answered 502 to HTTP/2: [kingdee 1]).
 *
 * It never retries and never follows a redirect: retry lives in the queue, and a redirected push is a push to nobody
 * knows whom.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const client = got.extend({
    prefixUrl: options.baseUrl,
    retry: { limit: 0 },
    http2: false,
    followRedirect: false,
    throwHttpErrors: false,
    responseType: "text",
    decompress: true,
    timeout: {
      request: options.deadlineMs,
      connect: Math.min(CONNECT_TIMEOUT_MS, options.deadlineMs),
      secureConnect: Math.min(CONNECT_TIMEOUT_MS, options.deadlineMs),
    },
    headers: { "user-agent": "billferry" },
  });
  return { post: async (request) => post(client, options, request) };
}

async function post(client: Got, options: HttpClientOptions, request: HttpRequest): Promise<HttpAnswer> {
  const limit = new AbortController();
  const pending = client.post(request.path, {
    body: request.body,
    headers: { "content-type": request.contentType, ...(await cookieHeader(options, request)), ...request.headers },
    signal: request.signal ? AbortSignal.any([request.signal, limit.signal]) : limit.signal,
  });
  void pending.on("downloadProgress", ({ transferred }) => {
    if (transferred > options.maxBodyBytes) limit.abort();
  });
  try {
    const response = await pending;
    if (response.rawBody.length > options.maxBodyBytes) limit.abort();
    limit.signal.throwIfAborted();
    await keepCookies(options, request, response);
    return toAnswer(response);
  } catch (error) {
    throw toFault(error, { options, isTooLarge: limit.signal.aborted, isStopped: request.signal?.aborted ?? false });
  }
}

// Cookies are kept here and not by got: with a jar of its own got reads an answer that sets a cookie in one piece, past
// the body limit, and takes a cookie that the jar refuses for a failed exchange.
async function cookieHeader(options: HttpClientOptions, request: HttpRequest): Promise<Record<string, string>> {
  const cookie = await options.cookieJar?.getCookieString(targetOf(options, request));
  return cookie ? { cookie } : {};
}

async function keepCookies(options: HttpClientOptions, request: HttpRequest, response: Response<string>) {
  for (const cookie of response.headers["set-cookie"] ?? [])
    await options.cookieJar?.setCookie(cookie, targetOf(options, request), { ignoreError: true });
}

function targetOf(options: HttpClientOptions, request: HttpRequest): string {
  return `${options.baseUrl.replace(/\/$/, "")}/${request.path}`;
}

function toAnswer(response: Response<string>): HttpAnswer {
  const date = Date.parse(response.headers.date ?? "");
  const serverTimeMs = Number.isNaN(date) ? undefined : date;
  return {
    status: response.statusCode,
    text: response.body,
    isUtf8: isUtf8(response.rawBody),
    serverTimeMs,
    receivedAtMs: performance.now(),
    retryAfterMs: parseRetryAfter(response.headers["retry-after"], serverTimeMs ?? Date.now()),
  };
}

function toFault(
  error: unknown,
  context: { options: HttpClientOptions; isTooLarge: boolean; isStopped: boolean },
): Fault {
  const { options } = context;
  const host = new URL(options.baseUrl).host;
  const phase = error instanceof TimeoutError ? error.event : undefined;
  const errorCode = error instanceof RequestError ? error.code : undefined;
  const delivery: RequestDelivery = context.isTooLarge ? "unknown" : judgeDelivery(errorCode, phase);
  const reason = redactSecrets(error instanceof Error ? error.message : String(error), options.secrets);
  const details = { delivery, host, errorCode: errorCode ?? "", phase: phase ?? "" };
  // got's own error carries the whole request, secrets and personal data included, so only its words go on.
  const cause = new Error(reason);
  if (context.isTooLarge)
    return new Fault("HTTP_BODY_TOO_LARGE", `${host} 的应答超过 ${options.maxBodyBytes} 字节`, { cause, details });
  if (context.isStopped) return new Fault("SHUTDOWN", `调用 ${host} 时服务停止`, { cause, details });
  if (phase !== undefined)
    return new Fault("HTTP_DEADLINE", `${host} 在 ${options.deadlineMs} 毫秒内没有应答(${phase})`, { cause, details });
  return new Fault("HTTP_NETWORK", `${host}:${errorCode ?? reason}`, { cause, details });
}
