import { expect, test } from "vitest";

import { setup, soundOrder } from "../sandbox-client.ts";

/** "ZZ1" in stock "B2C-MAIN" and "ZZ1-B2C" in stock "MAIN": one key, two orders. */
async function setupTwo() {
  const running = await setup({ settings: { wangdiantong: { extraWarehouses: ["B2C-MAIN", "MAIN"] } } });
  const ids: number[] = [];
  for (const [billNo, stock] of [
    ["ZZ1", "B2C-MAIN"],
    ["ZZ1-B2C", "MAIN"],
  ] as const) {
    const { id } = (await running.control("bills", { billNo, lines: [{ sku: "SKU-0001", stock }] })) as { id: number };
    ids.push(id);
    await running.control(`bills/${billNo}/audit`, {});
  }
  const push = async (outer_no: string, warehouse_no: string) =>
    running.push(soundOrder({ outer_no, warehouse_no, detail_list: [{ spec_no: "SKU-0001", num: "1" }] }));
  return { ...running, push, ids };
}

test("one document does not stand for two bills: whose it is, its warehouse tells", async () => {
  const { push, summary, ids } = await setupTwo();
  expect(await summary()).toMatchObject({ expected: 2, present: 0 });
  await push("ZZ1-B2C-MAIN", "MAIN");
  expect(await summary()).toMatchObject({
    expected: 2,
    present: 1,
    wrong: [],
    unexpected: [],
    absent: [{ outerNo: `ZZ1-B2C-MAIN-F${ids[0]}`, billNo: "ZZ1" }],
  });
});

test("the second bill's order is right under the key with its id, and stays right when the first bill is gone", async () => {
  const { push, summary, ids, control } = await setupTwo();
  await push("ZZ1-B2C-MAIN", "B2C-MAIN");
  await push(`ZZ1-B2C-MAIN-F${ids[1]}`, "MAIN");
  expect(await summary()).toMatchObject({ expected: 2, present: 2, absent: [], wrong: [], unexpected: [] });
  await control("bills/ZZ1/delete", {});
  expect(await summary()).toMatchObject({ expected: 1, present: 1, unexpected: ["ZZ1-B2C-MAIN"] });
});
