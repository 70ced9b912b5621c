import { duration, wholeNumber } from "@billferry/settings";
import { SCHEME_SETTINGS } from "@billferry/scheme";
import type { z } from "zod";

export const TRANSFORMER_SETTINGS = {
  ...SCHEME_SETTINGS,
  TRANSFORMER_CONCURRENCY: wholeNumber(1, 64).default(8).describe("每个方案同时转换的单据数(每个副本)"),
  TABLES_EVERY: duration("TABLES_EVERY")
    .default(5_000)
    .describe("每隔多久查看对照表是否有改动;连续两次相同才启用,无须重启"),
  STORY_DAYS: wholeNumber(0, 365)
    .default(7)
    .describe("每张单据的原始行与由它生成的订单保留多少天,供看板的单据页查看(压缩后每张约 1.4 KB);0 表示不保留"),
};

export type TransformerSettings = z.infer<z.ZodObject<typeof TRANSFORMER_SETTINGS>>;
