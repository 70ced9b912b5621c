import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { countCosts } from "./rows/counts.ts";

/** The most that an order may cost: figures of `countCosts`. Renewed by `npm run bench -- --budget`. */
export type Budget = Readonly<Record<string, number>>;

export const BUDGET_FILE = join(import.meta.dirname, "budget.json");
const BILLS = 300;
/** What the clock adds differs from run to run: timers, checks for stalled jobs. */
const MARGIN = 1.05;
/** Calls that travel together share their bytes, and how many do is a matter of who is busy. */
const WIRE_MARGIN = 1.15;
const MARGINS: Readonly<Record<string, number>> = {
  commandsPerOrder: MARGIN,
  scriptsPerOrder: MARGIN,
  wireBytesPerOrder: WIRE_MARGIN,
  vendorCallsPerOrder: MARGIN,
  inFlightBytesPerBill: MARGIN,
  doneBytesPerBill: MARGIN,
};

export function readBudget(): Budget {
  return JSON.parse(readFileSync(BUDGET_FILE, "utf8")) as Budget;
}

/** What it costs now; always of the same few bills, whose share of the start is part of it. */
export async function measureBudgeted(): Promise<Budget> {
  const figures = await countCosts(BILLS);
  return Object.fromEntries(Object.keys(MARGINS).map((name) => [name, figures[name]!]));
}

export async function renewBudget(): Promise<Budget> {
  const measured = await measureBudgeted();
  const budget = Object.fromEntries(
    Object.entries(measured).map(([name, figure]) => [name, allow(figure * MARGINS[name]!)]),
  );
  writeFileSync(BUDGET_FILE, `${JSON.stringify(budget, null, 2)}\n`);
  return budget;
}

function allow(figure: number): number {
  return Math.ceil(figure * 10) / 10;
}
