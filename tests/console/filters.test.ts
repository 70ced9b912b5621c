import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { findChromium } from "../screenshot/chromium.ts";
import { DESKTOP, findBarriers, findOverflow, PHONE, startConsole, visit, type ConsoleWorld } from "./world.ts";

const chromiumPath = (await findChromium()) ?? "";
const LIMIT_MS = 240_000;
const LABELS = {
  "zh-CN": {
    warehouse: "仓库编码",
    sku: "货品编码(SKU)",
    day: "审核日期",
    clear: "清除条件",
    none: "没有符合条件的单据",
    lookedIn: (days: number, sku: string) => new RegExp(`在最近 ${days} 天(.+)审核的单据中查找 ${sku}`),
  },
  en: {
    warehouse: "Warehouse code",
    sku: "Goods (SKU)",
    day: "Approved on",
    clear: "Clear",
    none: "No bill",
    lookedIn: (days: number, sku: string) =>
      new RegExp(`Looked for ${sku} in the bills approved in the last ${days} days`),
  },
};

let world: ConsoleWorld;
beforeAll(async () => {
  if (chromiumPath !== "") world = await startConsole();
}, LIMIT_MS);
afterAll(async () => world?.stop(), 60_000);

/** A delivered bill, and goods of it. */
async function readGoods(page: Page): Promise<{ readonly billNo: string; readonly sku: string }> {
  const read = async (path: string): Promise<string> =>
    page.evaluate<string>(`fetch(${JSON.stringify(`/api/v1${path}`)}).then((answer) => answer.text())`);
  const { items } = JSON.parse(await read("/bills?state=delivered&days=7&limit=1")) as {
    items: { billNo: string; scheme: string; billId: string }[];
  };
  const { billNo = "", scheme = "", billId = "" } = items[0] ?? {};
  const story = await read(`/bills/${billNo}/story?${new URLSearchParams({ scheme, billId }).toString()}`);
  const [, sku = ""] = /spec_no\\*":\s*\\*"([^"\\]+)/.exec(story) ?? [];
  return { billNo, sku };
}

test.skipIf(chromiumPath === "").each([
  { language: "zh-CN", view: DESKTOP },
  { language: "en", view: PHONE },
] as const)(
  "bills are narrowed by warehouse, day and goods; the address says by what, and the fields say what the address says ($language)",
  async ({ language, view }) => {
    const words = LABELS[language];
    const page = await visit({ chromiumPath, world, name: "wang", path: "/bills", view, language });
    const bills = page.locator('main a[href^="/bills/"], [role=main] a[href^="/bills/"]');
    await bills.first().waitFor();
    const all = await bills.count();
    const day = /\d{4}-\d{2}-\d{2}/.exec(await page.locator("[role=main]").innerText())?.[0] ?? "";
    const field = (label: string) => page.getByLabel(label, { exact: true });

    await field(words.warehouse).fill("CK006");
    await field(words.warehouse).press("Enter");
    await page.waitForURL(/warehouse=CK006/);
    await expect.poll(async () => bills.count()).toBeLessThan(all);
    await bills.first().waitFor();
    await field(words.day).fill(day);
    await page.waitForURL(new RegExp(`day=${day}`));
    expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);

    await page.reload();
    await field(words.warehouse).waitFor();
    expect([await field(words.warehouse).inputValue(), await field(words.day).inputValue()]).toEqual(["CK006", day]);

    await page.getByRole("button", { name: words.clear }).click();
    await expect.poll(() => new URL(page.url()).search).toBe("");
    await expect
      .poll(async () => [await field(words.warehouse).inputValue(), await field(words.day).inputValue()])
      .toEqual(["", ""]);
    await expect.poll(async () => bills.count()).toBe(all);

    await field(words.sku).fill("NO-SUCH-GOODS");
    await field(words.sku).press("Enter");
    await page.getByText(words.none).first().waitFor();
    await page.goBack();
    await expect.poll(async () => field(words.sku).inputValue()).toBe("");

    const { billNo, sku } = await readGoods(page);
    await field(words.sku).fill(sku);
    await field(words.sku).press("Enter");
    await page.getByText(words.lookedIn(7, sku)).waitFor();
    await page.getByRole("link", { name: billNo, exact: true }).waitFor();
    // The pointer rests on the button that cleared the filters before, and which is there again.
    expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);
    await page.goto(`${world.url}/bills?sku=${sku}&days=3`);
    await page.getByText(words.lookedIn(3, sku)).waitFor();
    expect(world.complaints).toEqual([]);
  },
  LIMIT_MS,
);
