import { cpSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";
import { expect } from "vitest";

import { untilBuilt } from "../console/world.ts";
import { openBoardPage } from "../screenshot/board-page.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const BUILT = join("node_modules", ".cache", "billferry", "console");

/** The console's page, as `npm ci` leaves it in a checkout; the packages of a test's one are elsewhere. */
export async function takeBuiltPage(root: string): Promise<void> {
  await execa(process.execPath, ["libs/console-page/src/build/build-page.ts"], { cwd: ROOT });
  cpSync(join(ROOT, BUILT), join(root, BUILT), { recursive: true });
}

interface Waiting {
  readonly billNo: string;
  /** What it waits for: a cause of its own on the page of cases. */
  readonly sku: string;
}

/** As the runbook says it: the page of cases, one by one, this bill's, retry. */
export async function retryInConsole(chromiumPath: string, boardUrl: string, { billNo, sku }: Waiting): Promise<void> {
  await untilBuilt(boardUrl);
  const { page, close } = await openBoardPage({ chromiumPath, url: `${boardUrl}/cases` });
  try {
    await page.getByRole("row").filter({ hasText: sku }).getByRole("link", { name: "逐张" }).click();
    await page.getByRole("checkbox", { name: new RegExp(billNo) }).check();
    await page.getByRole("button", { name: "重试所选(1)" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "重试", exact: true }).click();
    await dialog.getByText("已重试").waitFor();
  } finally {
    await close();
  }
}

/** The failed jobs of the queue "load", of which this bill's is the only one left: the last button is its own. */
export async function retryInBullBoard(chromiumPath: string, boardUrl: string, { billNo }: Waiting): Promise<void> {
  const { page, close } = await openBoardPage({ chromiumPath, url: `${boardUrl}/queues/queue/load?status=failed` });
  try {
    await page
      .getByText(new RegExp(`load-sal-outstock-${billNo}-`))
      .first()
      .waitFor();
    const answered = page.waitForResponse((response) => response.request().method() === "PUT");
    await page.locator("button:has(svg.lucide-refresh-cw)").last().click();
    await page.getByRole("alertdialog").getByRole("button", { name: "确认" }).click();
    const response = await answered;
    expect([response.status(), response.url()]).toEqual([204, expect.stringContaining(billNo)]);
  } finally {
    await close();
  }
}
