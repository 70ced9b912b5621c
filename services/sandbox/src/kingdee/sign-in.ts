import { createHash } from "node:crypto";

import { jsonAnswer, textAnswer, type Answer } from "../answer.ts";
import type { SandboxCredentials } from "../credentials.ts";
import type { KingdeeSettings } from "../settings.ts";
import { readArguments } from "./body.ts";
import { newSessionId, sessionCookies, type Sessions } from "./sessions.ts";

export interface SignInContext {
  readonly credentials: SandboxCredentials["kingdee"];
  readonly sessions: Sessions;
  readonly settings: KingdeeSettings;
  /** The true time, by which sessions age, and the server's own clock, right or wrong. */
  readonly nowMs: number;
  readonly serverNowMs: number;
  /** Fault: whatever was offered is refused. */
  readonly isRefused: boolean;
}

/** The arguments of each service in their positional order [kingdee 2.1 to 2.4]. */
const SIGN_INS = {
  ValidateUser: ["acctID", "username", "password", "lcid"],
  ValidateUser2: ["acctID", "username", "password", "isKickOff", "lcid"],
  LoginByAppSecret: ["acctID", "username", "appId", "appSecret", "lcid"],
  LoginBySign: ["acctID", "username", "appId", "timestamp", "sign", "lcid"],
} as const;

type SignInService = keyof typeof SIGN_INS;

export const SIGN_IN_SERVICES: readonly string[] = Object.keys(SIGN_INS);

export function isSignInService(service: string): service is SignInService {
  return Object.hasOwn(SIGN_INS, service);
}

/** A sign-in. Its answer is no error envelope: LoginResultType decides, whatever cookie comes with it. */
export function signIn(
  service: SignInService,
  body: Readonly<Record<string, unknown>>,
  { credentials, sessions, settings, nowMs, serverNowMs, isRefused }: SignInContext,
): Answer {
  const offered = readArguments(body, SIGN_INS[service]);
  if (offered["acctID"] !== credentials.account) return textAnswer(500, "Fail to verify thirty passport");
  const answer = (fields: Readonly<Record<string, unknown>>, id: string): Answer => ({
    ...jsonAnswer(fields),
    cookies: sessionCookies(id, serverNowMs),
  });
  if (isRefused || !isIdentityGood(service, offered, { credentials, settings }))
    return answer(refusal(0, null, "用户名或密码错误"), newSessionId());
  const isPasswordSignIn = service === "ValidateUser" || service === "ValidateUser2";
  if (isPasswordSignIn && settings.password === "expired")
    return answer(refusal(-3, "CheckPasswordPolicy", "密码已过期,请修改密码"), sessions.open("blocked", nowMs));
  if (service === "ValidateUser2" && offered["isKickOff"] === "true") sessions.dropAll();
  const id = sessions.open("open", nowMs);
  const isExpiring = isPasswordSignIn && settings.password === "expiring";
  return answer(success(id, isExpiring, { credentials, settings }), id);
}

function isIdentityGood(
  service: SignInService,
  offered: Readonly<Record<string, string>>,
  { credentials, settings }: Pick<SignInContext, "credentials" | "settings">,
): boolean {
  const { account, user, password, appId, appSecret } = credentials;
  if (offered["username"] !== user) return false;
  switch (service) {
    case "ValidateUser":
    case "ValidateUser2":
      return offered["password"] === password;
    case "LoginByAppSecret":
      return offered["appId"] === appId && offered["appSecret"] === appSecret;
    case "LoginBySign": {
      const sign = signLogin([account, user, appId, appSecret, offered["timestamp"] ?? ""], settings.signHash);
      return offered["appId"] === appId && /^\d+$/.test(offered["timestamp"] ?? "") && offered["sign"] === sign;
    }
  }
}

/** The five strings in ordinal order, joined and hashed; lower-case hex. */
export function signLogin(parts: readonly string[], hash: "sha256" | "sha1"): string {
  return createHash(hash).update(parts.toSorted().join(""), "utf8").digest("hex");
}

const UNSET = { Context: null, KDSVCSessionId: null, FormId: null, ErrorStackTrace: null, Lcid: 0, AccessToken: null };

function refusal(type: number, messageCode: string | null, message: string): Readonly<Record<string, unknown>> {
  return { ...UNSET, Message: message, MessageCode: messageCode, LoginResultType: type, IsSuccessByAPI: false };
}

function success(
  id: string,
  isExpiring: boolean,
  { credentials, settings }: Pick<SignInContext, "credentials" | "settings">,
): Readonly<Record<string, unknown>> {
  const { account, user } = credentials;
  // Ticks of 100 nanoseconds.
  const zone = {
    OffsetTicks: settings.zoneOffsetMinutes * 600_000_000,
    StandardName: "(UTC+08:00)北京，重庆，香港特别行政区，乌鲁木齐",
  };
  return {
    ...UNSET,
    Message: isExpiring ? "您的密码将在 3 天后过期" : null,
    MessageCode: isExpiring ? "CheckPasswordPolicy" : null,
    LoginResultType: 1,
    Context: {
      UserLocale: "zh-CN",
      DBid: account,
      DatabaseType: 3,
      SessionId: id,
      UseLanguages: [{ LocaleId: 2052, LocaleName: "中文(简体)", Alias: "CN" }],
      UserId: 100_001,
      UserName: user,
      CustomName: "演练账套",
      DisplayVersion: "8.2.0.0",
      DataCenterName: "演练账套",
      CurrentOrganizationInfo: { ID: 1, AcctOrgType: "1", Name: "演练公司", FunctionIds: [101] },
      ClientType: 32,
      UTimeZone: zone,
      STimeZone: zone,
      GDCID: "",
    },
    KDSVCSessionId: settings.isSessionIdInBody ? id : null,
    RedirectFormParam: null,
    FormInputObject: null,
    CustomParam: null,
    KdAccessResult: null,
    IsSuccessByAPI: true,
  };
}
