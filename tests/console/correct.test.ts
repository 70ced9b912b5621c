import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { findChromium } from "../screenshot/chromium.ts";
import { DESKTOP, findBarriers, findOverflow, PHONE, startConsole, visit, type ConsoleWorld } from "./world.ts";

const chromiumPath = (await findChromium()) ?? "";
const LIMIT_MS = 240_000;
const SKIPPED = "没有 Chromium:apt-get install chromium,或设置 CHROMIUM_PATH";
const CODE = "BILL_CHANGED_AFTER_DELIVERY";

let world: ConsoleWorld;
beforeAll(async () => {
  if (chromiumPath !== "") world = await startConsole({ bills: 10 });
}, LIMIT_MS);
afterAll(async () => world?.stop(), 60_000);

const WORDS = {
  "zh-CN": {
    correct: "更正…",
    look: "看将推送什么",
    payload: "全部参数",
    push: "推送更正",
    reason: "原因",
    needed: "请写明原因",
    corrected: (order: string) => `已更正,新单 ${order}`,
    document: /旺店通单号 CK/,
    close: "收起",
    accept: "接受…",
    note: "说明",
    replacement: /^替换/,
    refused: "不能这样更正,没有推送",
    alive: /尚未取消/,
    settled: "该异常已由他人了结,没有再推送",
    act: "更正",
    mayNot: "您的角色(查看者)只能查看",
  },
  en: {
    correct: "Correct…",
    look: "Show what would be pushed",
    payload: "All parameters",
    push: "Push the correction",
    reason: "Reason",
    needed: "Say why",
    corrected: (order: string) => `Corrected by ${order}`,
    document: /Wangdiantong's number CK/,
    close: "Close",
    accept: "Accept…",
    note: "Note",
    replacement: /^Replacement/,
    refused: "This cannot be corrected so; nothing was pushed",
    alive: /not cancelled/,
    settled: "Somebody else has settled this case already; nothing more was pushed",
    act: "Correct",
    mayNot: "Your role (viewer) may look only",
  },
} as const;

async function ask<T>(page: Page, path: string): Promise<T> {
  return page.evaluate<T>(`fetch(${JSON.stringify(path)}).then((answer) => answer.json())`);
}

/** A bill that was delivered with ten and has another quantity since. */
async function dispute(page: Page, billNo: string, quantity: string): Promise<string> {
  await world.control("bills", { billNo, lines: [{ quantity: "10" }] });
  await world.control(`bills/${billNo}/audit`, {});
  const state = async (): Promise<string | undefined> =>
    (await ask<{ bills?: { bills: { shownState: string }[] }[] }>(page, `/api/v1/bills/${billNo}`)).bills?.[0]?.bills[0]
      ?.shownState;
  await expect.poll(state, { timeout: 120_000 }).toBe("delivered");
  await world.control(`bills/${billNo}/edit`, { reaudit: true, lines: [{ seq: 1, quantity }] });
  await expect.poll(state, { timeout: 120_000 }).toBe("disputed");
  const items = async () =>
    (await ask<{ items: { billNo: string; id: string }[] }>(page, `/api/v1/cases/items?code=${CODE}`)).items;
  return (await items()).find((item) => item.billNo === billNo)?.id ?? "";
}

describe.each([
  { language: "zh-CN", device: "desktop", view: DESKTOP, own: "A" },
  { language: "en", device: "phone", view: PHONE, own: "B" },
] as const)("a bill that changed after its delivery, in $language on a $device", ({ language, view, own }) => {
  const word = WORDS[language];

  test(
    "is corrected by what lacks, once that was shown, and only looked at by a viewer",
    { timeout: LIMIT_MS },
    async (context) => {
      if (chromiumPath === "") return context.skip(SKIPPED);
      const page = await visit({ chromiumPath, world, name: "li", path: "/cases", view, language });
      const order = await dispute(page, `GROWS-${own}`, "12");
      const viewer = await visit({ chromiumPath, world, name: "wang", path: `/cases?code=${CODE}`, view, language });
      await viewer.getByText(word.mayNot).first().waitFor();
      expect(await viewer.getByRole("button", { name: word.correct }).count()).toBe(0);
      await page.goto(`${world.url}/cases?code=${CODE}`);
      await page.getByRole("button", { name: word.correct }).click();
      const dialog = page.getByRole("dialog");
      expect(await dialog.getByRole("button", { name: word.push }).count()).toBe(0);
      await dialog.getByRole("button", { name: word.look }).click();
      await dialog.getByText(`${order}-R1`).first().waitFor({ timeout: LIMIT_MS });
      await dialog.getByText(word.payload).first().click();
      await dialog.getByText("detail_list[0].num").waitFor();
      expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);
      await dialog.getByRole("button", { name: word.push }).click();
      await dialog.getByText(word.needed).waitFor();
      await dialog.getByLabel(word.reason, { exact: true }).fill("补发两件");

      // A second person has the same case open, and presses later.
      const other = await visit({ chromiumPath, world, name: "zhao", path: `/bills/GROWS-${own}`, view, language });
      await other.getByRole("button", { name: word.correct }).click();
      const second = other.getByRole("dialog");
      await second.getByRole("button", { name: word.look }).click();
      await second.getByLabel(word.reason, { exact: true }).fill("我也补发");

      await dialog.getByRole("button", { name: word.push }).click();
      await dialog.getByText(word.corrected(`${order}-R1`)).waitFor({ timeout: LIMIT_MS });
      await second.getByRole("button", { name: word.push }).click();
      await second.getByText(word.settled).waitFor({ timeout: LIMIT_MS });
      await dialog.getByText(word.document).waitFor({ timeout: LIMIT_MS });
      expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);
      await dialog.getByRole("button", { name: word.close, exact: true }).last().click();
      await page.goto(`${world.url}/bills/GROWS-${own}`);
      await page.getByText(`${order}-R1`).first().waitFor();
      expect(await page.getByText(`${order}-R2`).count()).toBe(0);
      // On record: who, and why.
      await page.goto(`${world.url}/audit`);
      await page.getByText("补发两件").first().waitFor();
      expect(world.complaints).toEqual([]);
    },
  );

  test(
    "is accepted with a note where less is wanted, which no push can make good",
    { timeout: LIMIT_MS },
    async (context) => {
      if (chromiumPath === "") return context.skip(SKIPPED);
      const billNo = `SHRINKS-${own}`;
      const page = await visit({ chromiumPath, world, name: "li", path: "/cases", view, language });
      await dispute(page, billNo, "7");
      await page.goto(`${world.url}/bills/${billNo}`);
      await page.getByRole("button", { name: word.correct }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("button", { name: word.look }).click();
      await dialog.getByText(word.refused).waitFor({ timeout: LIMIT_MS });
      await dialog.getByRole("radio", { name: word.replacement }).check();
      await dialog.getByRole("button", { name: word.look }).click();
      // The old document is alive: two of them would be one too many.
      await dialog.getByText(word.alive).waitFor({ timeout: LIMIT_MS });
      expect(await dialog.getByRole("button", { name: word.push }).count()).toBe(0);
      expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);
      await dialog.getByRole("button", { name: word.close, exact: true }).last().click();
      await page.getByRole("button", { name: word.accept }).click();
      await page.getByLabel(word.note, { exact: true }).fill("已在旺店通冲回");
      await page.getByRole("dialog").getByRole("button", { name: word.accept }).click();
      await expect.poll(async () => page.getByRole("button", { name: word.accept }).count()).toBe(0);
      expect(world.complaints).toEqual([]);
    },
  );
});
