import { parseKingdeeTime, SHANGHAI } from "@billferry/contracts";
import { duration } from "@billferry/runtime";
import { KINGDEE_SETTINGS } from "@billferry/vendor-settings";
import { z } from "zod";

export const EXTRACTOR_SETTINGS = {
  ...KINGDEE_SETTINGS,
  SCHEME_DIR: z.string().default("schemes").describe("集成方案所在目录"),
  SYNC_EVERY: duration("SYNC_EVERY").default(60_000).describe("读取间隔,例如 10m、30s;默认 1 分钟"),
  START_FROM: z
    .string()
    .refine((text) => parseKingdeeTime(text, SHANGHAI) !== undefined, {
      error: "应为金蝶时间,例如 2026-11-01 00:00:00",
    })
    .describe("上线时刻(金蝶时间):此后审核的单据才会传输"),
};

export type ExtractorSettings = z.infer<z.ZodObject<typeof EXTRACTOR_SETTINGS>>;
