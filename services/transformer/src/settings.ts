import { duration, wholeNumber } from "@billferry/settings";
import { STORY_SETTINGS } from "@billferry/runtime";
import { SCHEME_SETTINGS } from "@billferry/scheme";
import type { z } from "zod";

export const TRANSFORMER_SETTINGS = {
  ...SCHEME_SETTINGS,
  ...STORY_SETTINGS,
  TRANSFORMER_CONCURRENCY: wholeNumber(1, 64).default(8).describe("每个方案同时转换的单据数(每个副本)"),
  TABLES_EVERY: duration("TABLES_EVERY")
    .default(5_000)
    .describe("每隔多久查看对照表是否有改动;连续两次相同才启用,无须重启"),
};

export type TransformerSettings = z.infer<z.ZodObject<typeof TRANSFORMER_SETTINGS>>;
