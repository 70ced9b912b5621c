import { hashContent } from "@billferry/contracts";
import {
  accountIdentity,
  address,
  readAccount,
  wholeNumber,
  type AccountIdentity,
  type Environment,
} from "@billferry/settings";
import { z } from "zod";

import type { WangdiantongSettings } from "./settings.ts";

/** The Wangdiantong account and its quota, as the environment names them; the same for whoever calls it. */
export const WANGDIANTONG_SETTINGS = {
  WDT_URL: address("http", "https").describe("旺店通接口地址,例如 https://api.wangdian.cn/openapi2/"),
  WDT_SID: z.string().min(1).describe("旺店通卖家账号 sid"),
  WDT_APPKEY: z.string().min(1).describe("旺店通接口账号 appkey"),
  WDT_APPSECRET: z.string().min(1).describe("旺店通接口密钥 appsecret(不会写入日志)"),
  WDT_CALLS_PER_MINUTE: wholeNumber(1, 100_000).default(60).describe("任意一分钟内的最大调用次数(所有副本合计)"),
  WDT_CALLS_KEPT_FOR_URGENT: wholeNumber(0, 99_999)
    .default(0)
    .describe("其中只留给加急的调用次数;0 表示不预留,加急的仍然最先得到下一个名额"),
  WDT_CALLS_FOR_ERRANDS: wholeNumber(1, 100_000)
    .default(10)
    .describe("控制台交办的事(对账、核对、预览、体检)每分钟最多用其中多少次;不会超过 WDT_CALLS_PER_MINUTE"),
  WDT_TIMEOUT_SECONDS: wholeNumber(1, 300).default(30).describe("单次调用的最长等待(秒)"),
};

export type WangdiantongAccountSettings = z.infer<z.ZodObject<typeof WANGDIANTONG_SETTINGS>>;

/** The settings of one Wangdiantong account; a Fault `CONFIG_INVALID` lists every problem under the names as set. */
export function readWangdiantongAccount(env: Environment, account: string): WangdiantongAccountSettings {
  return readAccount(WANGDIANTONG_SETTINGS, { env, account });
}

export function wangdiantongIdentity({
  WDT_URL: url,
  WDT_SID: id,
}: Pick<WangdiantongAccountSettings, "WDT_URL" | "WDT_SID">): AccountIdentity {
  return accountIdentity({ side: "wangdiantong", title: "旺店通账号", setting: "WDT_SID" }, { url, id });
}

const MAX_ANSWER_BYTES = 8_388_608;

/** What `createWangdiantongClient` takes. */
export function toWangdiantongClientSettings(settings: WangdiantongAccountSettings): WangdiantongSettings {
  return {
    url: settings.WDT_URL,
    sid: settings.WDT_SID,
    appkey: settings.WDT_APPKEY,
    appsecret: settings.WDT_APPSECRET,
    deadlineMs: settings.WDT_TIMEOUT_SECONDS * 1_000,
    maxBodyBytes: MAX_ANSWER_BYTES,
  };
}

/** Names the gate of an account, whatever address it is reached by: the quota is the account's. */
export function wangdiantongGate(sid: string): string {
  return hashContent(["wangdiantong", sid]).slice(0, 16);
}

/** What the call gate of this account takes; equal settings name the same gate, so that all share one quota. */
export function toCallGateOptions(settings: WangdiantongAccountSettings): {
  readonly account: string;
  readonly callsPerMinute: number;
  readonly keptForUrgent: number;
  readonly longestCallMs: number;
} {
  return {
    account: wangdiantongGate(settings.WDT_SID),
    callsPerMinute: settings.WDT_CALLS_PER_MINUTE,
    // One call is always left to the others.
    keptForUrgent: Math.min(settings.WDT_CALLS_KEPT_FOR_URGENT, settings.WDT_CALLS_PER_MINUTE - 1),
    // A call that is repeated once for a wrong clock takes two deadlines.
    longestCallMs: 2 * settings.WDT_TIMEOUT_SECONDS * 1_000 + 5_000,
  };
}
