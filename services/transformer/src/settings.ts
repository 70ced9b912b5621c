import { wholeNumber } from "@billferry/runtime";
import { z } from "zod";

export const TRANSFORMER_SETTINGS = {
  SCHEME_DIR: z.string().default("schemes").describe("集成方案所在目录"),
  TRANSFORMER_CONCURRENCY: wholeNumber(1, 64).default(4).describe("同时转换的单据数(每个副本)"),
};

export type TransformerSettings = z.infer<z.ZodObject<typeof TRANSFORMER_SETTINGS>>;
