import { jsonAnswer, jsonText, textAnswer, type Answer } from "../answer.ts";
import type { Bill } from "../bills/bill.ts";
import type { FaultRule } from "../faults.ts";
import type { Form } from "../forms/form.ts";
import type { Random } from "../random.ts";
import { readBody, readData, readQuery, readView, UnreadableBody } from "./body.ts";
import { describeForm } from "./business-metadata.ts";
import { printObjects, printRows } from "./print-rows.ts";
import { envelope, FORBIDDEN, injectedProblem, KingdeeProblem, MSG_CODE, sessionLost } from "./problem.ts";
import { requireForm, runQuery, type QueryResult } from "./run-query.ts";
import { answerInOtherWords } from "./session-words.ts";
import { newSessionId, offeredSessionIds, sessionCookies } from "./sessions.ts";
import { isSignInService, signIn, SIGN_IN_SERVICES, type SignInContext } from "./sign-in.ts";
import { verifySignedHeaders } from "./signed-headers.ts";
import { findViewed, printBill } from "./view-bill.ts";

interface KingdeeCall {
  /** The last part of the service's name, e.g. ExecuteBillQuery. */
  readonly service: string;
  /** The request's path as sent, which signed headers sign. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

interface KingdeeContext extends Omit<SignInContext, "isRefused"> {
  readonly findForm: (formId: string) => Form | undefined;
  readonly visibleBills: (form: Form) => readonly Bill[];
  readonly nextRandom: () => Random;
}

const DATA_SERVICES = new Set(["ExecuteBillQuery", "BillQuery", "QueryBusinessInfo", "View"]);
/** What a client may ask of a real server and only a reader is allowed here. */
const WRITING_SERVICES = new Set(
  (
    "Save BatchSave Draft Submit Audit UnAudit Delete Push Allocate ExcuteOperation CancelAssign CancelAllocate " +
    "FlexSave GroupSave GroupDelete Disassembly SendMsg WorkflowAudit"
  ).split(" "),
);
const DATA_CENTRES = "GetDataCenterList";
const SIGN_OUT = "Logout";
const SERVICES = new Map(
  [...DATA_SERVICES, ...WRITING_SERVICES, ...SIGN_IN_SERVICES, DATA_CENTRES, SIGN_OUT].map((name) => [
    name.toLowerCase(),
    name,
  ]),
);

/** A service's name as Kingdee writes it; clients in the wild use small letters too (`view`, `batchSave`). */
export function nameService(asked: string): string {
  return SERVICES.get(asked.toLowerCase()) ?? asked;
}

/** Every answer carries the server's clock and the cookies of the session that was offered: some clients need both. */
export function answerKingdee(call: KingdeeCall, fault: FaultRule | undefined, context: KingdeeContext): Answer {
  const answer = decide(call, fault, context);
  const [offered = newSessionId()] = offeredSessionIds(call.headers);
  return {
    ...answer,
    headers: { ...answer.headers, date: new Date(context.serverNowMs).toUTCString() },
    cookies: answer.cookies ?? sessionCookies(offered, context.serverNowMs),
  };
}

function decide(call: KingdeeCall, fault: FaultRule | undefined, context: KingdeeContext): Answer {
  const { service } = call;
  try {
    // Needs no sign-in, and whatever a client sends for "nothing" will do.
    if (service === DATA_CENTRES)
      return jsonAnswer([{ Id: context.credentials.account, Number: "001", Name: "演练账套" }]);
    const body = readBody(call.body, String(call.headers["content-type"] ?? ""));
    if (fault?.kind === "msg-code") throw injectedProblem(fault.code, fault.message);
    if (isSignInService(service))
      return signIn(service, body, { ...context, isRefused: fault?.kind === "credentials-refused" });
    if (service === SIGN_OUT) {
      for (const id of offeredSessionIds(call.headers)) context.sessions.drop(id);
      return jsonAnswer(true);
    }
    const isAbsent = service === "QueryBusinessInfo" && context.settings.businessInfo === "absent";
    if (!(DATA_SERVICES.has(service) || WRITING_SERVICES.has(service)) || isAbsent)
      return textAnswer(404, `${service} not found`);
    const entry = enter(call, fault, context);
    if ("answer" in entry) return entry.answer;
    const answer = serve(call, { body, fault }, context);
    return entry.cookies ? { ...answer, cookies: entry.cookies } : answer;
  } catch (error) {
    if (error instanceof KingdeeProblem) return envelope(error, service);
    if (error instanceof UnreadableBody) return textAnswer(500, error.message);
    throw error;
  }
}

/** What the door says: come in, perhaps with cookies of a new session; or an answer. */
type Entry = { readonly cookies?: readonly string[] } | { readonly answer: Answer };

/** Who may pass ([kingdee 2.6], measured on a live server):
 *  1. a live session passes, and its signature is not even looked at;
 *  2. else a good signature opens a session silently;
 *  3. else "session lost", with the cookie of a session that is none. */
function enter(call: KingdeeCall, fault: FaultRule | undefined, context: KingdeeContext): Entry {
  const { sessions, nowMs, serverNowMs } = context;
  const ids = offeredSessionIds(call.headers);
  if (fault?.kind === "session-loss" || fault?.kind === "session-words") for (const id of ids) sessions.drop(id);
  if (fault?.kind === "session-words") return { answer: answerInOtherWords(fault.words) };
  const lost = (): Entry => ({
    answer: { ...envelope(sessionLost(), call.service), cookies: sessionCookies(newSessionId(), serverNowMs) },
  });
  if (fault?.kind === "credentials-refused") return lost();
  for (const id of ids) {
    const state = sessions.touch(id, nowMs);
    if (state === "open") return {};
    if (state === "blocked")
      return { answer: textAnswer(200, "401 Forbidden ByRspRetStatusCode -- N001: Unexpectable request") };
  }
  switch (verifySignedHeaders(call.path, call.headers, context.credentials)) {
    case "good":
      return { cookies: sessionCookies(sessions.open("open", nowMs), serverNowMs) };
    case "account-unknown":
      return { answer: textAnswer(500, "Fail to verify thirty passport") };
    case "absent":
    case "bad":
      return lost();
  }
}

function serve(
  { service }: KingdeeCall,
  { body, fault }: { readonly body: Readonly<Record<string, unknown>>; readonly fault: FaultRule | undefined },
  context: KingdeeContext,
): Answer {
  const { settings } = context;
  if (WRITING_SERVICES.has(service)) throw new KingdeeProblem(MSG_CODE.permission, FORBIDDEN);
  if (service === "QueryBusinessInfo") {
    if (settings.businessInfo === "forbidden") throw new KingdeeProblem(MSG_CODE.permission, FORBIDDEN);
    const formId = String(readData(body)["FormId"]);
    return jsonAnswer(describeForm(requireForm(formId, context.findForm(formId), settings), settings));
  }
  if (service === "View") {
    const asked = readView(body);
    const form = requireForm(asked.formId, context.findForm(asked.formId), settings);
    return jsonText(printBill(findViewed(asked, context.visibleBills(form), settings), form, settings));
  }
  const request = readQuery(body);
  const form = context.findForm(request.formId);
  const bills = form === undefined ? [] : context.visibleBills(form);
  const result = runQuery(request, { form, settings, bills, random: context.nextRandom() });
  const told = fault?.kind === "repeated-entry" ? repeatRow(result) : result;
  return jsonText((service === "ExecuteBillQuery" ? printRows : printObjects)(told, settings));
}

function repeatRow(result: QueryResult): QueryResult {
  if (result.kind === "count") return result;
  const at = Math.floor(result.rows.length / 2);
  return { ...result, rows: result.rows.toSpliced(at, 0, ...result.rows.slice(at, at + 1)) };
}
