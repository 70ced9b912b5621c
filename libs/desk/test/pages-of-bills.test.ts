import fc from "fast-check";
import { expect, test } from "vitest";

import { formatKingdeeTime, SHANGHAI } from "@billferry/contracts";
import { searchBills } from "@billferry/desk";
import type { ShownState } from "@billferry/desk/shown-state";

import { BILL, ORDER, SCHEME, setup } from "./setup.ts";

const DAY_MS = 86_400_000;
const TERM_MS = 3_600_000;
/** More than a page looks at, however late it is. */
const BILLS = 360;
/** Far from midnight on either side. */
const dayBack = (back: number): string => formatKingdeeTime(Date.now() - (back + 2) * DAY_MS, SHANGHAI).slice(0, 10);
const DAYS = [0, 1, 2].map(dayBack);
const STATES = ["delivered", "held", "underway", "disputed", "excluded", "delivered", "delivered"] as const;
const SKUS = ["SKU1", "SKU2", "SKU3", "SKU4", "SKU5"];

interface Made {
  readonly billNo: string;
  readonly state: ShownState;
  readonly day: string;
  readonly stock: string;
  readonly sku: string | undefined;
}

/** What the bill of this turn is like; every eleventh has no content any more. */
function like(n: number): Made {
  return {
    billNo: `XSCKD${String(n).padStart(6, "0")}`,
    state: STATES[n % STATES.length]!,
    day: DAYS[n % DAYS.length]!,
    stock: n % 4 === 0 ? "CK02" : "CK01",
    sku: n % 11 === 0 ? undefined : SKUS[n % SKUS.length],
  };
}

type Ledger = Awaited<ReturnType<typeof setup>>["ledger"];

async function make(ledger: Ledger, n: number): Promise<void> {
  const { billNo, state, day, stock, sku } = like(n);
  const bill = { ...BILL, billId: `${100_000 + n}`, billNo, approvedAt: `${day}T10:00:00` };
  const order = { outerNo: `${billNo}-${stock}`, contentHash: ORDER.contentHash, billId: bill.billId };
  const reason = { code: "WDT_REFUSED", text: "…" } as const;
  await ledger.bills.recordRead([bill]);
  if (state === "excluded") await ledger.bills.recordExcluded(bill, "rule");
  else await ledger.bills.recordOrders(bill, [order]);
  if (state === "delivered" || state === "disputed")
    await ledger.orders.recordDelivered(order, { stockoutNo: `CK${n}`, proof: "answered" });
  if (state === "held" || state === "disputed") await ledger.orders.recordHeld(order, reason);
  if (sku === undefined) return;
  const target = { ...ORDER.order, outer_no: order.outerNo, warehouse_no: `W-${stock}` };
  const story = {
    ...{ schemeVersion: "v1", revision: 1, fields: ["FMaterialID_FNumber"], rows: [[sku]] },
    orders: [{ order: { ...target, detail_list: [{ spec_no: sku, num: "1" as never }] }, notes: [], seqs: [] }],
  };
  await ledger.stories.keep(bill.billId, story, TERM_MS);
}

const optional = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });

test("whatever bills are narrowed by, all pages together have each that fits once, however early a page ends", async () => {
  const { redis, ledger } = await setup();
  await ledger.keeping.open();
  const all = Array.from({ length: BILLS }, (_, index) => index + 1);
  await Promise.all(all.map(async (n) => make(ledger, n)));
  const filters = fc.record({
    state: optional([...new Set<ShownState>(STATES)]),
    day: optional(DAYS),
    days: optional([4, 5, 7]),
    warehouse: optional(["CK02", "ck01", "W-CK02", "CK0"]),
    sku: optional(["sku1", "SKU4", "NONE"]),
    q: optional(["xsckd0001", "11", "XSCKD000123", "123"]),
    faultClass: optional(["refusal", "master-data"] as const),
    limit: fc.constantFrom(1, 7, 50, 400),
    withinMs: optional([0]),
  });
  await fc.assert(
    fc.asyncProperty(filters, async (wanted) => {
      const days = wanted.day === undefined ? lastOf(wanted.days ?? (wanted.sku === undefined ? 0 : 7)) : [wanted.day];
      const fitting = all.filter((n) => isFitting(n, { ...wanted, days })).map((n) => like(n).billNo);
      const found: string[] = [];
      let cursor: string | undefined;
      let pages = 0;
      do {
        const page = await searchBills(redis, [SCHEME], { ...wanted, cursor });
        found.push(...page.items.map(({ billNo }) => billNo));
        expect(page.items.length).toBeLessThanOrEqual(wanted.limit + 100);
        cursor = page.next ?? undefined;
        pages += 1;
      } while (cursor !== undefined && pages < BILLS * 2);
      expect(found.toSorted()).toEqual(fitting.toSorted());
    }),
    { numRuns: 150 },
  );
});

/** Days back from today, of which the bills are two and more ago. */
function lastOf(count: number): readonly string[] | undefined {
  return count === 0 ? undefined : DAYS.slice(0, Math.max(0, count - 2));
}

interface Asked {
  readonly state?: ShownState | undefined;
  readonly days?: readonly string[] | undefined;
  readonly warehouse?: string | undefined;
  readonly sku?: string | undefined;
  readonly q?: string | undefined;
  readonly faultClass?: "refusal" | "master-data" | undefined;
}

/** The same question, asked of what the bills were made like. */
function isFitting(n: number, { state, days, warehouse, sku, q, faultClass }: Asked): boolean {
  const made = like(n);
  const isCase = made.state === "held" || made.state === "disputed";
  const isThere = made.state !== "excluded";
  const isDelivered = made.state === "delivered" || made.state === "disputed";
  const stock = made.sku === undefined ? [] : [`W-${made.stock}`];
  const warehouses = [...stock, ...(isThere && sku === undefined ? [made.stock] : [])];
  const numbers = [made.billNo, ...(isDelivered ? [`CK${n}`] : [])];
  return (
    (state === undefined || made.state === state) &&
    (days === undefined || days.includes(made.day)) &&
    (warehouse === undefined || warehouses.includes(warehouse.toUpperCase())) &&
    (sku === undefined || made.sku === sku.toUpperCase()) &&
    (q === undefined || numbers.some((no) => no.startsWith(q.toUpperCase()) || no.endsWith(q))) &&
    (faultClass === undefined || (isCase && faultClass === "refusal"))
  );
}
