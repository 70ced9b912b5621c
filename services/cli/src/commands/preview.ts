import { findWangdiantongAccount, openKingdee } from "@billferry/vendor-access";
import { previewBill, type BillPreview } from "@billferry/desk";
import { loadScheme } from "@billferry/scheme";
import type { Command } from "commander";

import { EXIT } from "../command-end.ts";
import { formatPreview } from "../core/preview-text.ts";
import { askEach, chosenSchemes, schemeOption, schemePlace, type SchemeChoice } from "../schemes.ts";
import { untilInterrupted } from "../until-interrupted.ts";
import { withFoundRedis } from "../with-redis.ts";
import { say } from "../say.ts";

export function addPreviewCommand(program: Command): void {
  program
    .command("preview")
    .description(
      say({
        zh: "从金蝶读取一张单据,显示将成为的订单、每个值的来源和签名后的请求;不发送、不记录(没有找到时退出码为 1)",
        en: "read one bill from Kingdee and show the orders it would become, where each value comes from, and the signed request; nothing is sent or kept (exit code 1 if it is not found)",
      }),
    )
    .argument("<number>", say({ zh: "金蝶单据编号", en: "Kingdee bill number" }))
    .option(...schemeOption())
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action(async (billNo: string, options: SchemeChoice & { readonly json?: boolean }) => {
      const previews = await preview(billNo, options);
      process.stdout.write(`${options.json ? JSON.stringify(previews) : formatPreviews(billNo, previews)}\n`);
      process.exitCode = previews.length === 0 ? EXIT.found : EXIT.good;
    });
}

async function preview(billNo: string, choice: SchemeChoice): Promise<readonly BillPreview[]> {
  return untilInterrupted(async (signal) =>
    withFoundRedis(async (found, log, env) => {
      const all = await askEach(chosenSchemes(choice, env), async (name) => {
        const scheme = loadScheme(schemePlace(env), name);
        const kingdee = openKingdee(env, log, scheme);
        await kingdee.client.signIn(signal);
        const account = findWangdiantongAccount(env, scheme);
        const redis = "redis" in found ? found.redis : undefined;
        return previewBill(kingdee, { billNo, account, redis, nowMs: Date.now(), signal });
      });
      return [...all.values()].flat();
    }),
  );
}

function formatPreviews(billNo: string, previews: readonly BillPreview[]): string {
  if (previews.length === 0)
    return say({
      zh: `${billNo}:金蝶中没有该单据(或没有查看权限)`,
      en: `${billNo}: Kingdee has no such bill (or does not show it to this user)`,
    });
  return previews.map((each) => formatPreview(each, say)).join("\n\n");
}
