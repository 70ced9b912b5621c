import { expect, test } from "vitest";

import { openLedger, order } from "./setup.ts";

const LEASE_MS = 60_000;
/** Often enough that both requests meet in one millisecond of Redis at least once. */
const TIMES = Array.from({ length: 40 }, (_, index) => `${index}`);

test("a lease of an order ends with its last millisecond, and nobody waits any longer", async () => {
  const { ledger } = await openLedger();
  for (const each of TIMES) {
    const asked = order("o1", `X${each}`);
    const permits = await Promise.all([
      ledger.orders.beginPush(asked, "one", 0),
      ledger.orders.beginPush(asked, "two", LEASE_MS),
    ]);
    expect(permits.map(({ kind }) => kind)).toEqual(["go", "go"]);
  }
});

test("a lease of an inventory ends with its last millisecond, whoever had it", async () => {
  const { ledger } = await openLedger();
  for (const each of TIMES)
    expect(await Promise.all([each, `${each}b`].map(async (owner) => ledger.inventory.begin(owner, 0)))).toEqual([
      "begun",
      "begun",
    ]);
});

test("a lease of an installation ends with its last millisecond, whoever had it", async () => {
  const { ledger } = await openLedger();
  for (const each of TIMES) {
    const claims = [each, `${each}b`].map((installation) => ({ installation, holder: "host", ttlMs: 0 }));
    const leases = await Promise.all(claims.map(async (claim) => ledger.keeping.takeLease(claim)));
    expect(leases.map(({ isOurs }) => isOurs)).toEqual([true, true]);
  }
});
