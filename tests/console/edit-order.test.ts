import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { findChromium } from "../screenshot/chromium.ts";
import { DESKTOP, findBarriers, findOverflow, PHONE, startConsole, visit, type ConsoleWorld } from "./world.ts";

const chromiumPath = (await findChromium()) ?? "";
const LIMIT_MS = 240_000;
const SKIPPED = "没有 Chromium:apt-get install chromium,或设置 CHROMIUM_PATH";
/** As it stands in Kingdee, and as Wangdiantong knows it. */
const [WRONG, RIGHT] = ["B-O1", "B-01"];

let world: ConsoleWorld;
beforeAll(async () => {
  if (chromiumPath === "") return;
  world = await startConsole({ bills: 5 });
  await world.control("settings", { wangdiantong: { batches: [RIGHT] } });
}, LIMIT_MS);
afterAll(async () => world?.stop(), 60_000);

const WORDS = {
  "zh-CN": {
    open: /^修改 .* 的推送内容$/,
    batch: /^批次号 detail_list\[0\]\.batch_no$/,
    push: "保存并重试",
    needed: "请写明原因",
    reason: "原因",
    done: "已修改并重试",
    show: "查看",
    told: /li 于 .* 修改:批次号打错/,
    act: "修改推送内容",
  },
  en: {
    open: /^Change what .* says$/,
    batch: "detail_list[0].batch_no",
    push: "Save and retry",
    needed: "Say why",
    reason: "Reason",
    done: "Changed, and tried again",
    show: "Show",
    told: /Changed by li on .*: 批次号打错/,
    act: "Edit an order",
  },
} as const;

async function stateOf(page: Page, billNo: string): Promise<string | undefined> {
  const answer = await page.evaluate<{ bills?: { bills: { shownState: string }[] }[] }>(
    `fetch("/api/v1/bills/${billNo}").then((answer) => answer.json())`,
  );
  return answer.bills?.[0]?.bills[0]?.shownState;
}

describe.each([
  { language: "zh-CN", device: "desktop", view: DESKTOP, own: "A" },
  { language: "en", device: "phone", view: PHONE, own: "B" },
] as const)("an order that is refused for one value, in $language on a $device", ({ language, view, own }) => {
  const word = WORDS[language];

  test(
    "is changed with a reason and delivered so, and the original stays beside it",
    { timeout: LIMIT_MS },
    async (context) => {
      if (chromiumPath === "") return context.skip(SKIPPED);
      const billNo = `BATCH-${own}`;
      await world.control("bills", { billNo, lines: [{ quantity: "3", lot: WRONG }] });
      await world.control(`bills/${billNo}/audit`, {});
      const page = await visit({ chromiumPath, world, name: "li", path: `/bills/${billNo}`, view, language });
      await expect.poll(async () => stateOf(page, billNo), { timeout: 120_000 }).toBe("held");
      await page.reload();
      await page.getByRole("button", { name: word.open }).click();
      const dialog = page.getByRole("dialog");
      const batch = dialog.getByLabel(word.batch);
      await batch.waitFor({ timeout: LIMIT_MS });
      expect(await batch.inputValue()).toBe(WRONG);
      expect(await dialog.getByText("detail_list[0].num").count()).toBe(0);
      expect(await dialog.getByRole("button", { name: word.push }).isDisabled()).toBe(true);
      await batch.fill(RIGHT);
      expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);
      await dialog.getByRole("button", { name: word.push }).click();
      await dialog.getByText(word.needed).waitFor();
      await dialog.getByLabel(word.reason, { exact: true }).fill("批次号打错");
      await dialog.getByRole("button", { name: word.push }).click();
      await page.getByText(word.done).waitFor({ timeout: LIMIT_MS });
      await expect.poll(async () => stateOf(page, billNo), { timeout: 120_000 }).toBe("delivered");

      await page.reload();
      await page.getByRole("button", { name: word.show, exact: true }).first().click();
      await page.getByText(word.told).first().waitFor({ timeout: LIMIT_MS });
      expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);
      const story = await page.evaluate<{ attempts: { request: string | null }[] }>(
        `fetch("/api/v1/bills/${billNo}").then((answer) => answer.json()).then(({ bills: [{ scheme, bills: [{ billId }] }] }) => fetch("/api/v1/bills/${billNo}/story?scheme=" + scheme + "&billId=" + billId)).then((answer) => answer.json())`,
      );
      const batches = story.attempts.map(({ request }) => /"batch_no": "([^"]*)"/.exec(request ?? "")?.[1]);
      expect([batches[0], batches.at(-1)]).toEqual([WRONG, RIGHT]);
      await page.goto(`${world.url}/audit`);
      await page.getByText(word.act).first().waitFor();
      await page.getByText("批次号打错").first().waitFor();
      expect(world.complaints).toEqual([]);
    },
  );
});
