import { isFault, SHANGHAI, type Cell, type FaultCode, type Zone } from "@billferry/contracts";
import { createServerClock, tellCall, type ServerClock, type ServerTime, type VendorCall } from "@billferry/http";

import { readBusinessInfo, type BusinessInfo } from "./core/business-info.ts";
import { classifyTable } from "./core/classify-table.ts";
import type { Finding, Judged } from "./core/finding.ts";
import type { PasswordNotice } from "./core/judge-sign-in.ts";
import type { RawAnswer } from "./core/open-answer.ts";
import {
  BUSINESS_INFO_SERVICE,
  businessInfoBody,
  QUERY_SERVICE,
  queryBody,
  withSlash,
  type BillQuery,
} from "./core/request.ts";
import type { KingdeeAuth, KingdeeSettings } from "./core/settings.ts";
import { openSession, signInOnce, toFault } from "./establish-session.ts";
import { createSessionKeeper, type Session, type SessionKeeper } from "./session.ts";
import { clientSecretOf, signHeaders } from "./signing.ts";

const CREDENTIAL_COOLDOWN_MS = 60_000;

/** What happened, for logs and metrics; holds no secret and no data of a bill. */
export type KingdeeEvent =
  | {
      readonly kind: "signed-in";
      readonly method: KingdeeAuth["kind"];
      readonly zone: Zone;
      readonly durationMs: number;
      /** What Kingdee has to say about the password, and null where it says nothing. */
      readonly passwordNotice: PasswordNotice | null;
    }
  | { readonly kind: "sign-in-failed"; readonly method: KingdeeAuth["kind"]; readonly code: FaultCode | "UNKNOWN" }
  | { readonly kind: "session-lost" }
  /** Kingdee refuses pages of more rows than this; from now on it is not asked for more. */
  | { readonly kind: "row-limit"; readonly rows: number }
  | { readonly kind: "query-answered"; readonly rows: number; readonly durationMs: number };

interface KingdeeHooks {
  readonly onEvent?: ((event: KingdeeEvent) => void) | undefined;
  /** Told how each call ended, to be counted. */
  readonly onCall?: ((call: VendorCall) => void) | undefined;
}

export interface KingdeeClient {
  /** Proves the credentials with a new session; with signed headers by a tiny query of the outbound form. */
  signIn(signal?: AbortSignal): Promise<void>;
  /** One page of rows, each of exactly `fieldKeys.length` cells; how many, the server's own row limit may decide, so a
   *  page of fewer rows than `limit` need not be the last. Throws a Fault for whatever is not such a table. */
  executeBillQuery(query: BillQuery, signal?: AbortSignal): Promise<Cell[][]>;
  /** Which fields a form has; not every server lets an integration user ask. */
  queryBusinessInfo(formId: string, signal?: AbortSignal): Promise<BusinessInfo>;
  /** Kingdee's clock; `local` until the first answer that carries a date. */
  serverNow(): ServerTime;
  /** What the server told at sign-in, else Asia/Shanghai. */
  zone(): Zone;
}

/**
 * The WebAPI client. A lost session is renewed once and the call repeated once; a second loss is KD_SESSION_LOST and
 * never a loop [kingdee 0.8]. What only looks like one (a sign-in page, 401) is named as itself then. Refused
 * credentials are not offered again before the cool-down is over. It retries nothing else: that is the queue's.
 *
 * Throws CONFIG_INVALID at once for an AppID that cannot sign.
 */
export function createKingdeeClient(given: KingdeeSettings, hooks: KingdeeHooks = {}): KingdeeClient {
  const settings = { ...given, url: withSlash(given.url) };
  if (settings.auth.kind === "signed-headers") clientSecretOf(settings.auth.appId);
  const clock = createServerClock();
  const emit = hooks.onEvent ?? (() => undefined);
  let toldZone: Zone | undefined;
  const zone = () => toldZone ?? SHANGHAI;
  const sessions = createSessionKeeper({
    cooldownMs: settings.credentialCooldownMs ?? CREDENTIAL_COOLDOWN_MS,
    establish: async (signal) => {
      const { auth } = settings;
      if (auth.kind === "signed-headers") return openSession(settings);
      const startedAtMs = performance.now();
      try {
        const { session, accepted } = await tellCall(hooks.onCall, "sign-in", {
          act: async () => signInOnce(settings, auth, { clock, signal }),
        });
        toldZone = accepted.zone ?? toldZone;
        const { passwordNotice } = accepted;
        const durationMs = performance.now() - startedAtMs;
        emit({ kind: "signed-in", method: auth.kind, zone: zone(), durationMs, passwordNotice });
        return session;
      } catch (error) {
        emit({ kind: "sign-in-failed", method: auth.kind, code: codeOf(error) });
        throw error;
      }
    },
  });
  const { onCall } = hooks;
  const context: Context = { settings, clock, sessions, emit, onCall, rowLimit: Number.POSITIVE_INFINITY };
  return {
    signIn: async (signal) => {
      sessions.drop();
      if (settings.auth.kind === "signed-headers") await queryTable(context, PROBE, signal);
      else await sessions.current(signal);
    },
    executeBillQuery: (query, signal) => queryTable(context, query, signal),
    queryBusinessInfo: (formId, signal) =>
      callService(
        context,
        { service: BUSINESS_INFO_SERVICE, body: businessInfoBody(formId, settings.bodyForm), judge: readBusinessInfo },
        signal,
      ),
    serverNow: () => clock.now(),
    zone,
  };
}

interface Context {
  readonly settings: KingdeeSettings;
  readonly clock: ServerClock;
  readonly sessions: SessionKeeper;
  readonly emit: (event: KingdeeEvent) => void;
  readonly onCall: KingdeeHooks["onCall"];
  /** The most rows that the server was ever seen to take in a query's `Limit`. */
  rowLimit: number;
}

/** A query that selects nothing, but needs the permission. */
const PROBE: BillQuery = {
  formId: "SAL_OUTSTOCK",
  fieldKeys: ["FID"],
  filter: "FID=0",
  order: "FID",
  startRow: 0,
  limit: 1,
};

/** A page, or one of fewer rows where the server refuses so many: what a page lacks, the next one has. */
async function queryTable(context: Context, query: BillQuery, signal: AbortSignal | undefined): Promise<Cell[][]> {
  for (;;) {
    const limit = Math.min(query.limit, context.rowLimit);
    try {
      return await queryPage(context, { ...query, limit }, signal);
    } catch (error) {
      if (!isFault(error) || error.code !== "KD_ROW_LIMIT" || limit <= 1) throw error;
      const named = Number(error.details["limit"]);
      context.rowLimit = named >= 1 && named < limit ? named : Math.floor(limit / 2);
      context.emit({ kind: "row-limit", rows: context.rowLimit });
    }
  }
}

async function queryPage(context: Context, query: BillQuery, signal: AbortSignal | undefined): Promise<Cell[][]> {
  const startedAtMs = performance.now();
  const judge = (answer: RawAnswer): Judged<Cell[][]> => classifyTable(answer, query.fieldKeys);
  const body = queryBody(query, context.settings.bodyForm);
  const rows = await callService(context, { service: QUERY_SERVICE, body, judge }, signal);
  context.emit({ kind: "query-answered", rows: rows.length, durationMs: performance.now() - startedAtMs });
  return rows;
}

interface ServiceCall<Value> {
  readonly service: string;
  readonly body: string;
  judge(answer: RawAnswer): Judged<Value>;
}

async function callService<Value>(
  context: Context,
  call: ServiceCall<Value>,
  signal: AbortSignal | undefined,
): Promise<Value> {
  const { sessions, settings } = context;
  const first = await sessions.current(signal);
  let verdict = await ask(context, call, { session: first, signal });
  if (isSessionLost(verdict) && canRenew(settings.auth, first)) {
    context.emit({ kind: "session-lost" });
    sessions.drop(first);
    // The second session stays, lost or not: the next call then costs one sign-in and not two.
    verdict = await ask(context, call, { session: await sessions.current(signal), signal });
  }
  if ("finding" in verdict) throw nameFailure(context, verdict.finding);
  return verdict.value;
}

async function ask<Value>(
  context: Context,
  call: ServiceCall<Value>,
  where: { session: Session; signal: AbortSignal | undefined },
): Promise<Judged<Value>> {
  return tellCall(context.onCall, "read", {
    act: async () => askAndJudge(context, call, where),
    codeOf: (verdict) => ("finding" in verdict ? verdict.finding.code : null),
  });
}

async function askAndJudge<Value>(
  context: Context,
  call: ServiceCall<Value>,
  { session, signal }: { session: Session; signal: AbortSignal | undefined },
): Promise<Judged<Value>> {
  const { settings, clock } = context;
  const answer = await session.http.post({
    path: call.service,
    body: call.body,
    contentType: "application/json",
    headers: { ...session.headers, ...signatureHeaders(settings, clock, call.service) },
    signal,
  });
  const verdict = call.judge(answer);
  if ("value" in verdict) {
    session.isProven = true;
    clock.learn(answer);
  }
  return verdict;
}

function signatureHeaders(settings: KingdeeSettings, clock: ServerClock, service: string): Record<string, string> {
  const { auth, account, user, lcid } = settings;
  if (auth.kind !== "signed-headers") return {};
  // The server's own clock where it is known: a gateway refused a stamp that was 13 minutes old [kingdee 2.6].
  const { epochMs } = clock.now();
  const timestamp = String(Math.floor(epochMs / 1000));
  const url = `${settings.url}${service}`;
  return signHeaders({ url, account, user, lcid, auth, timestamp, nonce: timestamp });
}

function isSessionLost(verdict: Judged<unknown>): boolean {
  return "finding" in verdict && (verdict.finding.code === "KD_SESSION_LOST" || !!verdict.finding.mayBeSessionLoss);
}

// A signed request that has never gone well was not refused for an old session.
function canRenew(auth: KingdeeAuth, session: Session): boolean {
  return auth.kind !== "signed-headers" || session.isProven;
}

function nameFailure(context: Context, finding: Finding): Error {
  const { settings, sessions } = context;
  if (finding.code !== "KD_SESSION_LOST") return toFault(finding, settings);
  if (settings.auth.kind !== "signed-headers")
    return toFault({ ...finding, message: `重新登录后会话仍然丢失,${finding.message}` }, settings);
  // With signed headers "session lost" is how wrong credentials look [kingdee 2.6].
  const refused = toFault({ ...finding, code: "KD_CREDENTIALS_REFUSED", message: "签名未被接受" }, settings);
  sessions.refuse(refused);
  context.emit({ kind: "sign-in-failed", method: settings.auth.kind, code: refused.code });
  return refused;
}

function codeOf(error: unknown): FaultCode | "UNKNOWN" {
  return isFault(error) ? error.code : "UNKNOWN";
}
