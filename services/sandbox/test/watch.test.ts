import { expect, test } from "vitest";

import type { CallMoment } from "../src/index.ts";
import { setup, soundOrder } from "./sandbox-client.ts";

test.each<[CallMoment, number]>([
  ["before-effect", 0],
  ["after-effect", 1],
])("a push that is lost %s leaves %i orders behind", async (at, effects) => {
  const seen: string[] = [];
  const { push, control } = await setup({
    bills: 3,
    watch: async (moment, call) => {
      seen.push(`${call.service} ${moment}`);
      expect(call.body).toContain("XSCKD000001-CK001");
      expect(call.remotePort).toBeGreaterThan(0);
      return moment === at ? "lost" : undefined;
    },
  });
  await expect(push(soundOrder())).rejects.toThrow("fetch failed");
  expect(await control("orders")).toHaveLength(effects);
  expect(seen.at(-1)).toBe(`stockout_order_push ${at}`);
});

test("a push that is held up on its way takes effect after its sender has given up", async () => {
  const { push, control, stop } = await setup({ bills: 3 });
  await control("faults", { vendor: "wangdiantong", kind: "late-effect", delayMs: 50, next: 1 });
  const hanging = push(soundOrder()).catch((error: unknown) => String(error));
  await expect.poll(async () => control("orders")).toHaveLength(1);
  expect(await push(soundOrder())).toMatchObject({ code: 2350 });
  await stop();
  expect(await hanging).toContain("fetch failed");
});

test("a field that was renamed is refused, and one that changed its type answers with words", async () => {
  const { control, query, signIn } = await setup({ bills: 3 });
  const session = await signIn();
  const ask = async () => (await query({ FieldKeys: "FID,FStockID.FNumber,FRealQty", Limit: 1 }, session)).text;
  expect(await ask()).toMatch(/^\[\[\d+,"CK/);
  await control("settings", { kingdee: { retypedFields: ["FRealQty"] } });
  expect(await ask()).toContain(',"见附件"]');
  await control("settings", { kingdee: { renamedFields: ["FStockID"], retypedFields: [] } });
  expect(await ask()).toContain("FStockID");
  expect(await ask()).not.toMatch(/^\[\[\d/);
});
