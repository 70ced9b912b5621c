import { expect, test } from "vitest";

import { billOf, setup } from "./tables-world.ts";

const PATIENCE = { timeout: 60_000 };
const LIMIT_MS = 120_000;

test("a row that is added to a table sends just the bills on their way that waited for nothing else", async () => {
  const world = await setup();
  world.writeTable("carriers", [["SF", "SF"]]);
  world.writeTable("warehouses", [["CK001", "W1"]]);
  await Promise.all([world.start(), world.start()]);
  const bills = [
    billOf(1, ["CK001"]),
    billOf(2, ["CK008"]),
    billOf(3, ["CK008", "CK001"]),
    billOf(4, ["CK009"]),
    billOf(5, ["CK008", "CK009"]),
  ];
  await world.submit(bills);
  await expect.poll(async () => (await world.ledger.progress.read()).held, PATIENCE).toBe(4);
  // Two transformers at once: which gap is the older is chance.
  const gaps = await world.ledger.gaps.list();
  expect(gaps.toSorted((a, b) => (a.code < b.code ? -1 : 1))).toMatchObject([
    { kind: "table", subject: "warehouses", code: "CK008", bills: 3, groups: ["CK001", "CK008", "CK009"] },
    { kind: "table", subject: "warehouses", code: "CK009", bills: 2, amount: "61.5" },
  ]);

  world.writeTable("warehouses", [
    ["CK001", "W1"],
    ["CK008", "W8"],
  ]);
  await expect.poll(async () => (await world.ledger.progress.read()).held, PATIENCE).toBe(2);
  await expect.poll(async () => (await world.orders()).length, PATIENCE).toBe(4);
  expect((await world.orders()).map(({ order }) => order.outer_no).toSorted()).toEqual([
    "XSCKD000001-CK001",
    "XSCKD000002-CK008",
    "XSCKD000003-CK001",
    "XSCKD000003-CK008",
  ]);
  expect(await world.ledger.gaps.list()).toMatchObject([{ code: "CK009", bills: 2 }]);
  await expect.poll(async () => world.transformQueue.getFailedCount(), PATIENCE).toBe(2);

  world.writeTable("warehouses", [
    ["CK001", "W1"],
    ["CK008", "W8"],
    ["CK009", "W9"],
  ]);
  await expect.poll(async () => (await world.ledger.progress.read()).held, PATIENCE).toBe(0);
  await expect.poll(async () => (await world.orders()).length, PATIENCE).toBe(7);
  expect(await world.ledger.gaps.list()).toEqual([]);
});

test("a row that was added while no transformer ran sends its bills on their way at the next start", async () => {
  const world = await setup();
  world.writeTable("carriers", [["SF", "SF"]]);
  world.writeTable("warehouses", [["CK001", "W1"]]);
  const first = await world.start();
  await world.submit([billOf(1, ["CK008"])]);
  await expect.poll(async () => (await world.ledger.progress.read()).held, PATIENCE).toBe(1);
  await first.stop();
  world.writeTable("warehouses", [["CK008", "W8"]]);
  await world.start();
  await expect
    .poll(async () => (await world.orders()).map(({ order }) => order.warehouse_no), PATIENCE)
    .toEqual(["W8"]);
});

test(
  "while tables change under load, each order is from the old or the new ones, none from a mix of both",
  async () => {
    const world = await setup();
    const write = (generation: number): void => {
      world.writeTable("warehouses", [["CK001", `W-${generation}`]]);
      world.writeTable("carriers", [["SF", `C-${generation}`]]);
    };
    write(0);
    await Promise.all([world.start(), world.start()]);
    const BATCHES = 30;
    for (let batch = 0; batch < BATCHES; batch += 1) {
      await world.submit(Array.from({ length: 20 }, (_, index) => billOf(batch * 20 + index, ["CK001"])));
      if (batch % 5 === 4) write(Math.ceil(batch / 5));
    }
    const last = billOf(99_999, ["CK001"]);
    await expect.poll(async () => (await world.orders()).length, PATIENCE).toBe(BATCHES * 20);
    const orders = await world.orders();
    const generations = new Map<string, Set<string>>();
    for (const { order, schemeVersion } of orders) {
      const made = `${order.warehouse_no.slice(2)} ${String(order.logistics_code).slice(2)}`;
      generations.set(schemeVersion, (generations.get(schemeVersion) ?? new Set()).add(made));
    }
    for (const made of generations.values()) {
      expect(made.size).toBe(1);
      const [warehouse, carrier] = [...made][0]?.split(" ") ?? [];
      expect(carrier).toBe(warehouse);
    }
    // What comes after the last change is from the last tables.
    await expect
      .poll(async () => {
        await world.submit([{ ...last, contentHash: last.contentHash }]);
        return (await world.orders()).filter(({ billNo }) => billNo === last.billNo).length;
      }, PATIENCE)
      .toBe(1);
  },
  LIMIT_MS,
);
