import { hashText } from "@billferry/contracts";
import { address, type Environment } from "@billferry/settings";
import { z } from "zod";

import { isLoopback } from "../core/door.ts";
import { parseGroupRoles, type GroupRole } from "../core/oidc-person.ts";

/** Sign-in by the company's own accounts, for those who have an OpenID Connect provider. */
export const OIDC_SETTINGS = {
  OIDC_ISSUER: address("https", "http")
    .optional()
    .describe("公司账号登录(OpenID Connect)的签发者地址;设置后登录页多一个按钮,用户文件照常可用(docs/people.md)"),
  OIDC_CLIENT_ID: z.string().optional().describe("在该登录服务中为看板登记的客户端;回调地址见 docs/people.md"),
  OIDC_CLIENT_SECRET: z.string().optional().describe("该客户端的密钥;公开客户端(只用 PKCE)不设"),
  OIDC_ROLES: z
    .string()
    .transform((text, context) => {
      const roles = parseGroupRoles(text);
      if (roles !== undefined) return roles;
      context.addIssue({ code: "custom", message: "应为 组=角色,以分号分隔;角色是 viewer、operator、admin 之一" });
      return z.NEVER;
    })
    .meta({ form: "组=角色; 组=角色" })
    .optional()
    .describe("哪个组是什么角色,如 wms-ops=operator; it=admin;属于几个组的取最高的,一个也不属于的不能登录"),
  OIDC_ROLES_CLAIM: z
    .string()
    .default("groups")
    .describe("组在哪个声明(claim)里,如 groups、roles、realm_access.roles;先看 ID 令牌,其中没有则看 userinfo"),
  OIDC_NAME_CLAIM: z
    .string()
    .default("preferred_username")
    .describe("哪个声明是操作记录中的姓名;没有则用 email,再没有用 sub"),
  OIDC_SCOPE: z.string().default("openid profile email").describe("向登录服务要的范围;有的服务要加上 groups 才给出组"),
  CONSOLE_URL: address("https", "http")
    .optional()
    .describe("浏览器打开看板的公开地址,如 https://billferry.example.com;告警中的链接由它开头,公司账号登录后回到它"),
};

type OidcSettings = z.infer<z.ZodObject<typeof OIDC_SETTINGS>>;

/** How this board knows people by a provider. */
export interface OidcOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly roles: readonly GroupRole[];
  readonly rolesClaim: string;
  readonly nameClaim: string;
  readonly scope: string;
  /** Where browsers reach the board. */
  readonly consoleUrl: string;
}

/** Undefined where nobody has set it. */
export function toOidcOptions(settings: OidcSettings): OidcOptions | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_ROLES: roles, CONSOLE_URL: consoleUrl } = settings;
  if (!issuer || !clientId || !roles || !consoleUrl) return undefined;
  return {
    issuer,
    clientId,
    clientSecret: settings.OIDC_CLIENT_SECRET,
    roles,
    rolesClaim: settings.OIDC_ROLES_CLAIM,
    nameClaim: settings.OIDC_NAME_CLAIM,
    scope: settings.OIDC_SCOPE,
    consoleUrl,
  };
}

/** Changes with whom the provider is and what its groups may do: sessions of before end with it. */
export function markOf({ issuer, clientId, roles, rolesClaim }: OidcOptions): string {
  return hashText(JSON.stringify([issuer, clientId, roles, rolesClaim]));
}

/** What is wrong across these settings: half of them is no sign-in. */
export function findOidcProblems(env: Environment): readonly string[] {
  const issuer = env["OIDC_ISSUER"];
  if (!issuer) {
    const others = ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_ROLES"].filter((name) => env[name]);
    return others.length === 0 ? [] : [`OIDC_ISSUER:未设置(已设置 ${others.join("、")})`];
  }
  const missing = ["OIDC_CLIENT_ID", "OIDC_ROLES", "CONSOLE_URL"].filter((name) => !env[name]);
  return [
    ...missing.map((name) => `${name}:未设置(已设置 OIDC_ISSUER)`),
    ...(isSafe(issuer) ? [] : ["OIDC_ISSUER:须以 https:// 开头(http:// 只用于本机)"]),
  ];
}

/** Whether nobody on the way can read or change what is said. */
function isSafe(issuer: string): boolean {
  if (!URL.canParse(issuer)) return true;
  const { protocol, hostname } = new URL(issuer);
  return protocol !== "http:" || isLoopback(hostname);
}
