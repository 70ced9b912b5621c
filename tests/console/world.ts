import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { onTestFinished } from "vitest";

import { openBoardPage } from "../screenshot/board-page.ts";
import { startTrialBoard } from "../screenshot/trial-board.ts";

export const DESKTOP = { width: 1_280, height: 900 };
export const PHONE = { width: 360, height: 780 };

/** "right", by bcrypt at its cheapest. */
const HASH = "$2b$04$CWDsAs.c5XSdhrLQRNRs5eOj3eIFvKOGsLvVIx3nBaVHCUl6ZQl02";
const USERS = `li:${HASH}:operator\nzhao:${HASH}:operator\nwang:${HASH}:viewer\nqian:${HASH}:admin\n`;

export interface ConsoleWorld {
  /** The console's address, without a path. */
  readonly url: string;
  /** Has the sandbox do something, by a path of its control. */
  readonly control: (path: string, body: object) => Promise<void>;
  /** What the browser has said about what the page's own policy forbids, and errors that nobody caught. */
  readonly complaints: string[];
  readonly stop: () => Promise<void>;
}

/** A file with the operators li and zhao, the viewer wang, and the administrator qian. */
export function writeUsers(folder: string): string {
  const usersFile = join(folder, "users");
  writeFileSync(usersFile, USERS);
  return usersFile;
}

/** All services on the sandbox after their first sync, with two operators, a viewer and an administrator. */
export async function startConsole(
  { bills, settings }: { readonly bills: number; readonly settings?: Readonly<Record<string, string>> } = { bills: 60 },
): Promise<ConsoleWorld> {
  const folder = mkdtempSync(join(tmpdir(), "billferry-console-"));
  const own = { BOARD_USERS_FILE: writeUsers(folder), ...settings };
  const board = await startTrialBoard({ bills, unknownSkus: 2, settings: own });
  const stop = async (): Promise<void> => {
    await board.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const url = new URL(board.url).origin;
  await untilBuilt(url);
  const control = async (path: string, body: object): Promise<void> => {
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const answer = await fetch(`${board.sandboxUrl}/control/${path}`, init);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  return { url, control, complaints: [], stop };
}

/** A board that finds no page of these sources builds one beside its work; until then a notice stands in its place. */
export async function untilBuilt(url: string): Promise<void> {
  for (let page = await fetch(url); page.status === 503; page = await fetch(url)) {
    if ((await page.text()).includes("could not be built")) throw new Error("the page could not be built");
    await wait(500);
  }
}

export interface Visit {
  readonly chromiumPath: string;
  readonly world: ConsoleWorld;
  readonly name: "li" | "zhao" | "wang" | "qian";
  readonly path: string;
  readonly view: { readonly width: number; readonly height: number };
  readonly language: "zh-CN" | "en";
}

/** Somebody opens an address, is asked to sign in, and comes to where he wanted to go. */
export async function visit({ chromiumPath, world, name, path, view, language }: Visit): Promise<Page> {
  const { page, close } = await openBoardPage({ chromiumPath, url: `${world.url}/health`, view });
  onTestFinished(close);
  page.on("pageerror", ({ message }) => world.complaints.push(message));
  page.on("console", (said) => {
    if (said.type() === "error" && /policy/i.test(said.text())) world.complaints.push(said.text());
  });
  await page.evaluate(`localStorage.setItem("billferry.language", "${language}")`);
  await page.goto(`${world.url}${path}`);
  await page.locator("#name, [autocomplete=username]").fill(name);
  await page.locator("[autocomplete=current-password]").fill("right");
  await page.locator("button[type=submit]").click();
  await page.waitForURL(`${world.url}${path}`);
  return page;
}

/** Has the console keep the code tables from now on, as its administrator does. */
export async function takeOverTables(at: Pick<Visit, "chromiumPath" | "world">): Promise<void> {
  const page = await visit({ ...at, name: "qian", path: "/tables", view: DESKTOP, language: "zh-CN" });
  await page.getByRole("button", { name: "改由控制台管理" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("原因", { exact: true }).fill("仓库部门自己维护");
  await dialog.getByRole("button", { name: "改由控制台管理", exact: true }).click();
  await page.getByText(/对照表由控制台管理/).waitFor();
}

/** What a scan finds that keeps somebody out, with its first place. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${page.url()}: ${id} ${nodes[0]?.html ?? ""}`);
}

/** How far the page is wider than its window. */
export async function findOverflow(page: Page): Promise<number> {
  return page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
}

/** As it goes over the wire. */
export async function readSize(url: string, encoding: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  get(url, { headers: { "accept-encoding": encoding } }, (answer) => {
    let size = 0;
    answer.on("data", (part: Buffer) => (size += part.length)).on("end", () => resolve(size));
  }).on("error", reject);
  return promise;
}
