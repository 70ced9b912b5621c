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
  },
  en: { warehouse: "Warehouse code", sku: "Goods (SKU)", day: "Approved on", clear: "Clear", none: "No bill" },
};

let world: ConsoleWorld;
beforeAll(async () => {
  if (chromiumPath !== "") world = await startConsole();
}, LIMIT_MS);
afterAll(async () => world?.stop(), 60_000);

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
    expect(world.complaints).toEqual([]);
  },
  LIMIT_MS,
);
