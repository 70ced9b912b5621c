import { JSON_TYPE, jsonAnswer, textAnswer, type Answer } from "../answer.ts";
import type { Bill } from "../bills/bill.ts";
import type { SandboxCredentials } from "../credentials.ts";
import type { FaultRule } from "../faults.ts";
import type { Form } from "../forms/form.ts";
import type { Random } from "../random.ts";
import type { KingdeeSettings } from "../settings.ts";
import { readBody, readData, readQuery, UnreadableBody } from "./body.ts";
import { describeForm } from "./business-metadata.ts";
import { printObjects, printRows } from "./print-rows.ts";
import { envelope, FORBIDDEN, injectedProblem, KingdeeProblem, MSG_CODE, sessionLost } from "./problem.ts";
import { requireForm, runQuery } from "./run-query.ts";
import { newSessionId, offeredSessionIds, sessionCookies, type Sessions } from "./sessions.ts";
import { isSignInService, signIn } from "./sign-in.ts";
import { verifySignedHeaders } from "./signed-headers.ts";

export interface KingdeeCall {
  /** The last part of the service's name, e.g. ExecuteBillQuery. */
  readonly service: string;
  /** The request's path as sent, which signed headers sign. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface KingdeeContext {
  readonly credentials: SandboxCredentials["kingdee"];
  readonly sessions: Sessions;
  readonly settings: KingdeeSettings;
  /** The true time, by which sessions age, and the server's own clock, right or wrong. */
  readonly nowMs: number;
  readonly serverNowMs: number;
  readonly findForm: (formId: string) => Form | undefined;
  readonly visibleBills: (form: Form) => readonly Bill[];
  readonly nextRandom: () => Random;
}

const DATA_SERVICES = new Set(["ExecuteBillQuery", "BillQuery", "QueryBusinessInfo"]);

/** Every answer carries the server's own clock, right or wrong. */
export function answerKingdee(call: KingdeeCall, fault: FaultRule | undefined, context: KingdeeContext): Answer {
  const answer = decide(call, fault, context);
  return { ...answer, headers: { ...answer.headers, date: new Date(context.serverNowMs).toUTCString() } };
}

function decide(call: KingdeeCall, fault: FaultRule | undefined, context: KingdeeContext): Answer {
  const { service } = call;
  try {
    const body = readBody(call.body, String(call.headers["content-type"] ?? ""));
    if (service === "GetDataCenterList")
      return jsonAnswer([{ Id: context.credentials.account, Number: "001", Name: "演练账套" }]);
    if (fault?.kind === "msg-code") throw injectedProblem(fault.code, fault.message);
    if (isSignInService(service))
      return signIn(service, body, { ...context, isRefused: fault?.kind === "credentials-refused" });
    if (service === "Logout") {
      for (const id of offeredSessionIds(call.headers)) context.sessions.drop(id);
      return jsonAnswer(true);
    }
    const isAbsent = service === "QueryBusinessInfo" && context.settings.businessInfo === "absent";
    if (!DATA_SERVICES.has(service) || isAbsent) return textAnswer(404, `${service} not found`);
    const entry = enter(call, fault, context);
    if (entry.kind === "stopped") return entry.answer;
    const answer = serve(service, body, context);
    return entry.cookies ? { ...answer, cookies: entry.cookies } : answer;
  } catch (error) {
    if (error instanceof KingdeeProblem) return envelope(error, service);
    if (error instanceof UnreadableBody) return textAnswer(500, error.message);
    throw error;
  }
}

type Entry =
  | { readonly kind: "admitted"; readonly cookies?: readonly string[] }
  | { readonly kind: "stopped"; readonly answer: Answer };

/**
 * Who may pass (vendor notes 2.6, measured on a live server):
 * 1. a live session passes, and its signature is not even looked at;
 * 2. else a good signature opens a session silently;
 * 3. else "session lost", with the cookie of a session that is none.
 */
function enter(call: KingdeeCall, fault: FaultRule | undefined, context: KingdeeContext): Entry {
  const { sessions, nowMs, serverNowMs } = context;
  const ids = offeredSessionIds(call.headers);
  if (fault?.kind === "session-loss") for (const id of ids) sessions.drop(id);
  const lost = (): Entry =>
    stop({ ...envelope(sessionLost(), call.service), cookies: sessionCookies(newSessionId(), serverNowMs) });
  if (fault?.kind === "credentials-refused") return lost();
  for (const id of ids) {
    const state = sessions.touch(id, { nowMs, ttlMs: context.settings.sessionTtlMs });
    if (state === "open") return { kind: "admitted" };
    if (state === "blocked")
      return stop(textAnswer(200, "401 Forbidden ByRspRetStatusCode -- N001: Unexpectable request"));
  }
  switch (verifySignedHeaders(call.path, call.headers, context.credentials)) {
    case "good":
      return { kind: "admitted", cookies: sessionCookies(sessions.open("open", nowMs), serverNowMs) };
    case "account-unknown":
      return stop(textAnswer(500, "Fail to verify thirty passport"));
    case "absent":
    case "bad":
      return lost();
  }
}

function stop(answer: Answer): Entry {
  return { kind: "stopped", answer };
}

function serve(service: string, body: Readonly<Record<string, unknown>>, context: KingdeeContext): Answer {
  const { settings } = context;
  if (service === "QueryBusinessInfo") {
    if (settings.businessInfo === "forbidden") throw new KingdeeProblem(MSG_CODE.permission, FORBIDDEN);
    const formId = String(readData(body)["FormId"]);
    return jsonAnswer(describeForm(requireForm(formId, context.findForm(formId), settings), settings));
  }
  const request = readQuery(body);
  const form = context.findForm(request.formId);
  const bills = form === undefined ? [] : context.visibleBills(form);
  const result = runQuery(request, { form, settings, bills, random: context.nextRandom() });
  const print = service === "ExecuteBillQuery" ? printRows : printObjects;
  return { status: 200, contentType: JSON_TYPE, body: print(result, settings) };
}
