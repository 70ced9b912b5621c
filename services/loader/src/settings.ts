import { address, wholeNumber } from "@billferry/runtime";
import { z } from "zod";

export const LOADER_SETTINGS = {
  WDT_URL: address("http", "https").describe("旺店通接口地址,例如 https://api.wangdian.cn/openapi2/"),
  WDT_SID: z.string().min(1).describe("旺店通卖家账号 sid"),
  WDT_APPKEY: z.string().min(1).describe("旺店通接口账号 appkey"),
  WDT_APPSECRET: z.string().min(1).describe("旺店通接口密钥 appsecret(不会写入日志)"),
  WDT_CALLS_PER_MINUTE: wholeNumber(1, 100_000).default(60).describe("任意一分钟内的最大调用次数(所有副本合计)"),
  WDT_TIMEOUT_SECONDS: wholeNumber(1, 300).default(30).describe("单次调用的最长等待(秒)"),
  LOADER_CONCURRENCY: wholeNumber(1, 64).default(4).describe("同时推送的订单数(每个副本)"),
};

export type LoaderSettings = z.infer<z.ZodObject<typeof LOADER_SETTINGS>>;
