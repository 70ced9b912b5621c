import { wholeNumber } from "@billferry/runtime";
import { SCHEME_SETTINGS } from "@billferry/scheme";
import type { z } from "zod";

export const TRANSFORMER_SETTINGS = {
  ...SCHEME_SETTINGS,
  TRANSFORMER_CONCURRENCY: wholeNumber(1, 64).default(4).describe("每个方案同时转换的单据数(每个副本)"),
};

export type TransformerSettings = z.infer<z.ZodObject<typeof TRANSFORMER_SETTINGS>>;
