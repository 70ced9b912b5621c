import { Fault, type Zone } from "@billferry/contracts";
import { createHttpClient, redactSecrets, type HttpAnswer } from "@billferry/http";
import { CookieJar } from "tough-cookie";

import { presentVendorText, type Finding } from "./core/finding.ts";
import { judgeSignIn, type SignInAccepted } from "./core/judge-sign-in.ts";
import type { RawAnswer } from "./core/open-answer.ts";
import { signInRequest } from "./core/request.ts";
import { secretsOf, type KingdeeAuth, type KingdeeSettings } from "./core/settings.ts";
import type { ServerClock } from "./server-clock.ts";
import type { Session } from "./session.ts";
import { signSignIn } from "./signing.ts";

const SESSION_COOKIE = "kdservice-sessionid";

/** The settings with every default in its place. */
export type FullSettings = {
  readonly [Name in Exclude<keyof KingdeeSettings, "zone">]-?: NonNullable<KingdeeSettings[Name]>;
} & { readonly zone: Zone | undefined };

export interface Established {
  readonly session: Session;
  readonly accepted: SignInAccepted;
}

/** A session that nobody has signed in to: for signed headers, where the first good call makes one. */
export function openSession(settings: FullSettings, sessionId?: string, jar = new CookieJar()): Session {
  const http = createHttpClient({
    baseUrl: settings.url,
    deadlineMs: settings.deadlineMs,
    maxBodyBytes: settings.maxBodyBytes,
    secrets: secretsOf(settings.auth),
    cookieJar: jar,
  });
  return { http, headers: sessionId === undefined ? {} : { [SESSION_COOKIE]: sessionId }, isProven: false };
}

/** Signs in once. Throws the Fault that names the refusal; a cookie alone proves nothing [kingdee 2.6]. */
export async function signInOnce(
  settings: FullSettings,
  auth: Exclude<KingdeeAuth, { kind: "signed-headers" }>,
  context: { readonly clock: ServerClock; readonly signal: AbortSignal },
): Promise<Established> {
  const { account, user, lcid } = settings;
  const timestampSeconds = Math.floor(context.clock.now().epochMs / 1000);
  const signature =
    auth.kind === "sign" ? signSignIn({ account, user, ...auth, timestamp: String(timestampSeconds) }, auth.hash) : "";
  const { service, body } = signInRequest({ account, user, lcid, auth, timestampSeconds, signature });
  const jar = new CookieJar();
  const { http } = openSession(settings, undefined, jar);
  const answer = await http.post({ path: service, body, contentType: "application/json", signal: context.signal });
  const verdict = judgeSignIn(toRawAnswer(answer));
  if (verdict.kind === "finding") throw toFault(verdict.finding, settings);
  context.clock.learn(answer);
  const cookies = await jar.getCookies(settings.url);
  const hasCookie = cookies.some((cookie) => cookie.key.toLowerCase() === SESSION_COOKIE);
  return { session: openSession(settings, hasCookie ? undefined : verdict.sessionId, jar), accepted: verdict };
}

export function toRawAnswer(answer: HttpAnswer): RawAnswer {
  const retryAfter = answer.headers["retry-after"];
  return {
    status: answer.status,
    text: answer.text,
    isUtf8: answer.isUtf8,
    retryAfter: typeof retryAfter === "string" ? retryAfter : undefined,
  };
}

export function toFault(finding: Finding, settings: FullSettings): Fault {
  const redact = (text: string) => redactSecrets(text, secretsOf(settings.auth));
  const words = presentVendorText(finding.vendorText ?? "", redact);
  return new Fault(finding.code, words === "" ? finding.message : `${finding.message}:${words}`, {
    details: finding.details,
    retryAfterMs: finding.retryAfterMs,
  });
}
