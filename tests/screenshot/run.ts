import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import type { Page } from "playwright-core";

import { openBoardPage } from "./board-page.ts";
import { ensureChromium } from "./chromium.ts";
import { findRefusedButtons } from "./refused-buttons.ts";
import { startTrialBoard, type TrialBoard } from "./trial-board.ts";

/**
 * `npm run screenshot`: the console after a first sync, and the load queue in Bull Board, in a real browser, as
 * docs/images/*.png. On a trial board it also looks for buttons of what the board refuses, and fails where one shows.
 * With `BOARD_URL` (ending in `/queues`) the picture is of that board.
 */
const IMAGES = join(import.meta.dirname, "..", "..", "docs", "images");
const FILE = join(IMAGES, "bull-board.png");
/** A bill whose goods Wangdiantong does not know. */
const HELD_BILL = "XSCKD000001";
const CONSOLE_PAGES: readonly ShownPage[] = [
  { name: "overview", path: "/", shown: ".uplot" },
  { name: "bill", path: `/bills/${HELD_BILL}`, shown: ".ant-timeline" },
  { name: "cases", path: "/cases?code=WDT_SKU_UNKNOWN", shown: ".items .ant-table-row" },
  { name: "reconcile", path: "/reconcile", begin: compareDays, shown: "text=差异明细" },
];
/** Of both ends, up to today by Kingdee's calendar. */
const DAYS_COMPARED = 3;
/** A clerk asks both ends for every bill of these days. */
const LONGEST_MS = 180_000;

interface ShownPage {
  readonly name: string;
  readonly path: string;
  /** What a person does there first. */
  readonly begin?: (page: Page) => Promise<void>;
  readonly shown: string;
}

const chromiumPath = await ensureChromium((line) => process.stderr.write(`${line}\n`));
const given = process.env["BOARD_URL"];
const board: TrialBoard = given
  ? { url: given, stop: async () => undefined }
  : await startTrialBoard({ bills: 60, unknownSkus: 2 });
try {
  const { page, close } = await openBoardPage({ chromiumPath, url: `${board.url}/queue/load` });
  try {
    await page
      .getByText(/load-\S+-[0-9a-f]{8}/)
      .first()
      .waitFor();
    await mkdir(IMAGES, { recursive: true });
    await page.screenshot({ path: FILE });
    process.stdout.write("docs/images/bull-board.png\n");
    const shown = given ? [] : await findRefusedButtons(page, board.url);
    for (const each of given ? [] : CONSOLE_PAGES) {
      await page.goto(new URL(each.path, board.url).href);
      await each.begin?.(page);
      await page.locator(each.shown).first().waitFor({ timeout: LONGEST_MS });
      await page.screenshot({ path: join(IMAGES, `console-${each.name}.png`) });
      process.stdout.write(`docs/images/console-${each.name}.png\n`);
    }
    if (shown.length > 0) throw new Error(`the board shows buttons of what it refuses: ${shown.join(", ")}`);
  } finally {
    await close();
  }
} finally {
  await board.stop();
}

async function compareDays(page: Page): Promise<void> {
  await page.getByLabel("从(审核日期)").fill(kingdeeDay(DAYS_COMPARED));
  await page.getByLabel("到(含)").fill(kingdeeDay(0));
  await page.getByRole("button", { name: "开始对账" }).click();
}

function kingdeeDay(daysAgo: number): string {
  return new Date(Date.now() + 8 * 3_600_000 - daysAgo * 86_400_000).toISOString().slice(0, 10);
}
