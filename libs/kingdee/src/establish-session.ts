import { Fault } from "@billferry/contracts";
import { createHttpClient, redactSecrets, type ServerClock } from "@billferry/http";
import { CookieJar } from "tough-cookie";

import { presentVendorText, type Finding } from "./core/finding.ts";
import { judgeSignIn, type SignInAccepted } from "./core/judge-sign-in.ts";
import { signInRequest } from "./core/request.ts";
import { secretsOf, type KingdeeAuth, type KingdeeSettings } from "./core/settings.ts";
import type { Session } from "./session.ts";
import { signSignIn } from "./signing.ts";

const SESSION_COOKIE = "kdservice-sessionid";

const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** A session that nobody has signed in to: for signed headers, where the first good call makes one. */
export function openSession(settings: KingdeeSettings, sessionId?: string, jar = new CookieJar()): Session {
  const http = createHttpClient({
    baseUrl: settings.url,
    deadlineMs: settings.deadlineMs,
    maxBodyBytes: settings.maxBodyBytes ?? MAX_BODY_BYTES,
    secrets: secretsOf(settings.auth),
    cookieJar: jar,
  });
  return { http, headers: sessionId === undefined ? {} : { [SESSION_COOKIE]: sessionId }, isProven: false };
}

/** Signs in once. Throws the Fault that names the refusal; a cookie alone proves nothing [kingdee 2.6]. */
export async function signInOnce(
  settings: KingdeeSettings,
  auth: Exclude<KingdeeAuth, { kind: "signed-headers" }>,
  context: { readonly clock: ServerClock; readonly signal: AbortSignal },
): Promise<{ readonly session: Session; readonly accepted: SignInAccepted }> {
  const { account, user, lcid } = settings;
  const timestampSeconds = Math.floor(context.clock.now().epochMs / 1000);
  const signature =
    auth.kind === "sign" ? signSignIn({ account, user, ...auth, timestamp: String(timestampSeconds) }, auth.hash) : "";
  const { service, body } = signInRequest({ account, user, lcid, auth, timestampSeconds, signature });
  const jar = new CookieJar();
  const { http } = openSession(settings, undefined, jar);
  const answer = await http.post({ path: service, body, contentType: "application/json", signal: context.signal });
  const verdict = judgeSignIn(answer);
  if ("finding" in verdict) throw toFault(verdict.finding, settings);
  context.clock.learn(answer);
  const cookies = await jar.getCookies(settings.url);
  const hasCookie = cookies.some((cookie) => cookie.key.toLowerCase() === SESSION_COOKIE);
  const accepted = verdict.value;
  return { session: openSession(settings, hasCookie ? undefined : accepted.sessionId, jar), accepted };
}

export function toFault(finding: Finding, settings: KingdeeSettings): Fault {
  const redact = (text: string) => redactSecrets(text, secretsOf(settings.auth));
  const words = presentVendorText(finding.vendorText ?? "", redact);
  return new Fault(finding.code, words === "" ? finding.message : `${finding.message}:${words}`, {
    details: finding.details,
    retryAfterMs: finding.retryAfterMs,
  });
}
