import { get } from "node:http";

import { afterAll, beforeAll, expect, test } from "vitest";

import { findChromium } from "../screenshot/chromium.ts";
import { DESKTOP, startConsole, visit, type ConsoleWorld } from "./world.ts";

const chromiumPath = (await findChromium()) ?? "";
const LIMIT_MS = 240_000;
/** What an old PC in a slow network still gets in a second. */
const MOST = { br: 350_000, gzip: 400_000 };

let world: ConsoleWorld;
beforeAll(async () => {
  if (chromiumPath !== "") world = await startConsole();
}, LIMIT_MS);
afterAll(async () => world?.stop(), 60_000);

test(
  "the first load with the chart is small enough, and nothing comes from another host",
  { timeout: LIMIT_MS },
  async (context) => {
    if (chromiumPath === "") return context.skip("没有 Chromium:apt-get install chromium,或设置 CHROMIUM_PATH");
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

/** As it goes over the wire. */
async function readSize(url: string, encoding: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  get(url, { headers: { "accept-encoding": encoding } }, (answer) => {
    let size = 0;
    answer.on("data", (part: Buffer) => (size += part.length)).on("end", () => resolve(size));
  }).on("error", reject);
  return promise;
}
