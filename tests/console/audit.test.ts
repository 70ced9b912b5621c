import { afterAll, beforeAll, expect, test } from "vitest";

import { findChromium } from "../screenshot/chromium.ts";
import { DESKTOP, findBarriers, findOverflow, PHONE, startConsole, visit, type ConsoleWorld } from "./world.ts";

const chromiumPath = (await findChromium()) ?? "";
const LIMIT_MS = 240_000;
const SKIPPED = "没有 Chromium:apt-get install chromium,或设置 CHROMIUM_PATH";

let world: ConsoleWorld;
beforeAll(async () => {
  if (chromiumPath !== "") world = await startConsole();
}, LIMIT_MS);
afterAll(async () => world?.stop(), 60_000);

test(
  "what an operator does is read by others: in the record, and on the bill's own page",
  { timeout: LIMIT_MS },
  async (context) => {
    if (chromiumPath === "") return context.skip(SKIPPED);
    const acting = await visit({ chromiumPath, world, name: "li", path: "/cases", view: DESKTOP, language: "zh-CN" });
    await acting.getByRole("link", { name: "逐张" }).first().click();
    await acting.getByRole("checkbox", { name: /XSCKD/ }).first().check();
    await acting.getByRole("button", { name: "重试所选(1)" }).click();
    const dialog = acting.getByRole("dialog");
    await dialog.getByRole("button", { name: "重试", exact: true }).click();
    await dialog.getByText("已重试").waitFor();

    await acting.goto(`${world.url}/audit?act=retry`);
    const row = acting.getByRole("row").filter({ hasText: "重试" }).first();
    await row.getByText("已完成").waitFor();
    expect(await row.innerText()).toMatch(/li[\s\S]*控制台/);
    await acting.getByText(/链头:第 \d+ 条/).waitFor();
    expect([await findBarriers(acting), await findOverflow(acting)]).toEqual([[], 0]);
    await row
      .getByRole("link", { name: /^XSCKD/ })
      .first()
      .click();
    await acting.getByText("对它的操作").waitFor();
    await acting.getByRole("table", { name: "对它的操作" }).getByText("重试").first().waitFor();
    expect([await findBarriers(acting), await findOverflow(acting)]).toEqual([[], 0]);

    const looking = await visit({ chromiumPath, world, name: "wang", path: "/", view: PHONE, language: "en" });
    await looking.getByRole("button", { name: "More" }).click();
    expect(await findBarriers(looking)).toEqual([]);
    await looking.getByRole("link", { name: "Audit" }).filter({ visible: true }).click();
    await looking.getByRole("heading", { name: "Audit", level: 1 }).waitFor();
    await looking.getByText("Retry").first().waitFor();
    expect([await findBarriers(looking), await findOverflow(looking)]).toEqual([[], 0]);
    expect(world.complaints).toEqual([]);
  },
);
