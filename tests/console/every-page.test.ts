import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { PAGE_PATHS } from "@billferry/board/pages";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { findChromium } from "../screenshot/chromium.ts";
import { DESKTOP, findBarriers, findOverflow, PHONE, startConsole, visit, type ConsoleWorld } from "./world.ts";

const chromiumPath = (await findChromium()) ?? "";
const LIMIT_MS = 240_000;
const ROUTER = join(import.meta.dirname, "../../libs/console-page/src/router.tsx");

/** As the router of the page has them, parameters and all: a new one is visited without a word here. */
const ROUTES = [...readFileSync(ROUTER, "utf8").matchAll(/\bpath: "([^"]+)"/g)].map(([, path = ""]) => path);

let world: ConsoleWorld;
/** A value for each parameter of an address. */
let values: Readonly<Record<string, string>> = {};
beforeAll(async () => {
  if (chromiumPath === "") return;
  world = await startConsole({ bills: 30 });
  values = { number: (await heldBill()).billNo, id: await countAct() };
}, LIMIT_MS);
afterAll(async () => world?.stop(), 60_000);

async function call<Answer>(path: string, body?: object): Promise<Answer> {
  const headers = {
    authorization: `Basic ${Buffer.from("qian:right").toString("base64")}`,
    ...(body === undefined ? {} : { "content-type": "application/json" }),
  };
  const init = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
  const answer = await fetch(`${world.url}/api/v1${path}`, init);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

async function heldBill(): Promise<{ readonly billNo: string; readonly scheme: string }> {
  const { items } = await call<{ items: { billNo: string; scheme: string }[] }>("/bills?state=held&limit=1");
  const [held] = items;
  if (held === undefined) throw new Error("no bill is held");
  return held;
}

async function countAct(): Promise<string> {
  const { scheme } = await heldBill();
  const body = { scheme, filter: {}, mapping: "present", requestId: randomUUID() };
  return (await call<{ act: { id: string } }>("/bulk-acts", body)).act.id;
}

/** A route as an address; throws where a parameter has no value here. */
function addressOf(route: string): string {
  return route.replaceAll(/\$(\w+)/g, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${route}: say here what ${name} may be`);
    return encodeURIComponent(value);
  });
}

/** Everything has come that was asked for, but what goes on being told. */
async function untilShown(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor();
  const busy = page.locator("[aria-busy=true], .ant-spin-spinning");
  await expect.poll(async () => busy.count(), { timeout: 30_000 }).toBe(0);
}

function isBelow(path: string, route: string): boolean {
  return path.endsWith("*") ? route.startsWith(path.slice(0, -1)) : path === route;
}

test("the board gives a frame for each of the page's routes, and for nothing else", () => {
  expect(ROUTES.length).toBeGreaterThan(5);
  expect(ROUTES.filter((route) => !PAGE_PATHS.some((path) => isBelow(path, route)))).toEqual([]);
  expect(PAGE_PATHS.filter((path) => !ROUTES.some((route) => isBelow(path, route)))).toEqual([]);
});

test.skipIf(chromiumPath === "").each([
  { language: "zh-CN", device: "desktop", view: DESKTOP },
  { language: "zh-CN", device: "phone", view: PHONE },
  { language: "en", device: "desktop", view: DESKTOP },
  { language: "en", device: "phone", view: PHONE },
] as const)(
  "every page, opened directly and reloaded in $language on a $device, fits its window, breaks nothing and keeps nobody out",
  { timeout: LIMIT_MS },
  async ({ language, view }) => {
    const page = await visit({ chromiumPath, world, name: "qian", path: "/audit", view, language });
    await untilShown(page);
    const errors: string[] = [];
    page.on("console", (said) => {
      if (said.type() === "error") errors.push(`${page.url()}: ${said.text()}`);
    });
    const wide: string[] = [];
    const barriers: string[] = [];
    const look = async (): Promise<void> => {
      await untilShown(page);
      expect(await page.locator("html").getAttribute("lang")).toBe(language);
      const overflow = await findOverflow(page);
      if (overflow > 0) wide.push(`${page.url()}: ${overflow} px`);
    };
    for (const route of ROUTES) {
      await page.goto(`${world.url}${addressOf(route)}`);
      await look();
      const title = await page.locator("h1").first().innerText();
      await page.reload();
      await look();
      expect(await page.locator("h1").first().innerText()).toBe(title);
      barriers.push(...(await findBarriers(page)));
    }
    expect({ wide, errors, barriers, complaints: world.complaints }).toEqual({
      ...{ wide: [], errors: [], barriers: [], complaints: [] },
    });
  },
);
