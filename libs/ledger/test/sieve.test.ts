import { zstdCompressSync } from "node:zlib";

import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";

import { hasCodes, type BillStory, type Ledger, type Sieve } from "../src/index.ts";
import { bill, keyOf, openLedger, order, planned, REASON } from "./setup.ts";

const TERM_MS = 60_000;

let world: Awaited<ReturnType<typeof openLedger>>;
let ledger: Ledger;
beforeEach(async () => {
  world = await openLedger();
  ledger = world.ledger;
});

function story(skus: readonly string[], warehouse = "CK1"): BillStory {
  const lines = skus.map((sku) => ({ spec_no: `${sku}-s`, num: "1" as never }));
  return {
    schemeVersion: "v1",
    revision: 1,
    fields: ["FBillNo", "FMaterialID.FNumber", "FStockID.FNumber"],
    rows: skus.map((sku) => ["X1", sku, warehouse]),
    orders: [{ order: { outer_no: "X1", warehouse_no: `W-${warehouse}`, detail_list: lines }, notes: [], seqs: [] }],
  };
}

async function passing(sieve: Sieve, ids: readonly string[] = ["1", "2", "3"]): Promise<readonly string[]> {
  return (await ledger.sieve.bills(ids, sieve)).map(({ billId }) => billId);
}

async function isFound(codes: NonNullable<Sieve["codes"]>): Promise<boolean> {
  return (await passing({ codes }, ["1"])).length > 0;
}

test("bills pass by the day of their approval, in the order in which they were asked for; who is not known does not", async () => {
  await ledger.bills.recordRead([bill("a"), bill("a", { billId: "2", approvedAt: "2026-11-24T10:00:00" })]);
  expect(await passing({ days: ["2026-11-23", "2026-11-24"] }, ["2", "9", "1"])).toEqual(["2", "1"]);
  expect(await passing({ days: ["2026-11-24"] })).toEqual(["2"]);
  expect(await passing({ days: ["2026-11-25"] })).toEqual([]);
});

test("a bill passes by its own state or by that of one of its orders, and says how each stands", async () => {
  await ledger.bills.recordRead([bill("a"), bill("a", { billId: "2" }), bill("a", { billId: "3" })]);
  await ledger.bills.recordOrders(bill("a"), [planned("a"), planned("a", "X1-CK2")]);
  await ledger.orders.recordHeld(order("a", "X1-CK2"), REASON);
  await ledger.bills.recordHeld(bill("a", { billId: "2" }), { code: "MAP_CODE_MISSING", text: "…" });
  expect(await passing({ states: { bills: ["held"], orders: ["held"] } })).toEqual(["1", "2"]);
  expect(await passing({ states: { bills: ["read"], orders: [] } })).toEqual(["3"]);
  const [first, second] = await ledger.sieve.bills(["1", "2"], {});
  expect(first).toEqual({
    billId: "1",
    state: "ordered",
    isHeldBack: false,
    code: null,
    content: "likely",
    orderStates: [
      { state: "waiting", code: null },
      { state: "held", code: "WDT_SKU_UNKNOWN" },
    ],
    outerNos: ["X1-CK1", "X1-CK2"],
  });
  expect(second).toMatchObject({ state: "held", code: "MAP_CODE_MISSING", orderStates: [], outerNos: [] });
});

test("a bill that a person holds back says so", async () => {
  await ledger.bills.recordRead([bill("a")]);
  await ledger.holds.hold("1", { by: "li", note: "盘点", text: "…" });
  expect(await ledger.sieve.bills(["1"], {})).toMatchObject([{ isHeldBack: true }]);
});

test("what was kept by the program before may have any code; of what is kept no more nobody knows", async () => {
  await ledger.bills.recordRead([bill("a"), bill("a", { billId: "2" }), bill("a", { billId: "3" })]);
  await ledger.stories.keep("1", story(["A"]), TERM_MS);
  await world.redis.set(keyOf(world.scheme, "story:2"), zstdCompressSync(JSON.stringify({ list: "x" })));
  const told = async (codes: Sieve["codes"], areCodesTold: boolean) =>
    (await ledger.sieve.bills(["1", "2", "3"], { codes, areCodesTold })).map(({ content }) => content);
  expect(await told({ sku: "a" }, true)).toEqual(["likely", "likely", "untold"]);
  expect(await told({ sku: "B" }, true)).toEqual(["without", "likely", "untold"]);
  expect(await told({ sku: "B" }, false)).toEqual(["likely", "untold"]);
});

test("whatever codes a bill has, it passes by each of them, and by hardly any other; its story is what it was", async () => {
  const code = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== "");
  await ledger.bills.recordRead([bill("a")]);
  let [asked, passed] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(code, { minLength: 1, maxLength: 60 }),
      code,
      code,
      async (skus, warehouse, other) => {
        const kept = story(skus, warehouse);
        await ledger.stories.keep("1", kept, TERM_MS);
        expect((await ledger.stories.find("1"))?.story).toEqual(kept);
        for (const sku of [...skus, `${skus[0]}-S`]) expect(await isFound({ sku })).toBe(true);
        expect(await isFound({ warehouse })).toBe(true);
        expect(await isFound({ sku: skus.at(-1)!, warehouse: `w-${warehouse}` })).toBe(true);
        if (hasCodes(kept, { sku: other })) return;
        asked += 1;
        if (await isFound({ sku: other })) passed += 1;
      },
    ),
    { numRuns: 60 },
  );
  expect(asked).toBeGreaterThan(20);
  expect(passed).toBeLessThan(3);
});

test("a list is gone through part by part, the oldest first, and nothing that stays in it is left out", async () => {
  const ids = Array.from({ length: 7 }, (_, index) => `${index + 1}`);
  const bills = ids.map((billId) => bill("a", { billId, approvedAt: `2026-11-2${Number(billId) % 2}T10:00:00` }));
  await ledger.bills.recordRead(bills);
  for (const each of bills) await ledger.bills.recordHeld(each, REASON);
  const seen: string[] = [];
  let [after, looked]: [string | null, number] = [null, 0];
  do {
    const part: Awaited<ReturnType<typeof ledger.sieve.list>> = await ledger.sieve.list("held", {
      after,
      most: 2,
      days: ["2026-11-21"],
    });
    seen.push(...part.items.map(({ caseId }) => caseId));
    looked += part.looked;
    after = part.next;
    // It is done meanwhile, and the next part has lost its place.
    if (looked === 2) await ledger.bills.recordWithdrawn(bills[1]!, "deleted");
  } while (after !== null);
  // Of those of one moment some are told again.
  expect([...new Set(seen)]).toEqual(["bill:1", "bill:3", "bill:5", "bill:7"]);
});
