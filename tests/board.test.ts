import { expect, onTestFinished, test } from "vitest";

import { openBoardPage } from "./screenshot/board-page.ts";
import { findChromium } from "./screenshot/chromium.ts";
import { findRefusedButtons } from "./screenshot/refused-buttons.ts";
import { startTrialBoard } from "./screenshot/trial-board.ts";

const chromiumPath = await findChromium();

test(
  "in a real browser the board is in Chinese, shows why an order failed and no button of what it refuses, and retries it by a click",
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
