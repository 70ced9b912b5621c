import {
  addDecimals,
  decimal,
  divideDecimals,
  multiplyDecimals,
  roundDecimal,
  ZERO,
  type DecimalText,
} from "@billferry/contracts";

import type { Random } from "../random.ts";
import type { BillLine, RowType } from "./bill.ts";
import { findSku, PLAIN_STOCKS, SKUS, type Sku } from "./catalogue.ts";

const DAY_MS = 86_400_000;
const TAX_RATE = decimal("13");
const LONG_BILL_LINES = 120;

interface LinePlan {
  readonly random: Random;
  readonly firstEntryId: number;
  readonly dateLocalMs: number;
  /** `long`: a rare bill of 120 lines. `empty`: not one line with a positive quantity. */
  readonly shape: "plain" | "long" | "empty";
  readonly hasBundles: boolean;
}

/** The lines of one bill: several warehouses, gifts, lots, repeated SKUs, bundles and zero quantities among them. */
export function generateLines(plan: LinePlan): BillLine[] {
  const { random } = plan;
  const stocks = pickStocks(random);
  const lines: BillLine[] = [];
  const wanted = plan.shape === "long" ? LONG_BILL_LINES : random.int(1, 12);
  const hasBundle = plan.hasBundles && plan.shape === "plain" && random.chance(0.08);
  const add = (line: NewLine): void => {
    const draft = { ...line, random, dateLocalMs: plan.dateLocalMs };
    lines.push(completeLine(draft, { entryId: plan.firstEntryId + lines.length, seq: lines.length + 1 }));
  };
  const nextStock = (): string => stocks[lines.length % stocks.length] as string;
  while (lines.length < Math.max(wanted, stocks.length)) {
    const previous = lines.at(-1);
    if (previous && random.chance(0.12)) {
      // The same goods once more, sometimes as a gift: Wangdiantong wants them merged.
      const { stock, lot, produceLocalMs } = previous;
      const again = { sku: skuOf(previous), stock, lot, produceLocalMs };
      const quantity = plan.shape === "empty" ? ZERO : inventQuantity(random, again.sku);
      add({ ...again, quantity, isFree: random.chance(0.4), rowType: "Standard" });
      continue;
    }
    const sku = random.pick(SKUS);
    const isZero = plan.shape === "empty" || (lines.length >= stocks.length && random.chance(0.06));
    const quantity = isZero ? ZERO : inventQuantity(random, sku);
    const isFree = lines.length > 0 && random.chance(0.1);
    add({ sku, stock: nextStock(), lot: inventLot(random, sku), quantity, isFree, rowType: "Standard" });
  }
  if (hasBundle) addBundle(random, stocks[0] as string, add);
  return lines;
}

const AMOUNT_PLACES = 2;

/** A line with another quantity or price, its amounts worked out anew. */
export function reviseLine(
  line: BillLine,
  change: Partial<Pick<BillLine, "quantity" | "taxPrice">>,
  places = AMOUNT_PLACES,
): BillLine {
  const revised = { ...line, ...change };
  return { ...revised, mustQuantity: revised.quantity, ...workOutAmounts(revised, places) };
}

interface LineChoice {
  readonly sku: string;
  readonly stock: string;
  readonly quantity: DecimalText;
  readonly taxPrice: DecimalText;
  readonly lot: string | null;
  readonly auxiliary?: string | null;
  readonly rowType: RowType;
  readonly isFree: boolean;
  readonly note: string;
}

/** A line exactly as asked for, e.g. by a test. */
export function composeLine(choice: LineChoice, place: { entryId: number; seq: number }): BillLine {
  return {
    ...choice,
    ...place,
    mustQuantity: choice.quantity,
    ...workOutAmounts(choice, AMOUNT_PLACES),
    produceLocalMs: null,
    expiryLocalMs: null,
  };
}

interface LineDraft {
  readonly random: Random;
  readonly dateLocalMs: number;
  readonly sku: Sku;
  readonly stock: string;
  readonly lot: string | null;
  /** Of a lot that was made up before; a new one gets a date. */
  readonly produceLocalMs?: number | null;
  readonly quantity: DecimalText;
  readonly isFree: boolean;
  readonly rowType: RowType;
}

function completeLine(draft: LineDraft, place: { entryId: number; seq: number }): BillLine {
  const { random, sku } = draft;
  const taxPrice = draft.isFree ? ZERO : inventPrice(random, sku);
  const note = random.chance(0.15)
    ? random.pick(["易碎,轻放", "随箱附赠品卡", "保质期新鲜批次", "按 A&B 方案=2+1"])
    : "";
  const composed = composeLine({ ...draft, sku: sku.code, taxPrice, note }, place);
  const drawnLocalMs = draft.lot === null ? null : draft.dateLocalMs - random.int(5, 90) * DAY_MS;
  const produceLocalMs = draft.produceLocalMs ?? drawnLocalMs;
  const expiryLocalMs = produceLocalMs === null ? null : produceLocalMs + 365 * DAY_MS;
  const { random: _random, dateLocalMs: _date, ...line } = { ...draft, ...composed, produceLocalMs, expiryLocalMs };
  return line;
}

type NewLine = Omit<LineDraft, "random" | "dateLocalMs">;

function addBundle(random: Random, stock: string, add: (line: NewLine) => void): void {
  const whole = { stock, isFree: false, quantity: decimal(String(random.int(1, 5))) };
  // The parent carries a quantity and an amount of its own: whoever takes it too counts the goods twice.
  const pieces = SKUS.filter((sku) => sku.measure === "piece");
  add({ ...whole, sku: random.pick(pieces), lot: null, rowType: "Parent" });
  for (let part = random.int(2, 3); part > 0; part -= 1) {
    const sku = random.pick(pieces);
    add({ ...whole, sku, lot: inventLot(random, sku), rowType: "Son" });
  }
}

function pickStocks(random: Random): string[] {
  const codes = PLAIN_STOCKS.map((stock) => stock.code);
  if (!random.chance(0.3)) return [random.pick(codes)];
  random.shuffle(codes);
  return codes.slice(0, random.int(2, 3));
}

function inventQuantity(random: Random, sku: Sku): DecimalText {
  switch (sku.measure) {
    case "piece":
      return decimal(String(random.int(1, random.chance(0.1) ? 5000 : 24)));
    case "tenth":
      return decimal(`${random.int(0, 30)}.${random.int(1, 9)}`);
    case "fine":
      return decimal(`${random.int(0, 99)}.${String(random.int(1, 9999)).padStart(4, "0")}`);
    case "bulk":
      return decimal(`${random.int(100_000, 999_999)}${String(random.int(0, 999_999)).padStart(6, "0")}`);
  }
}

function inventPrice(random: Random, sku: Sku): DecimalText {
  if (sku.measure === "bulk") return decimal(`0.0${random.int(1, 9)}`);
  const places = random.pick([0, 1, 2, 2, 2, 2, 4, 6]);
  const fraction = places === 0 ? "" : `.${String(random.int(0, 10 ** places - 1)).padStart(places, "0")}`;
  return decimal(`${random.int(1, 399)}${fraction}`);
}

function inventLot(random: Random, sku: Sku): string | null {
  if (!sku.isBatchManaged || random.chance(0.2)) return null;
  return `L26${String(random.int(1, 12)).padStart(2, "0")}${String(random.int(1, 28)).padStart(2, "0")}-${random.int(1, 3)}`;
}

function workOutAmounts(
  { quantity, taxPrice }: Pick<BillLine, "quantity" | "taxPrice">,
  places: number,
): Pick<BillLine, "price" | "taxRate" | "taxAmount" | "amount" | "allAmount"> {
  const gross = decimal("1.13");
  const allAmount = roundDecimal(multiplyDecimals(quantity, taxPrice), places).value;
  const amount = divideDecimals(allAmount, gross, places).value;
  const taxAmount = addDecimals([allAmount, multiplyDecimals(amount, decimal("-1"))]);
  return { price: divideDecimals(taxPrice, gross, 6).value, taxRate: TAX_RATE, taxAmount, amount, allAmount };
}

function skuOf(line: BillLine): Sku {
  const sku = findSku(line.sku);
  if (!sku) throw new RangeError(`no such goods in the catalogue: ${line.sku}`);
  return sku;
}
