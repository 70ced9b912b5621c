import { createHash } from "node:crypto";

import fc from "fast-check";
import { expect, test } from "vitest";

import type { Ledger } from "../src/index.ts";
import { bill, keyOf, openLedger } from "./setup.ts";

async function readAll(ledger: Ledger, billNos: readonly string[]): Promise<void> {
  await ledger.bills.recordRead(billNos.map((billNo, index) => bill("a", { billId: `${index + 1}`, billNo })));
}

/** Page by page, so that each page goes on where the one before ended. */
async function beginning(ledger: Ledger, text: string, limit: number): Promise<readonly string[]> {
  const found: string[] = [];
  for (;;) {
    const hits = await ledger.numbers.beginningWith("N", { beginning: text, after: found.at(-1) ?? null, limit });
    found.push(...hits.map(({ number }) => number));
    if (hits.length < limit) return found;
  }
}

async function ending(ledger: Ledger, text: string, limit: number): Promise<readonly string[]> {
  const found: string[] = [];
  let after: string | null = null;
  do {
    const { hits, next }: Awaited<ReturnType<typeof ledger.numbers.endingWith>> = await ledger.numbers.endingWith("N", {
      ending: text,
      after,
      limit,
    });
    found.push(...hits.map(({ number }) => number));
    after = next;
  } while (after !== null);
  return found;
}

const NUMBER = fc.string({ unit: fc.constantFrom("X", "S", "0", "1", "2", "-", "单"), minLength: 1, maxLength: 7 });

test("whatever the numbers are, a beginning and an ending find exactly those that have it, each once, page by page", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(NUMBER, { minLength: 1, maxLength: 40 }),
      fc.string({ unit: fc.constantFrom("X", "S", "0", "1", "-", "单"), maxLength: 4 }),
      fc.integer({ min: 1, max: 7 }),
      async (numbers, text, limit) => {
        const { ledger, redis } = await openLedger();
        await readAll(ledger, numbers);
        const begun = await beginning(ledger, text, limit);
        expect(begun.toSorted()).toEqual(numbers.filter((each) => each.startsWith(text)).toSorted());
        if (text !== "")
          expect((await ending(ledger, text, limit)).toSorted()).toEqual(
            numbers.filter((each) => each.endsWith(text)).toSorted(),
          );
        redis.disconnect();
      },
    ),
    { numRuns: 60 },
  );
});

test("of numbers that follow one another the latest come first", async () => {
  const { ledger } = await openLedger();
  const numbers = Array.from({ length: 250 }, (_, index) => `XSCKD${String(index).padStart(6, "0")}`);
  await readAll(ledger, numbers);
  expect(await beginning(ledger, "XSCKD0001", 30)).toEqual(numbers.slice(100, 200).toReversed());
  expect(await ending(ledger, "42", 2)).toEqual(["XSCKD000242", "XSCKD000142", "XSCKD000042"]);
  const hits = await ledger.numbers.beginningWith("N", { beginning: "XSCKD00024", after: null, limit: 1 });
  expect(hits).toEqual([{ number: "XSCKD000249", billIds: ["250"] }]);
});

test("case and width do not matter, and two bills that differ in these alone are both found", async () => {
  const { ledger } = await openLedger();
  await readAll(ledger, ["XsCkd-01", "xsckd-01", "XSCKD-02"]);
  expect(await ledger.numbers.find("N", ["XSCKD-01", "xsckd-02", "XSCKD-03"])).toEqual([["1", "2"], ["3"], []]);
  expect((await ledger.bills.findByNumber("xsckd-01")).map(({ billId }) => billId)).toEqual(["2"]);
  expect(await beginning(ledger, "xsckd", 9)).toEqual(["XSCKD-02", "XSCKD-01"]);
});

test("numbers that follow one another take a few bytes each", async () => {
  const { ledger, redis, scheme } = await openLedger();
  await readAll(
    ledger,
    Array.from({ length: 1_000 }, (_, index) => `XSCKD2${String(index).padStart(5, "0")}`),
  );
  const keys = await redis.keys(keyOf(scheme, "N*"));
  const bytes = await Promise.all(keys.map(async (key) => (await redis.memory("USAGE", key)) ?? 0));
  expect(keys).toHaveLength(12);
  expect(bytes.reduce((sum, each) => sum + each, 0) / 1_000).toBeLessThan(14);
});

test("what the program before wrote is found by whole numbers at once, and by parts when it has been taken in", async () => {
  const { ledger, redis, scheme } = await openLedger();
  await readAll(ledger, ["XSCKD000001", "XSCKD000002"]);
  const forget = await redis.keys(keyOf(scheme, "N*"));
  await redis.del(...forget);
  await redis.hdel(keyOf(scheme, "progress"), "indexed");
  for (const [billNo, id] of [
    ["XSCKD000001", "1"],
    ["XSCKD000002", "2"],
  ] as const) {
    const hash = createHash("sha1").update(billNo).digest("hex").slice(0, 3);
    await redis.hset(keyOf(scheme, `n:${hash}`), billNo, id);
  }
  expect((await ledger.bills.findByNumber("XSCKD000001")).map(({ billId }) => billId)).toEqual(["1"]);
  expect([await ledger.numbers.areIndexed(), await beginning(ledger, "XSCKD", 9)]).toEqual([false, []]);

  const { signal } = new AbortController();
  expect(await ledger.numbers.index(signal)).toBe(2);
  expect([await ledger.numbers.areIndexed(), await beginning(ledger, "XSCKD", 9)]).toEqual([
    true,
    ["XSCKD000002", "XSCKD000001"],
  ]);
  expect(await ledger.bills.findByNumber("XSCKD000001")).toHaveLength(1);
  expect(await redis.keys(keyOf(scheme, "n:*"))).toEqual([]);
  expect(await ledger.numbers.index(signal)).toBe(0);
});

test("a new ledger has nothing to take in", async () => {
  const { ledger } = await openLedger();
  expect(await ledger.numbers.areIndexed()).toBe(true);
});
