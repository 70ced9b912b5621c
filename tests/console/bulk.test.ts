import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { startStack, type Stack } from "../pipeline/stack.ts";
import { findChromium } from "../screenshot/chromium.ts";
import { DESKTOP, findBarriers, findOverflow, PHONE, visit, writeUsers, type ConsoleWorld } from "./world.ts";

const chromiumPath = (await findChromium()) ?? "";
const LIMIT_MS = 600_000;
const WAIT = { timeout: 180_000, interval: 250 };
const SKIPPED = "没有 Chromium:apt-get install chromium,或设置 CHROMIUM_PATH";
const BLOCKED = 40;

/** All services on a sandbox, and forty bills that wait for one SKU; one of them lacks a batch as well. */
async function openBlocked(): Promise<{ readonly stack: Stack; readonly world: ConsoleWorld }> {
  const folder = mkdtempSync(join(tmpdir(), "billferry-bulk-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const settings = { wangdiantong: { batches: ["L1"] } } as never;
  const stack = await startStack({ bills: 0, settings }, { GAP_CHECK_EVERY: "12h" });
  const users = { BOARD_USERS_FILE: writeUsers(folder), BOARD_PORT: "0" };
  const services = (["extractor", "transformer", "loader"] as const).map((name) => stack.start(name));
  const board = stack.start("board", users);
  await Promise.all([...services, board].map(async ({ ready }) => ready));
  for (let index = 1; index <= BLOCKED; index += 1) {
    const billNo = `XSBULK${String(index).padStart(2, "0")}`;
    const more = index === 20 ? [{ lot: "L9" }] : [];
    await stack.control("bills", { billNo, lines: [{ sku: "NEW-1" }, ...more] });
    await stack.control(`bills/${billNo}/audit`, {});
  }
  await expect.poll(async () => (await stack.status()).held, WAIT).toBe(BLOCKED);
  const url = /"url":"(http:[^"]+)"/.exec(board.written())?.[1] ?? "";
  return {
    stack,
    world: {
      url: new URL(url).origin,
      control: async (path, body) => stack.control(path, body),
      complaints: [],
      stop: async () => undefined,
    },
  };
}

test(
  "forty blocked bills are retried with a canary; one that fails anew stops the rest, which is gone on with; the second who presses is told",
  { timeout: LIMIT_MS },
  async (context) => {
    if (chromiumPath === "") return context.skip(SKIPPED);
    const { stack, world } = await openBlocked();
    await stack.control("settings", { wangdiantong: { extraSkus: ["NEW-1"], batches: ["L1"] } });
    const look = { chromiumPath, world, view: DESKTOP, path: "/cases" } as const;
    const li = await visit({ ...look, name: "li", language: "zh-CN" });
    const zhao = await visit({ ...look, name: "zhao", language: "en", view: PHONE });

    for (const [page, word] of [
      [li, "重试…"],
      [zhao, "Retry…"],
    ] as const)
      await page.getByRole("button", { name: word, exact: true }).first().click();
    await li.getByText("40 项异常 · 40 张单据").waitFor();
    await zhao.getByText("40 cases · 40 bills").waitFor();
    for (const page of [li, zhao]) expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);
    await li.getByLabel("为何重试").fill("NEW-1 已在旺店通建立");
    await zhao.getByLabel("Why retry").fill("NEW-1 is there now");
    // With three the largest would be among them, which is the one that lacks a batch.
    await li.getByLabel("先试几张").click();
    await li.getByTitle("2", { exact: true }).click();
    await li.getByRole("button", { name: "先试 2 张" }).click();
    await li.waitForURL(/\/cases\/acts\/\d+$/);
    await zhao.getByRole("button", { name: "Try 3 first" }).click();
    await zhao.getByText(/Bulk retry \d+ \(li\) is under way; nothing was begun/).waitFor();

    await li.getByText("XSBULK20 出现了新的原因:旺店通中没有该批次或已停用", { exact: false }).waitFor(WAIT);
    await li.getByText("已停止", { exact: true }).waitFor(WAIT);
    await li.reload();
    await li.getByRole("heading", { level: 1, name: /^批量重试 \d+$/ }).waitFor();
    expect([await findBarriers(li), await findOverflow(li)]).toEqual([[], 0]);
    const present = (await stack.summary()).present;
    expect(present).toBeGreaterThan(2);
    expect(present).toBeLessThan(BLOCKED);

    await li.getByRole("button", { name: /^继续其余 \d+ 项…$/ }).click();
    await li.getByLabel("为何重试").fill("批次另行处理");
    await li.getByRole("dialog").getByRole("button", { name: "继续", exact: true }).click();
    await li.getByText("已结束", { exact: true }).waitFor(WAIT);
    await li.getByLabel("结果", { exact: true }).click();
    await li.getByTitle("再次受阻").click();
    await expect
      .poll(async () => li.getByRole("link", { name: /^XSBULK/ }).allInnerTexts(), WAIT)
      .toEqual(["XSBULK20"]);
    await stack.untilPresent(BLOCKED - 1);
    expect(await stack.summary()).toMatchObject({ present: BLOCKED - 1 });
    await zhao.goto(`${world.url}/cases`);
    await zhao.getByText("over · 40 of 40", { exact: false }).waitFor();
    expect([await findBarriers(zhao), await findOverflow(zhao)]).toEqual([[], 0]);

    // Nobody here has the vendors' credentials: whoever asks is told before.
    for (const [page, word] of [
      [li, "没有运行中的办事员(clerk),交办会一直排队"],
      [zhao, "No clerk is running; what is asked for waits"],
    ] as const) {
      await page.goto(`${world.url}/reconcile`);
      await page.getByText(word).waitFor();
      expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);
    }
    expect(world.complaints).toEqual([]);
  },
);
