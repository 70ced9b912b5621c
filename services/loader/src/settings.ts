import { wholeNumber } from "@billferry/runtime";
import { WANGDIANTONG_SETTINGS } from "@billferry/vendor-settings";
import type { z } from "zod";

export const LOADER_SETTINGS = {
  ...WANGDIANTONG_SETTINGS,
  LOADER_CONCURRENCY: wholeNumber(1, 64).default(4).describe("同时推送的订单数(每个副本)"),
};

export type LoaderSettings = z.infer<z.ZodObject<typeof LOADER_SETTINGS>>;
