import { isFault } from "@billferry/contracts";
import {
  createHttpClient,
  createServerClock,
  redactSecrets,
  tellCall,
  type HttpAnswer,
  type HttpClient,
  type ServerClock,
} from "@billferry/http";

import { UNKNOWN_MEANING } from "./core/answer-codes.ts";
import { classifyAnswer } from "./core/classify-answer.ts";
import { coverProse } from "./core/cover-prose.ts";
import { explainRefusal, type OwnRequest } from "./core/explain-refusal.ts";
import {
  cutText,
  isMisdirected,
  MAX_CODE_LENGTH,
  MAX_MESSAGE_LENGTH,
  refusal,
  statusFailure,
  transportFailure,
  unreadableFailure,
  type CallContext,
} from "./core/failures.ts";
import { readAnswer, type Answer } from "./core/read-answer.ts";
import type { CallParameters } from "./core/signing.ts";
import { toldWaitMs } from "./core/told-wait.ts";
import type { WangdiantongHooks, WangdiantongSettings } from "./settings.ts";
import { encodeSignedForm, signParameters } from "./sign.ts";

/** One call of a service: what is asked, and what is known about it should it go wrong. */
export interface Call extends CallContext {
  /** Business parameters, already without empty ones. */
  readonly parameters: CallParameters;
  /** The values of the request that the server may quote in a refusal. */
  readonly own?: OwnRequest;
  /** The number of the document in an answer, where it tells one. */
  readonly documentNo?: (body: Answer["body"]) => string | null;
  readonly signal?: AbortSignal | undefined;
  /** Told what came back, whatever it means. */
  readonly hear?: ((heard: HeardAnswer) => void) | undefined;
}

/** An answer as it came, for people to read. */
export interface HeardAnswer {
  /** Of HTTP; null where no answer came. */
  readonly status: number | null;
  /** At most some thousand characters, free of secrets and of what it quotes of remarks; or why none came. */
  readonly text: string;
}

interface Answered {
  readonly kind: "success" | "duplicate";
  readonly body: Answer["body"];
  /** The vendor's words, short and free of secrets. */
  readonly message: string;
}

export type Caller = (call: Call) => Promise<Answered>;

/** A call as it goes over the wire; made without a network. */
export interface SignedCall {
  /** Below the account's address: `stockout_order_push.php`. */
  readonly path: string;
  /** The form, signed; without the secret, and good for as long as the vendor takes its timestamp. */
  readonly body: string;
}

/** A sign refused while the clocks are further apart than this is taken for a wrong clock. */
const CLOCK_TOLERANCE_MS = 60_000;

interface Connection {
  readonly settings: WangdiantongSettings;
  readonly hooks: WangdiantongHooks;
  readonly http: HttpClient;
  readonly clock: ServerClock;
}

/**
 * Signs, sends and judges one call: sign, post, read, classify. Resolves with a success or a duplicate and throws a
 * Fault for all else. Nothing is repeated, but for one case: a sign that was refused while our time was over a minute
 * off the server's is signed again with the server's time, because a refused sign surely had no effect.
 */
export function createCaller(settings: WangdiantongSettings, hooks: WangdiantongHooks): Caller {
  const { deadlineMs, maxBodyBytes, appsecret, appkey } = settings;
  const baseUrl = settings.url.endsWith("/") ? settings.url : `${settings.url}/`;
  const connection: Connection = {
    settings,
    hooks,
    http: createHttpClient({ baseUrl, deadlineMs, maxBodyBytes, secrets: [appsecret, appkey] }),
    clock: createServerClock(hooks.nowMs),
  };
  return (call) => callWithClock(connection, { ...call, address: baseUrl });
}

async function callWithClock(connection: Connection, call: Call): Promise<Answered> {
  const { clock, hooks } = connection;
  const signedAtMs = clock.now().epochMs;
  const startedAtMs = performance.now();
  try {
    return await callOnce(connection, call, signedAtMs);
  } catch (error) {
    if (!isFault(error) || error.code !== "WDT_CREDENTIALS_REFUSED") throw error;
    const offsetMs = clock.now().epochMs - (signedAtMs + performance.now() - startedAtMs);
    if (Math.abs(offsetMs) <= CLOCK_TOLERANCE_MS) throw error;
    hooks.onEvent?.({ kind: "clock-corrected", offsetMs: Math.round(offsetMs) });
    await hooks.beforeRepeat?.();
    return callOnce(connection, call, clock.now().epochMs);
  }
}

async function callOnce(connection: Connection, call: Call, signedAtMs: number): Promise<Answered> {
  const act = async (): Promise<Answered> => callAndJudge(connection, call, signedAtMs);
  return tellCall(connection.hooks.onCall, call.hasEffect ? "push" : "query", { act });
}

async function callAndJudge(connection: Connection, call: Call, signedAtMs: number): Promise<Answered> {
  const { appkey, appsecret } = connection.settings;
  const { sign, ...request } = signCall(connection.settings, call, signedAtMs);
  const http = await post(connection, call, request);
  const secrets = [appsecret, appkey, sign];
  call.hear?.({ status: http.status, text: readable(http.text, secrets, call.own) });
  const read = readAnswer(http.text);
  const { retryAfterMs } = http;
  const isStatusOk = http.status >= 200 && http.status <= 299;
  if ("answer" in read && isStatusOk) {
    // Only an answer of the interface itself sets the clock, not a page that some gateway sent in its place.
    connection.clock.learn(http);
    return judge(connection, call, { answer: read.answer, secrets, retryAfterMs });
  }
  // With a wrong status, or without a code, words prove no more than what a rule knows.
  const answer = "answer" in read ? read.answer : { code: "", message: read.words, body: {} };
  if (isUnderstood(answer, call) && !isMisdirected(http.status))
    return judge(connection, call, { answer, secrets, retryAfterMs });
  const words = coverProse(redactSecrets(answer.message, secrets), call.own ?? NOTHING_OWN);
  if ("answer" in read || !isStatusOk)
    throw statusFailure({ status: http.status, retryAfterMs: retryAfterMs ?? toldWaitMs(words), words }, call);
  throw unreadableFailure({ problem: read.unreadable, lengthChars: http.text.length, words }, call);
}

function isUnderstood({ code, message }: Answer, call: Call): boolean {
  const verdict = classifyAnswer(code, message, call.own?.codes);
  return verdict.kind === "duplicate" || (verdict.kind === "refused" && verdict.isKnown);
}

/** The call as it would be sent at that moment (epoch milliseconds). */
export function signCall(
  { sid, appkey, appsecret }: WangdiantongSettings,
  call: Pick<Call, "service" | "parameters">,
  signedAtMs: number,
): SignedCall & { readonly sign: string } {
  const timestamp = String(Math.floor(signedAtMs / 1_000));
  const parameters = { ...call.parameters, sid, appkey, timestamp };
  const sign = signParameters(parameters, appsecret);
  return { path: `${call.service}.php`, body: encodeSignedForm(parameters, sign), sign };
}

async function post(connection: Connection, call: Call, { path, body }: SignedCall): Promise<HttpAnswer> {
  try {
    return await connection.http.post({
      path,
      body,
      contentType: "application/x-www-form-urlencoded",
      signal: call.signal,
    });
  } catch (error) {
    if (!isFault(error)) throw error;
    call.hear?.({ status: null, text: error.message });
    throw transportFailure(error, call);
  }
}

/** Longer answers are pages of some gateway. */
const MAX_HEARD_LENGTH = 4_000;

function readable(text: string, secrets: readonly string[], own: OwnRequest = NOTHING_OWN): string {
  const covered = coverProse(redactSecrets(text.slice(0, MAX_HEARD_LENGTH), secrets), own);
  return text.length > MAX_HEARD_LENGTH ? `${covered}…` : covered;
}

function judge(
  connection: Connection,
  call: Call,
  heard: { answer: Answer; secrets: readonly string[]; retryAfterMs: number | undefined },
): Answered {
  const { code, message: words, body } = heard.answer;
  const own = call.own ?? NOTHING_OWN;
  const verdict = classifyAnswer(code, words, own.codes);
  const message = cutText(coverProse(redactSecrets(words, heard.secrets), own), MAX_MESSAGE_LENGTH);
  if (verdict.kind === "success") return { kind: "success", body, message };
  if (verdict.kind === "duplicate" && call.hasEffect) return { kind: "duplicate", body, message };
  // "Duplicate" as an answer to a query means nothing that we know.
  const isKnown = verdict.kind === "refused" && verdict.isKnown;
  if (!isKnown)
    connection.hooks.onEvent?.({
      kind: "unknown-code",
      service: call.service,
      code: cutText(code, MAX_CODE_LENGTH),
      message,
    });
  const known = verdict.kind === "refused" ? verdict : { meaning: UNKNOWN_MEANING, mayHaveEffect: true };
  const explained = explainRefusal(known.meaning, words, own);
  throw refusal(
    {
      code,
      message,
      ...explained,
      mayHaveEffect: known.mayHaveEffect || explained.meaning.provesNoEffect !== true,
      documentNo: call.documentNo?.(body) ?? null,
      retryAfterMs: heard.retryAfterMs ?? toldWaitMs(words),
    },
    call,
  );
}

const NOTHING_OWN: OwnRequest = { codes: [], lines: [] };
