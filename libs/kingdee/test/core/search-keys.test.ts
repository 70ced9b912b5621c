import fc from "fast-check";
import { expect, test } from "vitest";

import { nearestKey, searchUnknownKeys, type KeysAnswer } from "../../src/core/search-keys.ts";

/** Plays the server: which keys it lacks, and how it names the first of them. */
function run(
  keys: readonly string[],
  lacking: ReadonlySet<string>,
  options: { suspects?: readonly string[]; name?: (bad: string) => string | undefined } = {},
) {
  const { suspects = [], name = (bad: string) => bad } = options;
  const search = searchUnknownKeys(keys, new Set(suspects));
  let calls = 0;
  let step = search.next();
  while (!step.done) {
    calls += 1;
    const bad = step.value.find((key) => lacking.has(key));
    const answer: KeysAnswer = bad === undefined ? { kind: "known" } : { kind: "unknown", named: name(bad) };
    step = search.next(answer);
  }
  return { unknown: step.value, calls };
}

const KEYS = fc.uniqueArray(fc.stringMatching(/^F[A-Z]{1,4}(\.FNumber)?$/), { minLength: 1, maxLength: 70 });

test("all unknown keys are found and no other, whatever the server names and whichever are suspected", () => {
  fc.assert(
    fc.property(
      KEYS,
      fc.func(fc.boolean()),
      fc.func(fc.boolean()),
      fc.func(fc.option(fc.string())),
      (keys, isBad, isSuspect, named) => {
        const lacking = keys.filter((key) => isBad(key));
        const suspects = keys.filter((key) => isSuspect(key));
        const { unknown } = run(keys, new Set(lacking), { suspects, name: (bad) => named(bad) ?? undefined });
        expect(unknown).toEqual(lacking);
      },
    ),
  );
});

test("one call is enough where all keys are known", () => {
  expect(run(["FID", "FBillNo"], new Set())).toEqual({ unknown: [], calls: 1 });
});

test("three unknown keys among seventy cost few calls, even where the server names none", () => {
  const keys = Array.from({ length: 70 }, (_, index) => `F${index}`);
  const lacking = new Set(["F3", "F40", "F69"]);
  expect(run(keys, lacking).calls).toBeLessThanOrEqual(8);
  expect(run(keys, lacking, { name: () => undefined }).calls).toBeLessThanOrEqual(45);
});

test("a name that means the part before the dot leads to the right one of two", () => {
  const keys = ["FStockID.FNumber", "FStockID.FColour", "FQty"];
  const { unknown } = run(keys, new Set(["FStockID.FColour"]), { name: () => "FStockID" });
  expect(unknown).toEqual(["FStockID.FColour"]);
});

test.each([
  ["FRealQtty", "FRealQty"],
  ["frealqtt", "FRealQty"],
  ["FStokID.FNumber", "FStockID.FNumber"],
  ["FColour", undefined],
])("for %s the nearest key is %s", (key, near) => {
  expect(nearestKey(key, ["FID", "FRealQty", "FStockID", "FMustQty"])).toBe(near);
});
