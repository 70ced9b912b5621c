import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";

import { openBoardPage } from "./screenshot/board-page.ts";
import { findChromium } from "./screenshot/chromium.ts";
import { findRefusedButtons } from "./screenshot/refused-buttons.ts";
import { startTrialBoard } from "./screenshot/trial-board.ts";

const chromiumPath = await findChromium();

test(
  "in a real browser the board is in Chinese, shows why an order failed, what it held and how it went, leads to its bill and back, shows no button of what it refuses, and retries by a click",
  { timeout: 240_000 },
  async (context) => {
    if (chromiumPath === undefined) return context.skip("没有 Chromium:apt-get install chromium,或设置 CHROMIUM_PATH");
    const board = await startTrialBoard({ bills: 20, unknownSkus: 1 });
    onTestFinished(board.stop);
    const { page, foreignRequests, close } = await openBoardPage({
      chromiumPath,
      url: `${board.url}/queue/load?status=failed`,
    });
    onTestFinished(close);

    const card = page.getByText(/load-sal-outstock-XSCKD\d+-\S+-[0-9a-f]{8}-\d+/).first();
    await card.waitFor();
    expect(await page.title()).toContain("Billferry");
    await page.getByText("把单据推送到旺店通").waitFor();
    await page.getByText("旺店通中没有该商家编码").first().waitFor();

    await page.locator('a[title="load"] > span').first().waitFor();
    // By the sheet that dresses the page: the menu itself knows names alone.
    const said = `getComputedStyle(document.querySelector('a[title="load"] > span'), "::after").content`;
    expect(await page.evaluate<string>(said)).toBe('"写入 · Load"');

    await walkJob(page);

    expect(await findRefusedButtons(page, board.url)).toEqual([]);
    await page.goto(`${board.url}/queue/load?status=failed`);

    const answered = page.waitForResponse((response) => response.request().method() === "PUT");
    // The card's own buttons are pictures without a name; the one above retries all.
    await page.locator("button:has(svg.lucide-refresh-cw)").last().click();
    await page.getByRole("alertdialog").getByRole("button", { name: "确认" }).click();
    const response = await answered;
    expect(response.url()).toMatch(/\/queues\/api\/queues\/load\/load-sal-outstock-XSCKD\S+\/retry/);
    expect(response.status()).toBe(204);
    // The page's own policy stops what it would load from elsewhere before it is ever asked for.
    expect(foreignRequests).toEqual([]);
  },
);

/** From the list to a failed job's page, through its tabs, to its bill and back, and to a bill by its number. */
async function walkJob(page: Page): Promise<void> {
  await page.locator('a[href*="/queues/queue/load/load-sal-outstock-"]').first().click();
  await page.getByText("XSCKD000001-CK001", { exact: true }).waitFor();
  const shown = page.locator("main");
  await page.getByRole("tab", { name: "错误" }).click();
  await shown.getByText(/^代码: WDT_SKU_UNKNOWN/).waitFor();
  await page.getByRole("tab", { name: "数据" }).click();
  for (const words of ["失败原因", "订单", "外部单号 outer_no", "货品明细 detail_list"])
    await shown.getByText(words).first().waitFor();
  await page.getByRole("tab", { name: "日志" }).click();
  await shown.getByText(/加入队列/).waitFor();
  await shown.getByText(/失败,等待人工处理:\[WDT_SKU_UNKNOWN\]/).waitFor();
  // To its bill in the console, and from there to the job again.
  await shown.getByRole("link", { name: "XSCKD000001" }).evaluate((link) => link.removeAttribute("target"));
  await shown.getByRole("link", { name: "XSCKD000001" }).click();
  await page.getByRole("heading", { level: 1, name: "XSCKD000001" }).waitFor();
  await page.getByRole("button", { name: "查看" }).click();
  await page.getByLabel("应答原文").filter({ hasText: "NEW-XSCKD000001" }).first().waitFor();
  await page.getByText("请求原文").first().waitFor();
  await page.getByText('"outer_no": "XSCKD000001-CK001"').first().waitFor({ state: "attached" });
  await page.getByRole("link", { name: /^load-sal-outstock-XSCKD000001-CK001-/ }).click();
  await page.getByRole("tab", { name: "日志" }).waitFor();
  const finder = page.getByRole("search", { name: "按单号查单据" });
  await finder.getByRole("searchbox").fill("XSCKD000002");
  await finder.getByRole("button", { name: "查单据" }).click();
  await page.getByRole("heading", { level: 1, name: "XSCKD000002" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/bills/XSCKD000002");
}
