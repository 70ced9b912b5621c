import {
  accountIdentity,
  address,
  readAccount,
  wholeNumber,
  type AccountIdentity,
  type Environment,
} from "@billferry/settings";
import { z } from "zod";

import type { KingdeeAuth, KingdeeSettings } from "./core/settings.ts";

const AUTH_KINDS = ["app-secret", "sign", "password", "signed-headers"] as const;

/** The Kingdee account, as the environment names it; the same for whoever reads from it. */
export const KINGDEE_SETTINGS = {
  KINGDEE_URL: address("http", "https").describe("金蝶地址,以 /k3cloud/ 结尾"),
  KINGDEE_ACCOUNT: z.string().min(1).describe("账套(数据中心)内码,不是名称"),
  KINGDEE_USER: z.string().min(1).describe("金蝶集成用户"),
  KINGDEE_AUTH: z.enum(AUTH_KINDS).default("app-secret").describe("登录方式"),
  KINGDEE_APP_ID: z.string().min(1).optional().describe("第三方应用 AppID(password 方式不需要)"),
  KINGDEE_APP_SECRET: z.string().min(1).optional().describe("第三方应用密钥(password 方式不需要)"),
  KINGDEE_PASSWORD: z.string().min(1).optional().describe("密码(仅 password 方式)"),
  KINGDEE_LCID: wholeNumber(1, 99_999).default(2052).describe("语言:2052 简体中文,3076 繁体中文,1033 英文"),
  KINGDEE_SIGN_HASH: z
    .enum(["sha256", "sha1"])
    .default("sha256")
    .describe("sign 方式的摘要;PT-146911 之前的服务器用 sha1"),
  KINGDEE_BODY_FORM: z
    .enum(["data-object", "data-string", "parameters"])
    .default("data-object")
    .describe("查询请求体的形式;个别服务器只接受 data-string 或 parameters"),
  KINGDEE_TIMEOUT_SECONDS: wholeNumber(1, 600).default(120).describe("单次查询的最长等待(秒)"),
};

export type KingdeeAccountSettings = z.infer<z.ZodObject<typeof KINGDEE_SETTINGS>>;

/** The settings of one Kingdee account; a Fault `CONFIG_INVALID` lists every problem under the names as set. */
export function readKingdeeAccount(env: Environment, account: string): KingdeeAccountSettings {
  return readAccount(KINGDEE_SETTINGS, { env, account }, findAuthProblems);
}

export function kingdeeIdentity({
  KINGDEE_URL: url,
  KINGDEE_ACCOUNT: id,
}: Pick<KingdeeAccountSettings, "KINGDEE_URL" | "KINGDEE_ACCOUNT">): AccountIdentity {
  return accountIdentity({ side: "kingdee", title: "金蝶账套", setting: "KINGDEE_ACCOUNT" }, { url, id });
}

/** What each way to sign in needs beyond the common settings; one line a problem, for `parseSettings`. */
export function findAuthProblems(
  env: Environment,
  /** The name under which a setting really stands in the environment. */
  nameOf: (name: string) => string = (name) => name,
): readonly string[] {
  const kind = env["KINGDEE_AUTH"] || "app-secret";
  const needed = kind === "password" ? ["KINGDEE_PASSWORD"] : ["KINGDEE_APP_ID", "KINGDEE_APP_SECRET"];
  return needed
    .filter((name) => !env[name])
    .map((name) => `${nameOf(name)}:未设置(${nameOf("KINGDEE_AUTH")}=${kind} 时必填)`);
}

/** The way to sign in; `findAuthProblems` has seen to it that what it needs is there. */
export function toKingdeeAuth(settings: KingdeeAccountSettings): KingdeeAuth {
  const { KINGDEE_AUTH: kind, KINGDEE_APP_ID: appId = "", KINGDEE_APP_SECRET: appSecret = "" } = settings;
  switch (kind) {
    case "password":
      return { kind, password: settings.KINGDEE_PASSWORD ?? "" };
    case "sign":
      return { kind, appId, appSecret, hash: settings.KINGDEE_SIGN_HASH };
    case "app-secret":
    case "signed-headers":
      return { kind, appId, appSecret };
  }
}

/** What `createKingdeeClient` takes. */
export function toKingdeeClientSettings(settings: KingdeeAccountSettings): KingdeeSettings {
  return {
    url: settings.KINGDEE_URL,
    account: settings.KINGDEE_ACCOUNT,
    user: settings.KINGDEE_USER,
    lcid: settings.KINGDEE_LCID,
    auth: toKingdeeAuth(settings),
    bodyForm: settings.KINGDEE_BODY_FORM,
    deadlineMs: settings.KINGDEE_TIMEOUT_SECONDS * 1_000,
  };
}
