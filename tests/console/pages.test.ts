import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { PAGE_PATHS } from "../../services/board/src/pages.ts";
import { findChromium } from "../screenshot/chromium.ts";
import { DESKTOP, findBarriers, findOverflow, PHONE, startConsole, visit, type ConsoleWorld } from "./world.ts";

const chromiumPath = (await findChromium()) ?? "";
const LIMIT_MS = 300_000;
const SKIPPED = "没有 Chromium:apt-get install chromium,或设置 CHROMIUM_PATH";

let world: ConsoleWorld;
beforeAll(async () => {
  if (chromiumPath !== "") world = await startConsole();
}, LIMIT_MS);
afterAll(async () => world?.stop(), 60_000);

/** Each page of the console, by an address with something to see. */
async function addressesOf(page: Page): Promise<Readonly<Record<string, string>>> {
  const [bill, act] = await page.evaluate<[string, string]>(`(async () => {
    const { items } = await (await fetch("/api/v1/bills?state=held&limit=1")).json();
    const { csrf } = await (await fetch("/api/v1/me")).json();
    const headers = { "content-type": "application/json", "x-csrf-token": csrf };
    const body = JSON.stringify({ scheme: "sal-outstock", filter: {}, mapping: "present", requestId: crypto.randomUUID() });
    const counted = await fetch("/api/v1/bulk-acts", { method: "POST", headers, body });
    return [items[0].billNo, (await counted.json()).act.id];
  })()`);
  return {
    "/": "/",
    "/bills": "/bills",
    "/bills/*": `/bills/${bill}`,
    "/cases": "/cases?code=WDT_SKU_UNKNOWN",
    "/cases/*": `/cases/acts/${act}`,
    "/tables": "/tables",
    "/schemes": "/schemes",
    "/reconcile": "/reconcile",
    "/audit": "/audit",
  };
}

describe.each([
  { language: "zh-CN", device: "phone", view: PHONE },
  { language: "en", device: "phone", view: PHONE },
  { language: "zh-CN", device: "desktop", view: DESKTOP },
  { language: "en", device: "desktop", view: DESKTOP },
] as const)("every page in $language on a $device", ({ language, view }) => {
  test("keeps nobody out, fits, and bears its name in that language", { timeout: LIMIT_MS }, async (context) => {
    if (chromiumPath === "") return context.skip(SKIPPED);
    const page = await visit({ chromiumPath, world, name: "qian", path: "/bills", view, language });
    await page.locator(".ant-table-row, .card-row").first().waitFor();
    const addresses = await addressesOf(page);
    // A page that is added is walked, too; the sign-in is passed on the way.
    expect(Object.keys(addresses).toSorted()).toEqual(PAGE_PATHS.filter((path) => path !== "/sign-in").toSorted());
    for (const address of Object.values(addresses)) {
      await page.goto(`${world.url}${address}`);
      const title = await page.locator("h1").first().innerText();
      await page.waitForLoadState("networkidle").catch(() => undefined);
      await page.locator(".late").first().waitFor({ state: "detached" });
      expect([address, /\p{Script=Han}/u.test(title)]).toEqual([
        address,
        language === "zh-CN" && !/^\/bills\//.test(address),
      ]);
      expect([address, await findBarriers(page), await findOverflow(page)]).toEqual([address, [], 0]);
    }
    expect(world.complaints).toEqual([]);
  });
});
