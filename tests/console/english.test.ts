import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { findChromium } from "../screenshot/chromium.ts";
import { DESKTOP, startConsole, visit, type ConsoleWorld } from "./world.ts";

const chromiumPath = (await findChromium()) ?? "";
const LIMIT_MS = 900_000;
const PATIENCE = { timeout: 120_000 };
const SKIPPED = "没有 Chromium:apt-get install chromium,或设置 CHROMIUM_PATH";
const ROOT = join(import.meta.dirname, "../..");
const RUN = /\p{Script=Han}+/gu;

/** Whatever Kingdee, Wangdiantong, the schemes and the code tables say, in whole words. */
const DATA: ReadonlySet<string> = new Set(
  ["services/sandbox/src", "services/sandbox/forms", "schemes", "libs/contracts/src/kingdee-fields.ts"]
    .flatMap((path) => filesOf(join(ROOT, path)))
    .flatMap((path) => readFileSync(path, "utf8").match(RUN) ?? []),
);
/** A language is called by its own name. */
const OWN_NAME = "中文";

function filesOf(path: string): readonly string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path).flatMap((name) => filesOf(join(path, name)));
}

/** Words of the page, and of what it says to a screen reader, that nobody but us can have said. */
async function findChinese(page: Page): Promise<readonly string[]> {
  const said = await page.evaluate<string[]>(`(() => {
    const texts = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) texts.push(walk.currentNode.data);
    for (const element of document.querySelectorAll("*"))
      for (const name of ["aria-label", "title", "placeholder", "alt"]) texts.push(element.getAttribute(name) ?? "");
    return [...texts.filter((text) => /\\p{Script=Han}/u.test(text)), document.title];
  })()`);
  const ours = said.filter((text) =>
    (text.match(RUN) ?? []).some((run) => run !== OWN_NAME && !DATA.has(run) && !isMadeOfData(run)),
  );
  return [...new Set(ours)].map((text) => `${new URL(page.url()).pathname}: ${text}`);
}

/** "标准装" and its like are put together from words that stand alone in what the vendors know. */
function isMadeOfData(run: string): boolean {
  return [...DATA].some((first) => run.startsWith(first) && first.length > 1 && DATA.has(run.slice(first.length)));
}

let world: ConsoleWorld;
beforeAll(async () => {
  if (chromiumPath !== "") world = await startConsole({ bills: 30 });
}, LIMIT_MS);
afterAll(async () => world?.stop(), 60_000);

async function read<T>(page: Page, path: string): Promise<T> {
  return page.evaluate<T>(`fetch(${JSON.stringify(path)}).then((answer) => answer.json())`);
}

function kingdeeDay(daysAgo: number): string {
  return new Date(Date.now() + 8 * 3_600_000 - daysAgo * 86_400_000).toISOString().slice(0, 10);
}

async function untilShown(page: Page, billNo: string, state: string): Promise<void> {
  const shown = async () =>
    (await read<{ bills?: { bills: { shownState: string }[] }[] }>(page, `/api/v1/bills/${billNo}`)).bills?.[0]
      ?.bills[0]?.shownState;
  await expect.poll(shown, PATIENCE).toBe(state);
}

async function approve(billNo: string, bill: object): Promise<void> {
  await world.control("bills", { billNo, ...bill });
  await world.control(`bills/${billNo}/audit`, {});
}

/** Cases of many kinds: what cannot be mapped, what Wangdiantong refuses, what came up after the delivery. */
async function makeCases(page: Page): Promise<void> {
  await approve("EN-EXACT", { lines: [{ quantity: "1.23456" }] });
  await approve("EN-UNSAFE", { lines: [{ sku: "SKU-\u200b0001" }] });
  await approve("EN-NOWHERE", { lines: [{ stock: "NO-SUCH" }] });
  await approve("EN-GROWS", { lines: [{ quantity: "10" }] });
  await approve("EN-SHRINKS", { lines: [{ quantity: "10" }] });
  for (const billNo of ["EN-GROWS", "EN-SHRINKS"]) await untilShown(page, billNo, "delivered");
  await world.control("bills/EN-GROWS/edit", { reaudit: true, lines: [{ seq: 1, quantity: "12" }] });
  await world.control("bills/EN-SHRINKS/edit", { reaudit: true, lines: [{ seq: 1, quantity: "7" }] });
  for (const billNo of ["EN-EXACT", "EN-UNSAFE", "EN-NOWHERE"]) await untilShown(page, billNo, "held");
  for (const billNo of ["EN-GROWS", "EN-SHRINKS"]) await untilShown(page, billNo, "disputed");
}

test("a page in English says nothing in Chinese but what others have said", { timeout: LIMIT_MS }, async (context) => {
  if (chromiumPath === "") return context.skip(SKIPPED);
  const page = await visit({ chromiumPath, world, name: "qian", path: "/", view: DESKTOP, language: "en" });
  const found: string[] = [];
  const look = async (): Promise<void> => void found.push(...(await findChinese(page)));
  await makeCases(page);
  await page.goto(`${world.url}/`);
  await page.getByText(/· live$/).waitFor();
  await look();

  const { groups } = await read<{ groups: { code: string }[] }>(page, "/api/v1/cases");
  expect(groups.length).toBeGreaterThan(4);
  await page.goto(`${world.url}/cases`);
  await page.getByRole("heading", { name: "Cases", level: 1 }).waitFor();
  await look();
  for (const { code } of groups) {
    await page.goto(`${world.url}/cases?code=${code}`);
    await page.getByText(`[${code}]`).first().waitFor();
    await look();
  }

  await page.goto(`${world.url}/bills`);
  await page.locator(".state-delivered").first().waitFor();
  await look();
  const stories = ["EN-EXACT", "EN-UNSAFE", "EN-NOWHERE", "EN-GROWS"];
  for (const billNo of stories) {
    await page.goto(`${world.url}/bills/${billNo}`);
    await page.getByText("Story", { exact: true }).waitFor();
    await look();
  }

  await page.goto(`${world.url}/bills/EN-SHRINKS`);
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.getByText("detail_list[0].spec_no").first().waitFor();
  await page.getByRole("button", { name: "Compare with Kingdee and Wangdiantong" }).click();
  await page.getByText("Kingdee's content is what was read last").waitFor(PATIENCE);
  await look();
  await page.getByRole("button", { name: "Correct…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Show what would be pushed" }).click();
  await dialog.getByText("This cannot be corrected so; nothing was pushed").waitFor(PATIENCE);
  await look();
  await dialog.getByRole("radio", { name: /^Replacement/ }).check();
  await dialog.getByRole("button", { name: "Show what would be pushed" }).click();
  await dialog.getByText(/not cancelled/).waitFor(PATIENCE);
  await look();

  await page.goto(`${world.url}/bills/EN-NOWHERE`);
  await page.getByRole("button", { name: "Hold…" }).click();
  await page.getByLabel("Reason", { exact: true }).fill("stock count");
  await page.getByRole("dialog").getByRole("button", { name: "Hold…" }).click();
  await page.getByText("Held back by qian").first().waitFor(PATIENCE);
  await look();

  await page.goto(`${world.url}/reconcile`);
  await page.getByLabel("From (approve date)").fill(kingdeeDay(3));
  await page.getByLabel("To (included)").fill(kingdeeDay(0));
  await page.getByRole("button", { name: "Reconcile" }).click();
  await page.getByRole("heading", { name: "Differences, one by one" }).waitFor(PATIENCE);
  await look();
  await page.goto(`${world.url}/schemes`);
  await page.getByText("Check of the files").first().waitFor();
  await look();
  await page.getByRole("button", { name: "Check now" }).first().click();
  await page.getByText("good").first().waitFor(PATIENCE);
  await look();
  await page.getByLabel("Kingdee's bill number").first().fill("EN-EXACT");
  await page.getByRole("button", { name: "Try", exact: true }).first().click();
  await page.getByRole("heading", { name: /^Kingdee's rows/ }).waitFor(PATIENCE);
  await look();
  await page.getByLabel("Kingdee's bill number").first().fill("EN-GROWS");
  await page.getByRole("button", { name: "Try", exact: true }).first().click();
  await page.getByText("warehouse_no", { exact: true }).nth(1).waitFor(PATIENCE);
  await look();
  for (const path of ["/tables", "/audit", "/bills/NO-SUCH-BILL"]) {
    await page.goto(`${world.url}${path}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await look();
  }
  expect([...new Set(found)]).toEqual([]);

  // Whoever judges so sees what is Chinese: of a page in Chinese its menu.
  await page.getByRole("button", { name: OWN_NAME }).click();
  await expect.poll(async () => (await findChinese(page)).length, PATIENCE).toBeGreaterThan(3);
  expect(world.complaints).toEqual([]);
});
