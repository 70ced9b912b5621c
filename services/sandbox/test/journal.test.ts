import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { setup, soundOrder } from "./sandbox-client.ts";

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("orders, calls, attempts and bills outlive a restart, and nothing is generated again", async () => {
  const folder = makeFolder();
  const before = await setup({ folder, bills: 20 });
  await before.control("bills/XSCKD000001/void", {});
  await before.control("bills", { billNo: "B1" });
  await before.control("bills/B1/audit", {});
  await before.push(soundOrder());
  await before.push(soundOrder());
  await before.push(soundOrder({ outer_no: "B1-CK001", warehouse_no: "CK404" }));
  const [summary, bills] = [await before.summary(), await before.control("bills")];
  await before.stop();
  // A kill in the middle of a write leaves half a line behind.
  appendFileSync(join(folder, "sandbox.ndjson"), '{"kind":"order","ord');
  const after = await setup({ folder, bills: 500, seed: 77 });
  expect(await after.control("bills")).toEqual(bills);
  expect({ ...(await after.summary()), calls: summary.calls }).toEqual(summary);
  expect((await after.summary()).calls).toMatchObject({ push: 3 });
  expect(await after.push(soundOrder())).toMatchObject({ code: 2350 });
  await after.stop();
  expect(readFileSync(join(folder, "sandbox.ndjson"), "utf8")).not.toContain('"ord{');
});

test("the minute's calls are remembered over a restart", async () => {
  const folder = makeFolder();
  const before = await setup({ folder, callsPerMinute: 2 });
  await before.wdt("warehouse_query", {});
  await before.wdt("warehouse_query", {});
  await before.stop();
  const after = await setup({ folder, callsPerMinute: 2 });
  expect(await after.wdt("warehouse_query", {})).toMatchObject({ code: 1012 });
});

test("an unreadable line in the middle stops the start", async () => {
  const folder = makeFolder();
  await (await setup({ folder })).stop();
  appendFileSync(join(folder, "sandbox.ndjson"), "not json\n");
  await expect(setup({ folder })).rejects.toThrow("第 2 行无法读取");
});

test("books of a version that generates other bills are put aside, and the new ones have another identity", async () => {
  const folder = makeFolder();
  const lifeOf = (): { id: string; generator: string } =>
    JSON.parse(readFileSync(join(folder, "life.json"), "utf8")) as { id: string; generator: string };
  const first = await setup({ folder, bills: 20 });
  await first.push(soundOrder());
  await first.stop();
  const known = lifeOf();
  const again = await setup({ folder, bills: 20 });
  expect(lifeOf()).toEqual(known);
  await again.stop();
  writeFileSync(join(folder, "life.json"), JSON.stringify({ ...known, generator: "of another version" }));
  const upgraded = await setup({ folder, bills: 20 });
  expect(lifeOf()).toMatchObject({ generator: known.generator });
  expect(lifeOf().id).not.toBe(known.id);
  expect(await upgraded.control("orders")).toEqual([]);
  expect(readFileSync(join(folder, `sandbox.ndjson.${known.id}`), "utf8")).toContain('"kind":"order"');
});
