import {
  addDecimals,
  compareDecimals,
  decimal,
  divideDecimals,
  isPositive,
  multiplyDecimals,
} from "@billferry/contracts";

import type { Random } from "../random.ts";
import type { Bill, BillLine } from "./bill.ts";
import { AUXILIARY_PROPERTIES, DASHED_STOCKS, findSku } from "./catalogue.ts";
import { reviseLine } from "./generate-lines.ts";

/** What real accounts have and tidy data lacks: numbers and warehouse codes with hyphens, colours and sizes, prices and
 *  amounts of many places, and quantities that Wangdiantong can hold only when the lines of one SKU are added up.
 *  Everything in it can go. */
export function makeMessy(bills: readonly Bill[], random: Random, firstEntryId: number): Bill[] {
  let entryId = firstEntryId;
  return bills.map((bill, index) => {
    const lines = messLines(bill, random).map((line, at) => ({ ...line, entryId: entryId + at, seq: at + 1 }));
    entryId += lines.length;
    // Bills that were split by hand are numbered so; the first few keep the numbers by which people ask for them.
    const billNo =
      random.chance(0.04) && index >= PLAINLY_NUMBERED ? `${bill.billNo}-${random.int(1, 9)}` : bill.billNo;
    return { ...bill, billNo, lines };
  });
}

const PLAINLY_NUMBERED = 10;

function messLines(bill: Bill, random: Random): readonly BillLine[] {
  const stocks = random.chance(0.5) ? DASHED_STOCKS : {};
  const auxiliaries = new Map<string, string>();
  return bill.lines.flatMap((line, index) => {
    const moved = {
      ...line,
      stock: stocks[line.stock]?.code ?? line.stock,
      auxiliary: auxiliaryOf(line, auxiliaries, random),
    };
    // The first line may be given an unknown SKU, which a part of it would not have.
    const parts = index === 0 ? [moved] : splitLine(moved, random);
    return parts.map((part) => makeFine(part, random));
  });
}

/** Within one bill a material comes in one colour: two of them under one SKU could not go. */
function auxiliaryOf(line: BillLine, known: Map<string, string>, random: Random): string | null {
  if (findSku(line.sku)?.hasAuxiliary !== true) return null;
  const auxiliary = known.get(line.sku) ?? random.pick(AUXILIARY_PROPERTIES).code;
  known.set(line.sku, auxiliary);
  return auxiliary;
}

/** Two lines of six places, together what the one was. */
function splitLine(line: BillLine, random: Random): readonly BillLine[] {
  const part = decimal(`0.${String(random.int(1, 99_999)).padStart(5, "0")}${random.int(1, 9)}`);
  const isMeasured = findSku(line.sku)?.measure !== "piece" && line.rowType === "Standard" && isPositive(line.quantity);
  const isSplit = random.chance(0.3) && isMeasured && compareDecimals(line.quantity, part) > 0;
  if (!isSplit) return [line];
  const rest = addDecimals([line.quantity, multiplyDecimals(part, decimal("-1"))]);
  return [part, rest].map((quantity) => reviseLine(line, { quantity }));
}

const FINE_PLACES = 8;

/** A price worked out from an amount, and amounts in an account that keeps many places. */
function makeFine(line: BillLine, random: Random): BillLine {
  if (!random.chance(0.15) || !isPositive(line.quantity) || line.isFree) return line;
  const taxPrice = divideDecimals(line.taxPrice, decimal("1.13"), 10).value;
  const { mustQuantity } = line;
  return { ...reviseLine(line, { taxPrice }, FINE_PLACES), mustQuantity };
}
