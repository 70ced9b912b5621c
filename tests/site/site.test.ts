import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { FAULT_CODES } from "@billferry/contracts";
import { FOR_ENGINEERS, PARTS, placeInSite } from "@billferry/docs/pages";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { openBoardPage } from "../screenshot/board-page.ts";
import { findChromium } from "../screenshot/chromium.ts";
import { buildSite } from "./built-site.ts";

const LIMIT_MS = 400_000;
const DOCS = join(import.meta.dirname, "..", "..", "docs");
const SKIPPED = "没有 Chromium:apt-get install chromium,或设置 CHROMIUM_PATH";
const chromiumPath = await findChromium();

let site: Awaited<ReturnType<typeof buildSite>>;
// A link that leads nowhere fails the build.
beforeAll(async () => {
  site = await buildSite();
}, LIMIT_MS);
afterAll(async () => site?.stop(), 60_000);

test("every page of the navigation is there, those for users and operators in both languages", () => {
  const files = PARTS.flatMap(({ pages }) => pages.map(({ file }) => file));
  expect(files.length).toBeGreaterThan(8);
  const pages = [
    ...files.flatMap((file) => [file, `en/${file}`]),
    ...FOR_ENGINEERS.map(({ file }) => placeInSite(file)),
  ];
  expect(pages.filter((page) => !existsSync(join(site.folder, page.replace(/\.md$/, ".html"))))).toEqual([]);
});

test("no page of the documents is left out of the navigation", () => {
  const listed = new Set([...PARTS.flatMap(({ pages }) => pages), ...FOR_ENGINEERS].map(({ file }) => file));
  const pages = globSync("*.md", { cwd: DOCS }).concat(globSync("*.md", { cwd: join(DOCS, "en") }));
  expect(pages.length).toBeGreaterThan(20);
  expect(pages.filter((file) => file !== "index.md" && !listed.has(file))).toEqual([]);
});

test.each(["errors.html", "en/errors.html"])("%s: each code can be linked to", (page) => {
  const text = readFileSync(join(site.folder, page), "utf8");
  const codes = Object.keys(FAULT_CODES);
  expect(codes.filter((code) => !text.includes(`id="${code.toLowerCase()}"`))).toEqual([]);
});

test(
  "in a real browser a word within a Chinese sentence finds its page, an English one the English page, and nothing is asked of another host",
  { timeout: LIMIT_MS },
  async (context) => {
    if (chromiumPath === undefined) return context.skip(SKIPPED);
    const { page, foreignRequests, close } = await openBoardPage({ chromiumPath, url: `${site.url}/` });
    onTestFinished(close);
    const complaints: string[] = [];
    page.on("pageerror", ({ message }) => complaints.push(message));

    // Each stands in the middle of a sentence of one page.
    await find(page, "被禁言十分钟", "/alerts.html");
    await find(page, "单引号括起", "/configuration.html");
    await find(page, "WDT_SKU_UNKNOWN", "/errors.html#wdt_sku_unknown");
    await find(page, "凤凰涅槃", undefined);
    await page.goto(`${site.url}/en/`);
    await find(page, "flame graph", "/en/performance.html");

    await page.goto(`${site.url}/en/architecture.html`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    expect(complaints).toEqual([]);
    expect(foreignRequests).toEqual([]);
  },
);

/** Asks the search of the page; undefined: nothing is found. */
async function find(page: Page, words: string, address: string | undefined): Promise<void> {
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.getByRole("searchbox").fill(words);
  const box = page.locator(".VPLocalSearchBox");
  const none = box.locator(".no-results").filter({ hasText: words });
  await (address === undefined ? none : box.locator(`a.result[href^="${address}"]`)).first().waitFor();
}
