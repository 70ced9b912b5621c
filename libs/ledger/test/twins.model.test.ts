import type { Ledger } from "@billferry/ledger";
import fc from "fast-check";
import { expect, test } from "vitest";

import { openLedger } from "./setup.ts";
import { KEY, keyOf, NUMBER, orderOf, TwinWorld, type Twin } from "./twin-world.ts";

const RUNS = 50;
const acts = [
  "flow",
  "flow",
  "read",
  "standing",
  "transform",
  "begin",
  "effect",
  "lost",
  "cut",
  "clean",
  "anew",
  "look",
];
const steps = fc.array(fc.tuple(fc.constantFrom(...acts, "remake", "edit"), fc.nat(5)), {
  minLength: 4,
  maxLength: 30,
  size: "max",
});

async function open(ledger: Ledger, second: boolean, content = "a"): Promise<TwinWorld> {
  await ledger.keeping.rebuild();
  await ledger.keeping.open();
  const first: Twin = { billId: "1", isThere: true, number: NUMBER, content: "a" };
  return new TwinWorld(ledger, [first, { billId: "2", isThere: second, number: NUMBER, content }]);
}

test("a number used again, in whatever order it is seen: the living bill is delivered once, or a case says what differs", async () => {
  expect.hasAssertions();
  const { ledger } = await openLedger();
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), async (walk, isChanged) => {
      const world = await open(ledger, false);
      const [first, second] = world.twins;
      const remake = (): void => {
        if (second.isThere) return;
        first.isThere = false;
        second.isThere = true;
        second.content = isChanged ? `${first.content}!` : first.content;
      };
      for (const [act, pick] of walk) {
        if (act === "remake") remake();
        else if (act === "edit") (first.isThere ? first : second).content = `v${pick}`;
        else await world.acts[act]?.(pick);
      }
      remake();
      await world.settle();

      expect([...world.documents.keys()]).toEqual([KEY]);
      const order = await ledger.orders.find(KEY);
      expect(order).toMatchObject({ billId: "2", contentHash: orderOf(second.content) });
      const isAsWanted = world.documents.get(KEY) === orderOf(second.content);
      const cases = await ledger.cases.list({ limit: 9 });
      expect(order?.state).toBe(isAsWanted ? "delivered" : "disputed");
      expect(cases.map(({ caseId }) => caseId)).toEqual(isAsWanted ? [] : [`order:${KEY}`]);
      const dead = await ledger.bills.find("1");
      expect(dead?.state ?? "withdrawn").toBe("withdrawn");
      expect(await ledger.progress.read()).toMatchObject({ open: 0, anew: 0 });
      expect(await ledger.doubts.list(9)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
}, 120_000);

test("two living bills with one key, in whatever order: one is delivered, the other a case, and its own key delivers it", async () => {
  expect.hasAssertions();
  const { ledger } = await openLedger();
  const walks = fc.array(fc.tuple(fc.constantFrom(...acts), fc.nat(5)), { maxLength: 30, size: "max" });
  await fc.assert(
    fc.asyncProperty(walks, fc.constantFrom("a", "b"), async (walk, content) => {
      const world = await open(ledger, true, content);
      for (const [act, pick] of walk) await world.acts[act]?.(pick);
      await world.settle();

      expect([...world.documents.keys()]).toEqual([KEY]);
      const owner = (await ledger.orders.find(KEY))?.billId ?? "";
      const other = owner === "1" ? "2" : "1";
      expect(await ledger.orders.find(KEY)).toMatchObject({ state: "delivered" });
      expect(await ledger.cases.list({ limit: 9 })).toMatchObject([
        { caseId: `bill:${other}`, code: "BILL_KEY_TAKEN" },
      ]);

      expect(await ledger.bills.giveOwnKeys(other, { by: "li", note: "" })).toBe("settled");
      await world.settle();
      expect(world.documents.size).toBe(2);
      expect(await ledger.orders.find(`${KEY}-F${other}`)).toMatchObject({ state: "delivered", billId: other });
      expect(await ledger.cases.list({ limit: 9 })).toEqual([]);
    }),
    { numRuns: RUNS },
  );
}, 120_000);

test("a number changed under one id, in whatever order it is seen: the bill is delivered under its number of now, and a document under the old one is a case", async () => {
  expect.hasAssertions();
  const { ledger } = await openLedger();
  const walks = fc.array(fc.tuple(fc.constantFrom(...acts, "renumber", "edit"), fc.nat(5)), {
    minLength: 4,
    maxLength: 30,
    size: "max",
  });
  await fc.assert(
    fc.asyncProperty(walks, async (walk) => {
      const world = await open(ledger, false);
      const [bill] = world.twins;
      const renumber = (): void => {
        if (bill.number !== NUMBER) return;
        bill.number = "XS8";
        bill.content = `${bill.content} as XS8`;
      };
      for (const [act, pick] of walk) {
        if (act === "renumber") renumber();
        else if (act === "edit") bill.content = `v${pick} of ${bill.number}`;
        else await world.acts[act]?.(pick);
      }
      renumber();
      await world.settle();

      const key = keyOf("XS8");
      expect(world.documents.has(key)).toBe(true);
      const isAsWanted = world.documents.get(key) === orderOf(bill.content);
      expect(await ledger.orders.find(key)).toMatchObject({
        state: isAsWanted ? "delivered" : "disputed",
        billId: "1",
      });
      const cases = (await ledger.cases.list({ limit: 9 })).map(({ caseId }) => caseId);
      expect(cases.toSorted()).toEqual([
        ...(world.documents.has(KEY) ? [`order:${KEY}`] : []),
        ...(isAsWanted ? [] : [`order:${key}`]),
      ]);
      expect(await ledger.progress.read()).toMatchObject({ open: 0, anew: 0 });
      expect(await ledger.doubts.list(9)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
}, 120_000);
