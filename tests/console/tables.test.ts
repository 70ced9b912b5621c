import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import writeSheet from "write-excel-file/node";

import { findChromium } from "../screenshot/chromium.ts";
import { DESKTOP, findBarriers, findOverflow, PHONE, startConsole, visit, type ConsoleWorld } from "./world.ts";

const chromiumPath = (await findChromium()) ?? "";
const LIMIT_MS = 300_000;
const PATIENCE = { timeout: 120_000 };
const SKIPPED = "没有 Chromium:apt-get install chromium,或设置 CHROMIUM_PATH";
const FILE = "tables/warehouses.csv";

const folder = mkdtempSync(join(tmpdir(), "billferry-tables-walk-"));
let world: ConsoleWorld;

beforeAll(async () => {
  if (chromiumPath === "") return;
  // Warehouses have to stand in their table, and none does yet.
  cpSync(join(import.meta.dirname, "../../schemes"), folder, { recursive: true });
  const scheme = join(folder, "sal-outstock.yaml");
  const text = readFileSync(scheme, "utf8");
  writeFileSync(scheme, text.replaceAll("{ lookup: warehouses, value", "{ lookup: warehouses, missing: hold, value"));
  world = await startConsole({ bills: 30, settings: { SCHEME_DIR: folder } });
}, LIMIT_MS);
afterAll(async () => {
  await world?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

const WORDS = {
  "zh-CN": {
    title: "对照表",
    ofFiles: "对照表由文件管理,本页只读",
    ofConsole: /对照表由控制台管理/,
    takeOver: "改由控制台管理",
    reason: "原因",
    gaps: /^缺少编码/,
    paste: /从 Excel 粘贴两列/,
    leaving: /保存后将自动放行 [1-9]\d* 张单据/,
    save: /^保存 \d+ 个编码$/,
    edit: /^修改 /,
    saveRow: "保存",
    undo: /^恢复到此版/,
    undoGo: "恢复到此版",
    importGo: "导入",
    refused: /有 1 处错误,不能导入/,
    rounded: /第 3 行.*超过 15 位/,
    cancel: "取消",
    changed: /已由 zhao 于/,
    mayNot: "您的角色(查看者)只能查看",
  },
  en: {
    title: "Code tables",
    ofFiles: "The tables are kept by their files; this page only reads",
    ofConsole: /kept by the console/,
    takeOver: "Let the console keep them",
    reason: "Reason",
    gaps: /^Missing codes/,
    paste: /Paste two columns/,
    leaving: /[1-9]\d* bills will leave by themselves/,
    save: /^Save \d+ codes$/,
    edit: /^Edit /,
    saveRow: "Save",
    undo: /^Back to this one/,
    undoGo: "Back to this one",
    importGo: "Import",
    refused: /1 errors keep it from being imported/,
    rounded: /Line 3:.*more than 15 digits/,
    cancel: "Cancel",
    changed: /zhao has made version/,
    mayNot: "Your role (viewer) may look only",
  },
} as const;

const heading = (name: string) => ({ name, level: 1, exact: true }) as const;
/** What keeps somebody out, and how far the page is wider than its window. */
const troublesOf = async (page: Page): Promise<readonly unknown[]> => {
  const overflow = await findOverflow(page);
  return [...(await findBarriers(page)), ...(overflow === 0 ? [] : [overflow])];
};

async function say(page: Page, reason: string, text: string, press: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(reason, { exact: true }).fill(text);
  await dialog.getByRole("button", { name: press, exact: true }).click();
}

test(
  "an administrator has the console take the tables over, and an operator fills the gaps: exactly the blocked bills leave",
  { timeout: LIMIT_MS },
  async (context) => {
    if (chromiumPath === "") return context.skip(SKIPPED);
    const word = WORDS["zh-CN"];
    const where = { chromiumPath, world, view: DESKTOP, language: "zh-CN" } as const;
    const admin = await visit({ ...where, name: "qian", path: "/tables" });
    await admin.getByText(word.ofFiles).waitFor();
    await admin.getByText(join(folder, FILE)).first().waitFor();
    expect(await troublesOf(admin)).toEqual([]);
    await admin.getByRole("button", { name: word.takeOver }).click();
    await say(admin, word.reason, "仓库部门自己维护", word.takeOver);
    await admin.getByText(word.ofConsole).waitFor();

    const page = await visit({ ...where, name: "li", path: "/tables" });
    const gaps = page.locator(".ant-card").filter({ hasText: word.gaps });
    await gaps.locator("code").first().waitFor();
    const codes = await gaps.locator("code").allInnerTexts();
    expect(codes.length).toBeGreaterThan(1);
    expect(await troublesOf(page)).toEqual([]);
    await gaps
      .getByLabel(word.paste)
      .fill(codes.map((code) => `${code.split("/")[1]}\t${code.split("/")[1]}`).join("\n"));
    await gaps.getByText(word.leaving).waitFor();
    expect(await troublesOf(page)).toEqual([]);
    await gaps.getByRole("button", { name: word.save }).click();
    await gaps.waitFor({ state: "detached", ...PATIENCE });
    await page.goto(`${world.url}/cases?code=MAP_CODE_MISSING`);
    await page.getByRole("heading", heading("异常单")).waitFor();
    await expect.poll(async () => page.getByText("MAP_CODE_MISSING").count(), PATIENCE).toBe(0);
    await page.goto(`${world.url}/bills?state=delivered`);
    await page.locator(".state-delivered").first().waitFor(PATIENCE);
  },
);

describe.each([
  { language: "zh-CN", device: "desktop", view: DESKTOP },
  { language: "en", device: "phone", view: PHONE },
] as const)("a walk through the tables in $language on a $device", ({ language, view }) => {
  const word = WORDS[language];
  const path = `/tables?table=${encodeURIComponent(FILE)}`;

  test(
    "an .xlsx with a rounded code is warned of with its line, and cannot be imported",
    { timeout: LIMIT_MS },
    async (context) => {
      if (chromiumPath === "") return context.skip(SKIPPED);
      const page = await visit({ chromiumPath, world, name: "li", path, view, language });
      const rows = [
        ["金蝶编码", "旺店通编码"],
        ["CK900", "W900"],
        ["CK901", 1_234_567_890_123_456],
      ];
      const buffer = await writeSheet(rows).toBuffer();
      await page.locator("input[type=file]").setInputFiles({ name: "w.xlsx", mimeType: "application/x", buffer });
      const dialog = page.getByRole("dialog");
      await dialog.getByText(word.refused).waitFor();
      await dialog.getByText(word.rounded).waitFor();
      expect(await dialog.getByRole("button", { name: word.importGo, exact: true }).isDisabled()).toBe(true);
      expect(await troublesOf(page)).toEqual([]);
      await dialog.getByRole("button", { name: word.cancel }).click();
    },
  );

  test(
    "a file is imported as it was shown, and the table comes back as it was by one press",
    { timeout: LIMIT_MS },
    async (context) => {
      if (chromiumPath === "") return context.skip(SKIPPED);
      const page = await visit({ chromiumPath, world, name: "li", path, view, language });
      const code = `CK-${language}`;
      const buffer = Buffer.from(`kingdee,wangdiantong\n${code},W900\n`);
      await page.locator("input[type=file]").setInputFiles({ name: "w.csv", mimeType: "text/csv", buffer });
      await page.getByRole("dialog").getByText(code).waitFor();
      await say(page, word.reason, "新仓库", word.importGo);
      await page.getByRole("button", { name: new RegExp(`${word.edit.source}${code}$`) }).waitFor();
      expect(await troublesOf(page)).toEqual([]);
      await page.getByRole("button", { name: word.undo }).first().click();
      await page.getByRole("dialog").getByText(code).waitFor();
      expect(await troublesOf(page)).toEqual([]);
      await say(page, word.reason, "填错了", word.undoGo);
      await page
        .getByRole("button", { name: new RegExp(`${word.edit.source}${code}$`) })
        .waitFor({ state: "detached" });
    },
  );

  test(
    "of two who edit one table at once the second is told by whom, and nothing of his is done",
    { timeout: LIMIT_MS },
    async (context) => {
      if (chromiumPath === "") return context.skip(SKIPPED);
      const [first, second] = await Promise.all(
        (["zhao", "li"] as const).map(async (name) => visit({ chromiumPath, world, name, path, view, language })),
      );
      if (first === undefined || second === undefined) throw new Error("two have come");
      for (const page of [first, second]) {
        await page.getByRole("button", { name: word.edit }).first().click();
        await page
          .getByRole("dialog")
          .getByLabel("wangdiantong")
          .fill(`W-${language}-${page === first ? 1 : 2}`);
      }
      await say(first, word.reason, "改名", word.saveRow);
      await first.getByRole("dialog").waitFor({ state: "detached" });
      await say(second, word.reason, "改名", word.saveRow);
      await second.getByRole("dialog").getByText(word.changed).waitFor();
      expect(await troublesOf(second)).toEqual([]);
      await second.getByRole("dialog").getByRole("button", { name: word.cancel }).click();
      await first.getByText(`W-${language}-1`).first().waitFor();
    },
  );

  test("a viewer looks, and is told why there is no button", { timeout: LIMIT_MS }, async (context) => {
    if (chromiumPath === "") return context.skip(SKIPPED);
    const page = await visit({ chromiumPath, world, name: "wang", path, view, language });
    await page.getByRole("heading", heading(word.title)).waitFor();
    await page.getByText(word.mayNot).first().waitFor();
    expect(await page.getByRole("button", { name: word.edit }).count()).toBe(0);
    await page.reload();
    await page.getByText(FILE).first().waitFor();
    expect(await troublesOf(page)).toEqual([]);
  });
});

test(
  "a file that somebody edits by hand is told on the page, and left aside by one press",
  { timeout: LIMIT_MS },
  async (context) => {
    if (chromiumPath === "") return context.skip(SKIPPED);
    writeFileSync(join(folder, FILE), "kingdee,wangdiantong\nHAND,HAND\n");
    const page = await visit({ chromiumPath, world, name: "li", path: "/tables", view: DESKTOP, language: "zh-CN" });
    await page.getByText(/已被手工修改,改动未采用/).waitFor();
    expect(await troublesOf(page)).toEqual([]);
    await page.getByRole("button", { name: "不采用" }).click();
    await say(page, "原因", "误改", "不采用");
    await page.getByText(/已被手工修改/).waitFor({ state: "detached" });
  },
);

test("nothing on these walks broke, and the page asked for nothing that its policy forbids", (context) => {
  if (chromiumPath === "") return context.skip(SKIPPED);
  expect(world.complaints).toEqual([]);
});
