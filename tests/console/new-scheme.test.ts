import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "playwright-core";
import { expect, onTestFinished, test, vi } from "vitest";

import { startStack, type Process } from "../pipeline/stack.ts";
import { findChromium } from "../screenshot/chromium.ts";
import {
  DESKTOP,
  findBarriers,
  findOverflow,
  PHONE,
  takeOverTables,
  untilBuilt,
  visit,
  writeUsers,
  type ConsoleWorld,
} from "./world.ts";

const chromiumPath = (await findChromium()) ?? "";
const LIMIT_MS = 600_000;
const PATIENCE = { timeout: 240_000 };
const SKIPPED = "没有 Chromium:apt-get install chromium,或设置 CHROMIUM_PATH";
const SHIPPED = join(import.meta.dirname, "..", "..", "schemes");
const NAME = "purchase-receipt";

const WORDS = {
  "zh-CN": {
    schemes: "集成方案",
    form: "金蝶表单 Id",
    target: "旺店通接口",
    name: /^方案名/,
    begin: "读取字段并起草",
    quantity: /^入库数量 line\.stockin_num$/,
    batch: /^批次号 line\.batch_no$/,
    meaning: /入库数量|大于 0,从不舍入/,
    missing: "还须选择",
    leftOut: "单据可能带有、草稿没有用到",
    try: "用最近十张单据试算",
    tried: /^试算最近 \d+ 张单据,\d+ 张可以转换$/,
    rows: /^金蝶的行/,
    save: `保存为 ${NAME}.yaml`,
    saved: /^已保存 /,
    adminOnly: /须由管理员进行/,
    readOnly: /^目录不可写/,
    byHand: /^文件内容/,
    unknown: /金蝶没有告知表单 STK_NoSuchForm 的字段/,
    mayNot: "您的角色(查看者)只能查看",
  },
  en: {
    schemes: "Schemes",
    form: "Kingdee's form id",
    target: "Wangdiantong's interface",
    name: /^The scheme's name/,
    begin: "Read the fields and draft",
    quantity: /line\.stockin_num$/,
    batch: /line\.batch_no$/,
    meaning: /Quantity to take in: more than 0, never rounded/,
    missing: "To be chosen",
    leftOut: "Bills may carry it, and the draft does not use it",
    try: "Try it on the ten newest bills",
    tried: /^\d+ of the \d+ newest bills can be turned$/,
    rows: /^Kingdee's rows/,
    save: `Save as ${NAME}.yaml`,
    saved: /^Saved as /,
    adminOnly: /is an administrator's/,
    readOnly: /^The folder cannot be written/,
    byHand: /^What the file says/,
    unknown: /Kingdee does not tell the fields of form STK_NoSuchForm/,
    mayNot: "Your role (viewer) may look only",
  },
} as const;

const troublesOf = async (page: Page): Promise<readonly unknown[]> => {
  const overflow = await findOverflow(page);
  return [...(await findBarriers(page)), ...(overflow === 0 ? [] : [overflow])];
};

async function fillIn(page: Page, word: (typeof WORDS)[keyof typeof WORDS], form: string): Promise<void> {
  await page.getByLabel(word.form).fill(form);
  await page.getByLabel(word.name).fill(NAME);
  await page.getByLabel(word.target).click();
  await page
    .getByText(/stockin_order_push/)
    .last()
    .click();
  await page.getByRole("button", { name: word.begin }).click();
}

/** Whoever has typed goes on to the next field. */
async function choose(page: Page, parameter: RegExp, choice: string): Promise<void> {
  await page.getByLabel(parameter).fill(choice);
  await page.getByLabel(parameter).press("Tab");
}

/** Where a board listens, as its log tells it. */
async function urlOf(board: Process): Promise<string> {
  await board.ready;
  return vi.waitFor(() => {
    const url = /"url":"(http[^"]+)"/.exec(board.written())?.[1];
    if (url === undefined) throw new Error("no address is told yet");
    return new URL(url).origin;
  }, PATIENCE);
}

/** A board and a clerk for one scheme, and a Kingdee that has another form too. */
async function openWorld() {
  const root = mkdtempSync(join(tmpdir(), "billferry-new-scheme-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, "schemes");
  cpSync(SHIPPED, folder, { recursive: true });
  const bills = { bills: 30, seed: 16, forms: ["SAL_OUTSTOCK", "STK_InStock"] };
  const place = { SCHEME_DIR: folder, TABLES_DIR: join(root, "tables"), AUDIT_DIR: join(root, "audit") };
  const stack = await startStack(bills, { ...place, SCHEMES: "sal-outstock", WDT_CALLS_FOR_ERRANDS: "1000" });
  const board = stack.start("board", { BOARD_PORT: "0", BOARD_USERS_FILE: writeUsers(root) });
  const clerk = stack.start("clerk");
  const world: ConsoleWorld = {
    ...{ url: await urlOf(board), complaints: [] },
    control: async (path, body) => stack.control(path, body),
    stop: async () => undefined,
  };
  await Promise.all([untilBuilt(world.url), clerk.ready]);
  return { stack, world, folder, stop: async () => Promise.all([board.stop(), clerk.stop()]) };
}

test(
  "a purchase receipt scheme comes from nothing on the page, and its bills are delivered beside the others without an editor",
  { timeout: LIMIT_MS },
  async (context) => {
    if (chromiumPath === "") return context.skip(SKIPPED);
    const { stack, world, folder, stop } = await openWorld();
    const word = WORDS["zh-CN"];
    const where = { chromiumPath, world, view: DESKTOP, language: "zh-CN" } as const;
    const page = await visit({ ...where, name: "qian", path: "/schemes" });
    await fillIn(page, word, "STK_InStock");
    await page.getByLabel(word.quantity).waitFor(PATIENCE);
    expect(new URL(page.url()).searchParams.get("form")).toBe("STK_InStock");
    expect(await page.getByLabel(word.quantity).inputValue()).toBe("FRealQty");
    await page.getByText(word.meaning).first().waitFor();
    await page.getByText("辅助属性(FAuxPropId):单据可能带有").waitFor();
    // Without its quantity it cannot be tried, which is said; a choice puts it right.
    await choose(page, word.quantity, "");
    await page.getByText(word.missing).waitFor();
    expect(await page.getByRole("button", { name: word.try }).isDisabled()).toBe(true);
    await choose(page, word.quantity, "FRealQty");
    await page.getByText(word.missing).waitFor({ state: "detached" });
    await page.getByRole("button", { name: word.try }).click();
    await page.getByText(word.tried).waitFor(PATIENCE);
    await page.getByRole("heading", { name: word.rows }).first().waitFor();
    expect(await troublesOf(page)).toEqual([]);
    await page.getByRole("button", { name: word.save }).click();
    await page.getByText(word.saved).waitFor();
    await page.getByText(`SCHEMES=sal-outstock,${NAME}`).waitFor();
    expect(readFileSync(join(folder, `${NAME}.yaml`), "utf8")).toContain('stockin_num: "{{ FRealQty }}"');
    expect(await troublesOf(page)).toEqual([]);
    expect(world.complaints).toEqual([]);

    // As the page says: with that setting, anew.
    await stop();
    const running = { SCHEMES: `sal-outstock,${NAME}` };
    for (const name of ["extractor", "transformer", "loader"] as const) stack.start(name, running);
    const { expected } = await stack.summary();
    expect(expected).toBeGreaterThan(50);
    await stack.untilPresent(expected);
    expect(await stack.summary()).toMatchObject({ present: expected, duplicated: [], unexpected: [], wrong: [] });
  },
);

test.for([
  { language: "zh-CN", device: "desktop", view: DESKTOP },
  { language: "en", device: "phone", view: PHONE },
] as const)(
  "in $language on a $device an operator drafts and tries, saving is an administrator's, and what cannot be written is handed out",
  { timeout: LIMIT_MS },
  async ({ language, view }, context) => {
    if (chromiumPath === "") return context.skip(SKIPPED);
    const word = WORDS[language];
    const { world, folder } = await openWorld();
    const where = { chromiumPath, world, path: "/schemes", view, language };
    const page = await visit({ ...where, name: "li" });
    await page.getByRole("heading", { name: word.schemes, level: 1, exact: true }).waitFor();
    expect(await troublesOf(page)).toEqual([]);
    await fillIn(page, word, "STK_NoSuchForm");
    await page.getByText(word.unknown).waitFor(PATIENCE);
    await fillIn(page, word, "STK_InStock");
    await page.getByLabel(word.batch).waitFor(PATIENCE);
    await page.getByText(word.meaning).first().waitFor();
    const leftOut = page.locator(".ant-alert").filter({ hasText: word.leftOut });
    await leftOut.getByText(/FAuxPropId/).waitFor();
    await choose(page, word.batch, "");
    await leftOut.getByText(/FLot/).waitFor();
    expect(await troublesOf(page)).toEqual([]);
    await page.getByRole("button", { name: word.try }).click();
    await page.getByText(word.tried).waitFor(PATIENCE);
    await page.getByText(word.adminOnly).waitFor();
    expect(await page.getByRole("button", { name: word.save }).count()).toBe(0);
    expect(await troublesOf(page)).toEqual([]);

    const looking = await visit({ ...where, name: "wang" });
    await looking.getByText(word.mayNot).first().waitFor();
    expect(await looking.getByLabel(word.form).count()).toBe(0);

    const admin = await visit({ ...where, name: "qian" });
    await fillIn(admin, word, "STK_InStock");
    await admin.getByRole("button", { name: word.try }).click(PATIENCE);
    await admin.getByText(word.tried).waitFor(PATIENCE);
    // As good as one that is mounted to be read only, also for a root that may write everywhere; tables lie elsewhere.
    await takeOverTables({ chromiumPath, world });
    rmSync(folder, { recursive: true });
    await admin.getByRole("button", { name: word.save }).click();
    await admin.getByText(word.readOnly).waitFor();
    expect(await admin.getByLabel(word.byHand).inputValue()).toContain("form: STK_InStock");
    expect(await troublesOf(admin)).toEqual([]);
    expect(world.complaints).toEqual([]);
  },
);
