import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { findChromium } from "../screenshot/chromium.ts";
import {
  DESKTOP,
  findBarriers,
  findOverflow,
  PHONE,
  readSize,
  startConsole,
  visit,
  type ConsoleWorld,
} from "./world.ts";

const chromiumPath = (await findChromium()) ?? "";
const LIMIT_MS = 240_000;
/** Bytes of the first load: what an old PC in a slow network still gets in a second. */
const MOST = { br: 350_000, gzip: 400_000 };
const SKIPPED = "没有 Chromium:apt-get install chromium,或设置 CHROMIUM_PATH";

let world: ConsoleWorld;
beforeAll(async () => {
  if (chromiumPath !== "") world = await startConsole();
}, LIMIT_MS);
afterAll(async () => world?.stop(), 60_000);

const WORDS = {
  "zh-CN": {
    overview: "概览",
    bills: "单据",
    cases: "异常单",
    live: "实时",
    held: "待处理",
    story: "经过",
    madeOf: "查看",
    rows: "金蝶原始行",
    retry: "重试",
    chosen: "重试所选(1)",
    retried: "已重试",
    close: "收起",
    one: "逐张",
    table: "看表格",
    other: "English",
    mayNot: "您的角色(查看者)只能查看",
    lost: "台账中没有 不存在/#%1",
  },
  en: {
    overview: "Overview",
    bills: "Bills",
    cases: "Cases",
    live: "live",
    held: "held",
    story: "Story",
    madeOf: "Show",
    rows: "Rows as Kingdee gave them",
    retry: "Retry",
    chosen: "Retry selected (1)",
    retried: "retried",
    close: "Close",
    one: "One by one",
    table: "Table",
    other: "中文",
    mayNot: "Your role (viewer) may look only",
    lost: "The ledger has no 不存在/#%1",
  },
} as const;

const heading = (name: string) => ({ name, level: 1, exact: true }) as const;

describe.each([
  { language: "zh-CN", device: "desktop", view: DESKTOP },
  { language: "en", device: "phone", view: PHONE },
] as const)("an operator's walk in $language on a $device", ({ language, view }) => {
  const word = WORDS[language];

  test("signs in, sees what does not move, and nothing keeps anybody out", { timeout: LIMIT_MS }, async (context) => {
    if (chromiumPath === "") return context.skip(SKIPPED);
    const page = await visit({ chromiumPath, world, name: "li", path: "/", view, language });
    await page.getByRole("heading", heading(word.overview)).waitFor();
    await page.getByText(new RegExp(`· ${word.live}$`)).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe(language);
    expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);
    await page.getByRole("button", { name: word.table }).click();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole("link", { name: word.bills, exact: true }).filter({ visible: true }).click();
    await page.getByRole("heading", heading(word.bills)).waitFor();
    await page.locator(".state-delivered").first().waitFor();
    expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);
  });

  test("finds a bill by the key / and reads its story", { timeout: LIMIT_MS }, async (context) => {
    if (chromiumPath === "") return context.skip(SKIPPED);
    const page = await visit({ chromiumPath, world, name: "li", path: "/bills?state=held", view, language });
    const number = await page
      .getByRole("link", { name: /^XSCKD/ })
      .first()
      .innerText();
    await page.locator("h1").click();
    await page.keyboard.press("/");
    await page.keyboard.type(` ${number.toLowerCase()} `);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", heading(number)).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/bills/${number}`);
    await page.reload();
    await page.getByText("WDT_SKU_UNKNOWN").first().waitFor();
    await page.getByText(word.story, { exact: true }).waitFor();
    const job = page.getByRole("link", { name: new RegExp(`^load-.*${number}`) }).first();
    expect(await job.getAttribute("href")).toMatch(/^\/queues\/queue\//);
    await page.getByRole("button", { name: word.madeOf, exact: true }).click();
    await page.getByRole("heading", { name: word.rows }).waitFor();
    await page.getByText("detail_list[0].spec_no").first().waitFor();
    expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);
  });

  test(
    "of a bill of many lines fifty are drawn, the others are a press away",
    { timeout: LIMIT_MS },
    async (context) => {
      if (chromiumPath === "") return context.skip(SKIPPED);
      // The sandbox's first bill has some hundred lines.
      const page = await visit({ chromiumPath, world, name: "li", path: "/bills/XSCKD000001", view, language });
      await page.getByRole("button", { name: word.madeOf, exact: true }).click();
      await page.getByRole("heading", { name: word.rows }).waitFor();
      const lines = page.locator("section").filter({ has: page.getByRole("heading", { name: word.rows }) });
      const drawn = lines.last().locator("tbody tr.ant-table-row, ul.cards > li");
      expect(await drawn.count()).toBe(50);
      const first = await drawn.first().innerText();
      await lines.last().locator(".ant-pagination-item").last().click();
      await expect.poll(async () => drawn.first().innerText()).not.toBe(first);
    },
  );

  test("retries what waits, once it was said how much", { timeout: LIMIT_MS }, async (context) => {
    if (chromiumPath === "") return context.skip(SKIPPED);
    const page = await visit({ chromiumPath, world, name: "li", path: "/cases", view, language });
    await page.getByRole("link", { name: word.one }).first().click();
    await page.getByRole("checkbox", { name: /XSCKD/ }).first().check();
    await page.getByRole("button", { name: word.chosen }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/1/).first().waitFor();
    expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);
    await dialog.getByRole("button", { name: word.retry, exact: true }).click();
    await dialog.getByText(word.retried).waitFor();
    await dialog.getByRole("button", { name: word.close }).last().click();
    await page.reload();
    await page.getByRole("heading", heading(word.cases)).waitFor();
    expect(new URL(page.url()).searchParams.get("code")).toBe("WDT_SKU_UNKNOWN");
  });

  test("a viewer looks, and is told why there is no button", { timeout: LIMIT_MS }, async (context) => {
    if (chromiumPath === "") return context.skip(SKIPPED);
    const path = "/cases?code=WDT_SKU_UNKNOWN";
    const page = await visit({ chromiumPath, world, name: "wang", path, view, language });
    await page.getByText(word.mayNot).first().waitFor();
    expect(await page.getByRole("button", { name: word.retry }).count()).toBe(0);
    expect(await findBarriers(page)).toEqual([]);
  });

  test(
    "an unknown number of any spelling survives a reload, and says what to do",
    { timeout: LIMIT_MS },
    async (context) => {
      if (chromiumPath === "") return context.skip(SKIPPED);
      const path = `/bills/${encodeURIComponent("不存在/#%1")}`;
      const page = await visit({ chromiumPath, world, name: "li", path, view, language });
      await page.getByRole("heading", { name: word.lost }).waitFor();
      await page.reload();
      await page.getByRole("heading", { name: word.lost }).waitFor();
      expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);
      await page.getByRole("button", { name: word.other }).click();
      await expect.poll(async () => page.locator("html").getAttribute("lang")).not.toBe(language);
    },
  );
});

test(
  "the first load with the chart is small enough, and nothing comes from another host",
  { timeout: LIMIT_MS },
  async (context) => {
    if (chromiumPath === "") return context.skip(SKIPPED);
    const page = await visit({ chromiumPath, world, name: "li", path: "/", view: DESKTOP, language: "zh-CN" });
    const wanted = new Set<string>();
    page.on("request", (request) => wanted.add(request.url()));
    await page.goto(`${world.url}/`);
    await page.locator(".uplot").waitFor();
    const parts = [...wanted].filter((url) => new URL(url).pathname.startsWith("/assets/"));
    expect([...wanted].filter((url) => new URL(url).origin !== world.url)).toEqual([]);
    expect(parts.length).toBeGreaterThan(3);
    for (const encoding of ["br", "gzip"] as const) {
      const sizes = await Promise.all(parts.map(async (url) => readSize(url, encoding)));
      const sum = sizes.reduce((all, size) => all + size, 0);
      console.log(`first load: ${sum} bytes as ${encoding} in ${parts.length} parts`);
      expect(sum).toBeLessThanOrEqual(MOST[encoding]);
    }
  },
);

test("nothing on these walks broke, and the page asked for nothing that its policy forbids", (context) => {
  if (chromiumPath === "") return context.skip(SKIPPED);
  expect(world.complaints).toEqual([]);
});
