import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

const DOCS = join(import.meta.dirname, "..", "..", "docs");
const PAGES = ["sizing.md", "en/sizing.md"];
/** One machine of two cores is nearly twice as fast as another; a figure further off is of no use for planning. */
const FURTHEST = 2;

interface PlannedFigure {
  readonly planned: number;
  readonly row: string;
  readonly label: string;
}

/** What a page plans with, and the measurement that it names. */
function plannedFigures(page: string): readonly PlannedFigure[] {
  const text = readFileSync(join(DOCS, page), "utf8").split(/<!-- (?:end of )?figures -->/)[1] ?? "";
  return text.split("\n").flatMap((line) => {
    const [, , planned = "", measured = ""] = line.split("|").map((cell) => cell.trim());
    const [, row, label] = /^`(\w+): (.+)`$/.exec(measured) ?? [];
    if (row === undefined || label === undefined) return [];
    return [{ planned: Number(/^[\d .]*\d/.exec(planned)?.[0].replaceAll(" ", "")), row, label }];
  });
}

/** Billferry's figure in a row of the page of performance, of its cases the largest; NaN where there is none. */
function measuredFigure({ row, label }: PlannedFigure): number {
  const page = readFileSync(join(DOCS, "performance.md"), "utf8");
  const section = page.split(`### \`${row}\`:`)[1]?.split("\n### ")[0] ?? "";
  const lines = section.split("\n").filter((each) => (each.split("|")[1] ?? "").trim().endsWith(`: ${label}`));
  return lines.length === 0 ? NaN : Math.max(...lines.map((line) => Number.parseFloat(line.split("|")[4] ?? "")));
}

test("both languages plan with the same figures, each with its measurement", () => {
  const [chinese, english] = PAGES.map(plannedFigures);
  expect(chinese?.length).toBeGreaterThan(5);
  expect(english).toEqual(chinese);
});

test.each(plannedFigures("sizing.md"))(
  "$row, $label: $planned is on the careful side of what was measured, and not far from it",
  (figure) => {
    const measured = measuredFigure(figure);
    expect(figure.planned).toBeGreaterThanOrEqual(measured);
    expect(figure.planned).toBeLessThanOrEqual(measured * FURTHEST);
  },
);

test.each(PAGES)("%s: what its tables reckon follows from these figures", (page) => {
  const text = readFileSync(join(DOCS, page), "utf8");
  const rows = [...text.matchAll(/^\| (\d+) +\| ([\d ]+?) +\| ([\d ]+?) +\| (\d+) /gm)];
  expect(rows.length).toBe(4);
  const callsAnOrder = plannedFigures(page).find(({ label }) => label.includes("vendor calls"))?.planned ?? NaN;
  for (const [, calls, hour, day, minutes] of rows) {
    const ordersAMinute = Number(calls) / callsAnOrder;
    expect([hour, day].map((each) => Number(each?.replaceAll(" ", "")))).toEqual([
      Math.floor(ordersAMinute * 60),
      Math.floor(ordersAMinute * 1_440),
    ]);
    expect(Number(minutes)).toBe(Math.ceil(7_000 / ordersAMinute));
  }
});

test.each(PAGES)("%s: the memory of Redis that it reckons is that of its own figures", (page) => {
  const text = readFileSync(join(DOCS, page), "utf8");
  const [inFlight = NaN, lately = NaN, finished = NaN] = ["in flight", "bill done", "a finished bill"].map(
    (words) => plannedFigures(page).find(({ label }) => label.includes(words))?.planned,
  );
  const rows = [...text.matchAll(/^\| ([\d ]+?) +\| (.+ [MG]B) +\| (.+ [MG]B) +\| (.+ [MG]B) +\| (.+ [MG]B) +\|$/gm)];
  expect(rows.length).toBe(3);
  for (const [, bills = "", ...cells] of rows) {
    const aDay = Number(bills.replaceAll(" ", ""));
    const parts = [aDay * 7 * lately, aDay * 180 * finished, 20_000 * inFlight];
    const all = 2 * parts.reduce((sum, part) => sum + part, 0);
    for (const [index, bytes] of [...parts, all].entries())
      expect(bytesOf(cells[index] ?? "") / bytes).toBeCloseTo(1, 1);
    expect(bytesOf(cells[3] ?? "")).toBeGreaterThanOrEqual(all);
  }
});

function bytesOf(words: string): number {
  const [figure, unit] = words.split(" ");
  return Number(figure) * (unit === "GB" ? 1e9 : 1e6);
}
