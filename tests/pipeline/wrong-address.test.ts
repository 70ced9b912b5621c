import { expect, test } from "vitest";

import { startStack } from "./stack.ts";

test("a WDT_URL without /openapi2 is named by status, and costs no order an attempt", async () => {
  const stack = await startStack({ bills: 10, seed: 31 });
  const { origin } = new URL(stack.controlUrl);
  for (const name of ["extractor", "transformer"] as const) stack.start(name);
  await stack.start("loader", { WDT_URL: `${origin}/` }).ready;
  await expect
    .poll(async () => (await stack.status()).reasons.join("\n"), { timeout: 90_000, interval: 500 })
    .toMatch(/WDT_URL_WRONG.*404 Route Not Found.*核对 WDT_URL.*北京时间/);
  const { reasons, held } = await stack.status();
  expect(reasons.join("\n")).not.toContain("正在清点");
  expect(held).toBe(0);
}, 180_000);
