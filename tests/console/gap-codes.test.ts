import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { findChromium } from "../screenshot/chromium.ts";
import {
  DESKTOP,
  findBarriers,
  findOverflow,
  PHONE,
  startConsole,
  takeOverTables,
  visit,
  type ConsoleWorld,
} from "./world.ts";

const chromiumPath = (await findChromium()) ?? "";
const LIMIT_MS = 600_000;
const PATIENCE = { timeout: 240_000 };
const SKIPPED = "没有 Chromium:apt-get install chromium,或设置 CHROMIUM_PATH";

const WORDS = {
  "zh-CN": {
    gaps: /^缺少编码/,
    value: /的对应值$/,
    none: "还没有读取旺店通现有的仓库编码",
    read: /^旺店通现有 \d+ 个可用的仓库/,
    save: /^保存 1 个编码$/,
    leaving: /保存后将自动放行 ([1-9]\d*) 张单据/,
    outsourced: /委外仓,不能推送/,
  },
  en: {
    gaps: /^Missing codes/,
    value: /^Value for /,
    none: "Wangdiantong's warehouses were not read yet",
    read: /^Wangdiantong has \d+ warehouses/,
    save: /^Save 1 codes$/,
    leaving: /([1-9]\d*) bills will leave by themselves/,
    outsourced: /outsourced: pushes are refused/,
  },
} as const;

interface Gap {
  readonly subject: string;
  readonly code: string;
  readonly bills: number;
}

const gapAddress = ({ subject, code }: Gap): string => encodeURIComponent(`${subject}/${code}`);

const troublesOf = async (page: Page): Promise<readonly unknown[]> => {
  const overflow = await findOverflow(page);
  return [...(await findBarriers(page)), ...(overflow === 0 ? [] : [overflow])];
};

const ask = async <Answer>(page: Page, path: string): Promise<Answer> =>
  page.evaluate<Answer>(`fetch("/api/v1${path}").then((answer) => answer.json())`);
/** A bill that leaves may find that Wangdiantong lacks its goods: another gap, and another's. */
const gapsOf = async (page: Page): Promise<readonly Gap[]> =>
  (await ask<{ readonly gaps: readonly Gap[] }>(page, "/gaps")).gaps.filter(({ subject }) => subject === "warehouses");
/** Bills that wait for a code that a table lacks. */
const waitingIn = async (page: Page): Promise<readonly string[]> => {
  const path = "/cases/items?scheme=sal-outstock&code=MAP_CODE_MISSING&limit=100";
  const { items } = await ask<{ readonly items: readonly { readonly billNo: string }[] }>(page, path);
  return items.map(({ billNo }) => billNo).toSorted();
};

describe.each([
  { language: "zh-CN", device: "desktop", view: DESKTOP, on: "tables" },
  { language: "en", device: "phone", view: PHONE, on: "cases" },
] as const)("codes of Wangdiantong as choices, in $language on a $device", ({ language, view, on }) => {
  const word = WORDS[language];
  let world: ConsoleWorld;
  let folder = "";

  beforeAll(async () => {
    if (chromiumPath === "") return;
    folder = mkdtempSync(join(tmpdir(), "billferry-gap-codes-"));
    cpSync(join(import.meta.dirname, "../../schemes"), folder, { recursive: true });
    const scheme = join(folder, "sal-outstock.yaml");
    const text = readFileSync(scheme, "utf8");
    writeFileSync(scheme, text.replaceAll("{ lookup: warehouses, value", "{ lookup: warehouses, missing: hold, value"));
    world = await startConsole({ bills: 30, settings: { SCHEME_DIR: folder } });
  }, LIMIT_MS);
  afterAll(async () => {
    await world?.stop();
    if (folder !== "") rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  test(
    "a missing warehouse is filled in by picking one that Wangdiantong has, by its name; exactly its bills leave",
    { timeout: LIMIT_MS },
    async (context) => {
      if (chromiumPath === "") return context.skip(SKIPPED);
      await takeOverTables({ chromiumPath, world });
      const page = await visit({ chromiumPath, world, name: "li", path: `/${on}`, view, language });
      const before = await gapsOf(page);
      const [gap] = before;
      if (gap === undefined || before.length < 2) throw new Error("several warehouses are missing");
      if (on === "cases")
        await page.goto(`${world.url}/cases?scheme=sal-outstock&code=MAP_CODE_MISSING&gap=${gapAddress(gap)}`);
      const card = page.locator(".ant-card").filter({ hasText: word.gaps });
      await card.getByText(word.none).waitFor();
      const field = card.getByRole("combobox", { name: word.value }).first();
      await field.click();
      await card.getByText(word.read).waitFor(PATIENCE);
      // What Wangdiantong has stands there with its name; the one it would refuse cannot be picked.
      await field.fill("仓");
      const options = page.locator(".ant-select-item-option");
      await options.filter({ hasText: word.outsourced }).waitFor();
      expect(await options.filter({ hasText: word.outsourced }).getAttribute("class")).toContain("disabled");
      await field.press("ArrowDown");
      expect(await troublesOf(page)).toEqual([]);
      await field.fill("西南冷链仓");
      await options.filter({ hasText: "CK004" }).click();
      expect(await field.inputValue()).toBe("CK004");
      const told = await card.getByText(word.leaving).innerText();
      const leaving = Number(word.leaving.exec(told)?.[1]);
      const waited = await waitingIn(page);
      await card.getByRole("button", { name: word.save }).click();
      await expect.poll(async () => (await waitingIn(page)).length, PATIENCE).toBe(waited.length - leaving);
      expect(waited).toEqual(expect.arrayContaining([...(await waitingIn(page))]));
      const after = await gapsOf(page);
      expect(after.map(({ code }) => code).toSorted()).toEqual(
        before
          .slice(1)
          .map(({ code }) => code)
          .toSorted(),
      );
      expect(await troublesOf(page)).toEqual([]);
      // They go on to where they belong, and nobody else's bills with them.
      await expect
        .poll(
          async () => (await ask<{ items: unknown[] }>(page, "/bills?state=delivered&limit=100")).items.length,
          PATIENCE,
        )
        .toBeGreaterThan(0);
      expect((await waitingIn(page)).length).toBe(waited.length - leaving);
      expect(world.complaints).toEqual([]);
    },
  );
});
