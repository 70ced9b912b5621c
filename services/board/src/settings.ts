import { wholeNumber, type Environment } from "@billferry/settings";
import { SCHEME_SETTINGS } from "@billferry/scheme";
import { z } from "zod";

import { isLoopback } from "./core/door.ts";
import { findOidcProblems, OIDC_SETTINGS } from "./oidc/oidc-settings.ts";

export const BOARD_SETTINGS = {
  ...SCHEME_SETTINGS,
  BOARD_HOST: z
    .string()
    .default("127.0.0.1")
    .describe("看板监听地址;对外开放时须同时设置 BOARD_USERS_FILE 或 OIDC_ISSUER"),
  BOARD_PORT: wholeNumber(0, 65_535).default(3000).describe("看板端口;0 表示任选空闲端口并写入日志"),
  BOARD_NAMES: z
    .string()
    .optional()
    .meta({ form: "域名,逗号分隔" })
    .describe("浏览器以哪些域名访问看板;IP 地址、localhost 与 BOARD_HOST 总是允许,其他域名一律拒绝(防 DNS 重绑定)"),
  BOARD_LANGUAGE: z.enum(["zh-CN", "en"]).default("zh-CN").describe("看板的默认语言;页面内也可切换"),
  BOARD_USERS_FILE: z
    .string()
    .optional()
    .describe(
      "用户文件,设置后须登录;用 npx billferry users 管理(argon2id),htpasswd -B 的旧行照常可用;行末是角色 :viewer(只看)、:operator(可操作)或 :admin,都不写则全是 admin;修改即时生效,被改的人须重新登录",
    ),
  ...OIDC_SETTINGS,
  AUDIT_DIR: z
    .string()
    .default(".data/audit")
    .meta({ form: "目录" })
    .describe(
      "操作记录(谁在何时做了什么)的目录,每月一个文件,只追加;npm start 用数据目录下的 audit,compose 用卷 audit-data",
    ),
  BOARD_WITHOUT_USERS: z
    .enum(["refuse", "guarded-elsewhere"])
    .default("refuse")
    .describe(
      "看板监听本机以外、又无登录时:refuse 拒绝启动;guarded-elsewhere 表示另有防护(代理登录、只发布到本机的端口)",
    ),
};

const OPEN_TO_ALL =
  "BOARD_HOST:看板对外开放且无须登录;请设置 BOARD_USERS_FILE(npx billferry users add 生成)或 OIDC_ISSUER(公司账号登录),或改为 127.0.0.1;另有防护时设置 BOARD_WITHOUT_USERS=guarded-elsewhere";

export type BoardSettings = z.infer<z.ZodObject<typeof BOARD_SETTINGS>>;

/** That anybody in the network may use the board has to be said on purpose. */
export function findBoardProblems(env: Environment): readonly string[] {
  const host = env["BOARD_HOST"] || "127.0.0.1";
  const isGuarded = env["BOARD_USERS_FILE"] || env["OIDC_ISSUER"] || env["BOARD_WITHOUT_USERS"] === "guarded-elsewhere";
  return [...(isLoopback(host) || isGuarded ? [] : [OPEN_TO_ALL]), ...findOidcProblems(env)];
}
