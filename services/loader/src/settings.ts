import { duration, wholeNumber } from "@billferry/settings";
import { STORY_SETTINGS } from "@billferry/runtime";
import { SCHEME_SETTINGS } from "@billferry/scheme";
import { WANGDIANTONG_SETTINGS } from "@billferry/wangdiantong";
import type { z } from "zod";

export const LOADER_SETTINGS = {
  ...SCHEME_SETTINGS,
  ...STORY_SETTINGS,
  ...WANGDIANTONG_SETTINGS,
  LOADER_CONCURRENCY: wholeNumber(1, 64).default(16).describe("每个方案同时推送的订单数(每个副本)"),
  INVENTORY_DAYS: wholeNumber(1, 3_650)
    .default(30)
    .describe("台账为空时(新装或 Redis 被清空),推送之前向前清点旺店通已有单据的天数"),
  DOUBT_CHECK_EVERY: duration("DOUBT_CHECK_EVERY")
    .default(60_000)
    .describe("每隔多久查实疑单(内容、是否有效或是否存在尚不确定的订单);每次未查到后间隔加长,最长 6 小时"),
  LISTING_DELAY: duration("LISTING_DELAY")
    .default(1_800_000)
    .describe("旺店通的查询最多晚多久才显示新单据;超过此时间多次仍查不到,才认为单据不存在"),
  AUDIT_CHECK_EVERY: duration("AUDIT_CHECK_EVERY")
    .default(300_000)
    .describe("每隔多久复查“已建单但未审核”的单据;旺店通已审核的自动结案"),
  GAP_CHECK_EVERY: duration("GAP_CHECK_EVERY")
    .default(600_000)
    .describe("每隔多久为旺店通缺少的编码各试推一张受阻订单;成功后其余自动放行"),
};

export type LoaderSettings = z.infer<z.ZodObject<typeof LOADER_SETTINGS>>;
