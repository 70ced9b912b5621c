import { addDecimals, decimal, linesOf, parseDecimal, quantityOf } from "@billferry/contracts";
import { sourcesOf, transformBill, type Transformation } from "@billferry/scheme";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";

import {
  bill,
  choices,
  KNOWN_STOCKS,
  openSchemes,
  toJob,
  UNITS,
  type Choices,
  type GeneratedLine,
} from "./generate.ts";

const schemes = openSchemes();
afterAll(schemes.dispose);
const RUNS = { numRuns: 500 };
/** Holds the quantities of all units and their thirds as whole numbers. */
const PARTS = 10_000n * 6n;

function taking(lines: readonly GeneratedLine[], choice: Choices): readonly GeneratedLine[] {
  return lines.filter((line) => line.quantity > 0 && !(choice.leavesGiftsOut && line.FIsFree));
}

/** In the target's unit, as a whole number of `PARTS`. */
function partsOf(line: GeneratedLine, choice: Choices): bigint {
  const [numerator, denominator] = choice.convertsUnits ? UNITS[line.FUnitID_FNumber] : [1, 1];
  return (BigInt(line.quantity) * 6n * BigInt(numerator)) / BigInt(denominator);
}

/**
 * Whether the quantities that go together come out even in ten-thousandths of the target's unit, merged as they are
 * sent.
 */
function isExact(lines: readonly GeneratedLine[], choice: Choices): boolean {
  const together = tally(
    lines.map((line) => {
      const lot = choice.mergesBatches ? "" : line.FLot_FNumber;
      const status = choice.groupsByStatus ? line.FStockStatusID_FNumber : "";
      return [JSON.stringify([line.FStockID_FNumber, status, line.FMaterialID_FNumber, lot]), partsOf(line, choice)];
    }),
  );
  return [...together.values()].every((parts) => parts % 6n === 0n);
}

function hasRow(line: GeneratedLine): boolean {
  return (KNOWN_STOCKS as readonly string[]).includes(line.FStockID_FNumber);
}

function stockOf(line: GeneratedLine): string {
  return hasRow(line) ? `W-${line.FStockID_FNumber}` : line.FStockID_FNumber;
}

function toParts(text: string): bigint {
  const [whole = "0", fraction = ""] = (parseDecimal(text) ?? "0").split(".");
  return (BigInt(whole) * 10_000n + BigInt(fraction.padEnd(4, "0").slice(0, 4))) * (PARTS / 10_000n);
}

function tally(entries: readonly (readonly [string, bigint])[]): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const [key, parts] of entries) sums.set(key, (sums.get(key) ?? 0n) + parts);
  return sums;
}

function ordersOf(result: Transformation) {
  return result.kind === "ordered" ? result.orders : [];
}

function codesOf(result: Transformation): readonly string[] {
  return result.kind === "refused" ? result.issues.map(({ code }) => code) : [];
}

test("under any scheme a bill's quantities by warehouse and SKU, and its amount, are those of its orders", () => {
  fc.assert(
    fc.property(choices, bill, (choice, given) => {
      const result = transformBill(toJob(given), schemes.make(choice));
      if (result.kind !== "ordered") return;
      const wanted = taking(given.lines, choice);
      const sent = result.orders.flatMap(({ target, order }) =>
        linesOf(target, order).map(
          (each) => [`${order.warehouse_no} ${each.spec_no}`, toParts(quantityOf(target, each))] as const,
        ),
      );
      expect(tally(sent)).toEqual(
        tally(wanted.map((line) => [`${stockOf(line)} ${line.FMaterialID_FNumber}`, partsOf(line, choice)])),
      );
      if (!choice.sumsAmount || choice.target === "stockin_order_push") return;
      const amounts = result.orders.map(({ order }) => decimal(order["goods_total_amount"] as string));
      expect(toParts(addDecimals(amounts))).toBe(
        wanted.reduce((sum, { amount }) => sum + (BigInt(amount) * PARTS) / 100n, 0n),
      );
    }),
    RUNS,
  );
});

test("under any scheme a bill becomes orders, is left out by a named rule, or is refused for what is wrong with it", () => {
  fc.assert(
    fc.property(choices, bill, (choice, given) => {
      const result = transformBill(toJob(given), schemes.make(choice));
      const wanted = taking(given.lines, choice);
      if (wanted.length === 0) {
        expect(result.kind).toBe("excluded");
        return;
      }
      const expected = new Set([
        ...(choice.holdsWarehouses && !wanted.every(hasRow) ? ["MAP_CODE_MISSING"] : []),
        ...(isExact(wanted, choice) ? [] : ["MAP_NUMBER_INEXACT"]),
      ]);
      expect(new Set(codesOf(result))).toEqual(expected);
    }),
    RUNS,
  );
});

test("the same bill and scheme give the same orders and keys in any order of the rows", () => {
  const shuffled = bill.chain((given) => {
    const { rows } = toJob(given);
    return fc.tuple(
      fc.constant(given),
      fc.shuffledSubarray([...rows], { minLength: rows.length, maxLength: rows.length }),
    );
  });
  fc.assert(
    fc.property(choices, shuffled, (choice, [given, rows]) => {
      const scheme = schemes.make(choice);
      expect(transformBill({ ...toJob(given), rows }, scheme)).toEqual(transformBill(toJob(given), scheme));
    }),
    RUNS,
  );
});

/** Where the values of an order stand: `warehouse_no`, `detail_list[0].num`. */
function placesOf(order: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(order).flatMap(([name, value]) =>
    Array.isArray(value)
      ? value.flatMap((line: object, index) => Object.keys(line).map((each) => `${name}[${index}].${each}`))
      : [name],
  );
}

test("no value of an order is without a rule of the scheme, and a value of a line names the bill's lines", () => {
  fc.assert(
    fc.property(choices, bill, (choice, given) => {
      const scheme = schemes.make(choice);
      for (const planned of ordersOf(transformBill(toJob(given), scheme))) {
        const places = placesOf(planned.order);
        const sources = sourcesOf(scheme, planned);
        expect(places.filter((place) => sources[place] === undefined)).toEqual([]);
        expect(Object.keys(sources).filter((place) => !places.includes(place))).toEqual([]);
        for (const [place, source] of Object.entries(sources)) {
          expect(source.rule).not.toBe("");
          if (place.includes("[")) expect(source.lines?.length).toBeGreaterThan(0);
        }
        const told = Object.entries(sources).flatMap(([place, { lines = [] }]) =>
          place.endsWith(".spec_no") ? lines : [],
        );
        expect(new Set(told).size).toBe(told.length);
      }
    }),
    RUNS,
  );
});

test("a key has at most 40 characters, and no two orders of any bills have the same", { timeout: 120_000 }, () => {
  const keys = new Map<string, string>();
  fc.assert(
    fc.property(choices, fc.array(bill, { minLength: 1, maxLength: 4 }), (choice, bills) => {
      const scheme = schemes.make({ ...choice, holdsWarehouses: false, convertsUnits: false });
      for (const given of bills) {
        const wanted = taking(given.lines, choice);
        const groups = new Set(
          wanted.map((line) =>
            [line.FStockID_FNumber, ...(choice.groupsByStatus ? [line.FStockStatusID_FNumber] : [])].join("|"),
          ),
        );
        const own = ordersOf(transformBill(toJob(given), scheme)).map(({ order }) => order.outer_no);
        expect(new Set(own).size).toBe(groups.size);
        for (const [index, group] of [...groups].toSorted(inOrder).entries()) {
          const key = own.toSorted(inOrder)[index] ?? "";
          expect([...key].length).toBeLessThanOrEqual(40);
          const owner = keys.get(key);
          expect(owner === undefined || owner.startsWith(`${given.billNo} `)).toBe(true);
          keys.set(key, `${given.billNo} ${group}`);
        }
      }
    }),
    RUNS,
  );
});

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

test("a code without a row is told with its table, and with that row the bill waits for one code less", () => {
  const holding = choices.map((choice) => ({ ...choice, holdsWarehouses: true, convertsUnits: false }));
  fc.assert(
    fc.property(holding, bill, (choice, given) => {
      const gapsUnder = (warehouses: readonly string[]): readonly string[] => {
        const result = transformBill(toJob(given), schemes.make(choice, warehouses));
        const gaps = result.kind === "refused" ? result.issues.flatMap(({ missing }) => missing ?? []) : [];
        expect(gaps.every(({ kind, subject }) => kind === "table" && subject === "warehouses")).toBe(true);
        return [...new Set(gaps.map(({ code }) => code))];
      };
      const missing = gapsUnder(KNOWN_STOCKS);
      const stocks = taking(given.lines, choice).map((line) => line.FStockID_FNumber);
      const known: readonly string[] = KNOWN_STOCKS;
      expect(new Set(missing)).toEqual(new Set(stocks.filter((code) => !known.includes(code))));
      for (const code of missing)
        expect(new Set(gapsUnder([...KNOWN_STOCKS, code]))).toEqual(new Set(missing.filter((each) => each !== code)));
    }),
    { numRuns: 200 },
  );
});
