import { setTimeout as wait } from "node:timers/promises";

import type { FastifyReply, FastifyRequest } from "fastify";

import type { FaultKind, FaultPlan, FaultRule } from "./faults.ts";

/** Where a call stands: `before-effect` it has arrived, `after-effect` it is carried out and not yet answered. */
export type CallMoment = "before-effect" | "after-effect";

/** One call as a rehearsal sees it; the port tells which process it came from. */
export interface WatchedCall {
  readonly vendor: "kingdee" | "wangdiantong";
  readonly service: string;
  readonly body: string;
  readonly remotePort: number;
  /** The text that goes back; known after the effect only, and not where nothing goes back. */
  readonly answer?: string;
}

/** Is told of each call at both moments, and may hold it; "lost" cuts the call off, with no effect if it had none. */
export type CallWatch = (moment: CallMoment, call: WatchedCall) => Promise<"lost" | void>;

/** What a stand-in would say, before any fault spoils it. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
}

export const JSON_TYPE = "application/json; charset=utf-8";
const TEXT_TYPE = "text/plain; charset=utf-8";
export const HTML_TYPE = "text/html; charset=utf-8";

export function jsonAnswer(value: unknown): Answer {
  return jsonText(JSON.stringify(value));
}

export function jsonText(body: string): Answer {
  return { status: 200, contentType: JSON_TYPE, body };
}

export function textAnswer(status: number, body: string): Answer {
  return { status, contentType: TEXT_TYPE, body };
}

const LOGIN_PAGE =
  "<!DOCTYPE html><html><head><title>登录</title></head><body><form action='/login'>请登录</form></body></html>";
const WAF_POPUP =
  '[{"actionname":"showConfirm","params":[{"title":"","msg":"请求参数存在可疑数据,当前请求已经被拦截规则[caller_in_less_Point_Bracket]阻止!","option":0,"msgType":0}]}]';

/** Answers one call, spoiled as planned. `carryOut` has the effect and gives the honest answer: called at most once,
 *  and not at all where the fault strikes first. Kinds that only a vendor understands are left to it. */
export async function deliver(
  exchange: { request: FastifyRequest; reply: FastifyReply; plan: FaultPlan; watch?: Watch | undefined },
  carryOut: (fault: FaultRule | undefined) => Answer,
): Promise<FastifyReply> {
  const { request, reply, plan } = exchange;
  const { fault } = plan;
  if (plan.delayMs > 0) await wait(plan.delayMs, undefined, { ref: false });
  if ((await exchange.watch?.("before-effect")) === "lost") return keepSilent(exchange, true);
  const silence = fault === undefined ? undefined : SILENT[fault.kind];
  if (fault?.kind === "late-effect") {
    setTimeout(() => carryOut(undefined), fault.delayMs).unref();
    return keepSilent(exchange, false);
  }
  if (silence === undefined) {
    const answer = fault === undefined ? carryOut(undefined) : spoil(fault, carryOut);
    if ((await exchange.watch?.("after-effect", answer)) === "lost") return keepSilent(exchange, true);
    return send(reply, answer);
  }
  if (silence.hasEffect) carryOut(undefined);
  await exchange.watch?.("after-effect");
  return keepSilent({ request, reply }, silence.isCut);
}

type Watch = (moment: CallMoment, answer?: Answer) => Promise<"lost" | void>;

function keepSilent(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  isCut: boolean,
): FastifyReply {
  reply.hijack();
  if (isCut) request.raw.socket.destroy();
  return reply;
}

/** The watch of one call, bound to what is known of it; undefined where nobody watches. */
export function bindWatch(
  watch: CallWatch | undefined,
  request: FastifyRequest,
  call: Pick<WatchedCall, "vendor" | "service">,
): Watch | undefined {
  if (watch === undefined) return undefined;
  // Read now: a socket that has closed meanwhile no longer tells its port.
  const watched = { ...call, body: bodyText(request), remotePort: request.raw.socket.remotePort ?? 0 };
  return async (moment, answer) => watch(moment, answer === undefined ? watched : { ...watched, answer: answer.body });
}

/** The kinds that give no answer at all. */
const SILENT: Partial<Record<FaultKind, { readonly hasEffect: boolean; readonly isCut: boolean }>> = {
  "cut-before": { hasEffect: false, isCut: true },
  "cut-after": { hasEffect: true, isCut: true },
  "hang-before": { hasEffect: false, isCut: false },
  "hang-after": { hasEffect: true, isCut: false },
};

function spoil(fault: FaultRule, carryOut: (fault: FaultRule | undefined) => Answer): Answer {
  if (fault.kind === "truncated" || fault.kind === "double-encoded") {
    const { body, ...answer } = carryOut(undefined);
    const spoilt = fault.kind === "truncated" ? body.slice(0, Math.ceil(body.length / 2)) : JSON.stringify(body);
    return { ...answer, body: spoilt };
  }
  const replacement = REPLACEMENTS[fault.kind]?.(fault);
  if (replacement === undefined) return carryOut(fault);
  if (fault.withEffect) carryOut(undefined);
  return replacement;
}

/** The kinds that put something else in the answer's place. */
const REPLACEMENTS: Partial<Record<FaultKind, (fault: FaultRule) => Answer>> = {
  html: () => ({ status: 200, contentType: HTML_TYPE, body: LOGIN_PAGE }),
  status: (fault) => statusAnswer(fault.status),
  "empty-body": () => jsonText(""),
  "empty-array": () => jsonText("[]"),
  waf: () => jsonText(WAF_POPUP),
  "response-error": () => textAnswer(200, "response_error:服务器内部错误,请联系管理员"),
};

/** 519 is the old public gateway's own, with its JSON [kingdee 2.7]; the others are a proxy's page. */
function statusAnswer(status: number): Answer {
  if (status === 519)
    return {
      status,
      contentType: JSON_TYPE,
      body: '{"errcode":4002,"description":"Unauthorized, APP_ID is empty[GW]","description_cn":"未授权"}',
      headers: { "x-api-requestid": "sandbox" },
    };
  const retry = status === 429 ? { headers: { "retry-after": "1" } } : {};
  return { status, contentType: HTML_TYPE, body: `<html><body><h1>${status}</h1></body></html>`, ...retry };
}

/** The body as text; the server's only parser leaves it so. */
export function bodyText(request: FastifyRequest): string {
  return typeof request.body === "string" ? request.body : "";
}

async function send(reply: FastifyReply, answer: Answer): Promise<FastifyReply> {
  reply
    .code(answer.status)
    .header("content-type", answer.contentType)
    .headers(answer.headers ?? {});
  // In this spelling: one public client looks for no other.
  if (answer.cookies) reply.raw.setHeader("Set-Cookie", [...answer.cookies]);
  return reply.send(answer.body);
}
