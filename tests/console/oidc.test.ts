import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import getPort from "get-port";
import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";

import { startStack } from "../pipeline/stack.ts";
import { openBoardPage } from "../screenshot/board-page.ts";
import { findChromium } from "../screenshot/chromium.ts";
import { CLIENT, startCompanyAccounts } from "./company-accounts.ts";
import { DESKTOP, findBarriers, findOverflow, PHONE, untilBuilt, writeUsers } from "./world.ts";

const chromiumPath = (await findChromium()) ?? "";
const LIMIT_MS = 300_000;
const SKIPPED = "没有 Chromium:apt-get install chromium,或设置 CHROMIUM_PATH";

/** A board that takes a company's accounts beside its users file. */
async function openBoard(): Promise<{ readonly url: string; readonly issuer: string }> {
  const folder = mkdtempSync(join(tmpdir(), "billferry-oidc-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const port = await getPort();
  const url = `http://127.0.0.1:${port}`;
  const issuer = await startCompanyAccounts(url);
  const stack = await startStack({ bills: 0 });
  const board = stack.start("board", {
    BOARD_PORT: `${port}`,
    BOARD_USERS_FILE: writeUsers(folder),
    CONSOLE_URL: url,
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_ROLES: "staff=viewer; wms-ops=operator",
  });
  await board.ready;
  await untilBuilt(url);
  return { url, issuer };
}

/** As a person does on the provider's own page. */
async function signInThere(page: Page, name: string): Promise<void> {
  await page.locator("input[name=login]").fill(name);
  await page.locator("input[name=password]").fill("whatever");
  await page.locator("button[type=submit]").click();
  // What the board may know of the person.
  await page.locator("input[name=prompt][value=consent]").waitFor({ state: "attached" });
  await page.locator("button[type=submit]").click();
}

test.each([
  {
    language: "zh-CN",
    view: DESKTOP,
    word: { go: "用公司账号登录", out: "退出(wang.min)", refused: "new.hand 不属于任何可以使用看板的组" },
  },
  {
    language: "en",
    view: PHONE,
    word: {
      go: "Sign in with your company account",
      out: "Sign out (wang.min)",
      refused: "new.hand is in no group that may use the board",
    },
  },
] as const)(
  "a person signs in by the company's account, comes to the queues, signs out at both; one without a group is told why: $language",
  { timeout: LIMIT_MS },
  async ({ language, view, word }) => {
    if (chromiumPath === "") return console.warn(SKIPPED);
    const { url, issuer } = await openBoard();
    const { page, close } = await openBoardPage({ chromiumPath, url: `${url}/health`, view });
    onTestFinished(close);
    await page.route(`${issuer}/**`, async (route) => route.continue());
    await page.evaluate(`localStorage.setItem("billferry.language", "${language}")`);

    // The queues are guarded by the server: a session that did not come along with this visit would lead back here.
    await page.goto(`${url}/queues`);
    await page.waitForURL(/\/sign-in\?next=/);
    const button = page.getByRole("link", { name: word.go });
    await button.waitFor();
    expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);
    await button.click();
    await signInThere(page, "wang.min");
    await page.waitForURL(/\/queues\/?$/);
    await page.goto(`${url}/cases`);
    const out = page.getByRole("button", { name: word.out });
    await out.waitFor();
    expect(await page.evaluate(`fetch("/api/v1/me").then((answer) => answer.json())`)).toMatchObject({
      name: "wang.min",
      role: "operator",
    });

    await out.click();
    await page.waitForURL((address) => address.origin === issuer);
    await page.locator("button[value=yes]").click();
    await page.waitForURL(`${url}/sign-in**`);
    expect(await page.evaluate(`fetch("/api/v1/me").then(({ status }) => status)`)).toBe(401);

    await page.getByRole("link", { name: word.go }).click();
    await signInThere(page, "new.hand");
    await page.getByText(word.refused).waitFor();
    expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);
    // Whoever has a password comes in all the same.
    await page.locator("[autocomplete=username]").fill("li");
    await page.locator("[autocomplete=current-password]").fill("right");
    await page.locator("button[type=submit]").click();
    await page.waitForURL(`${url}/`);
  },
);
