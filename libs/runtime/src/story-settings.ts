import { wholeNumber } from "@billferry/settings";

/** How long what people read of a bill is kept; the same for all that write it. */
export const STORY_SETTINGS = {
  STORY_DAYS: wholeNumber(0, 365)
    .default(7)
    .describe(
      "每张单据的原始行、由它生成的订单及旺店通的应答保留多少天,供看板的单据页查看(压缩后每张约 1.5 KB);0 表示不保留",
    ),
};
