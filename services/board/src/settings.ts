import { wholeNumber } from "@billferry/runtime";
import { SCHEME_SETTINGS } from "@billferry/scheme";
import { z } from "zod";

export const BOARD_SETTINGS = {
  ...SCHEME_SETTINGS,
  BOARD_HOST: z.string().default("127.0.0.1").describe("看板监听地址;对外开放时请同时设置 BOARD_USERS_FILE"),
  BOARD_PORT: wholeNumber(0, 65_535).default(3000).describe("看板端口;0 表示任选空闲端口并写入日志"),
  BOARD_LANGUAGE: z.enum(["zh-CN", "en"]).default("zh-CN").describe("看板的默认语言;页面内也可切换"),
  BOARD_USERS_FILE: z
    .string()
    .optional()
    .describe("htpasswd 文件(bcrypt,htpasswd -B 生成);设置后除 /health 外都须登录"),
};

export type BoardSettings = z.infer<z.ZodObject<typeof BOARD_SETTINGS>>;
