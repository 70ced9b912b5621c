import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { rounded, type Median } from "../measurement.ts";
import { labelOf } from "./labels.ts";
import type { Machine } from "./machine.ts";
import { drawBars } from "./plot.ts";
import type { RowResult } from "./table.ts";
import { judge, type Verdict } from "./targets.ts";

/** A row's last results, and on what they were made. */
export interface KeptResult extends RowResult {
  readonly machine: Machine;
  readonly isQuick: boolean;
}

/** Our own rows leave some load behind; above this, somebody else is at work. */
const BUSY = 3;

/** Puts the figures into the page, between their marks, and the plots beside it. */
export function writePage(docs: string, results: readonly KeptResult[]): void {
  const sections = [renderGoals(results), ...results.map((result) => renderRow(docs, result))];
  replacePart(docs, "figures", sections.join("\n\n"));
}

/** What the page says between `<!-- name: … -->` and `<!-- end of name -->`; all else is written by people. */
export function replacePart(docs: string, name: string, content: string): void {
  const path = join(docs, "performance.md");
  const page = readFileSync(path, "utf8");
  const part = new RegExp(`(<!-- ${name}:[^\\n]*-->\\n)[\\s\\S]*(<!-- end of ${name} -->)`);
  if (!part.test(page)) throw new Error(`${path} has no place for ${name}`);
  writeFileSync(
    path,
    page.replace(part, (_all, begin: string, end: string) => `${begin}\n${content}\n\n${end}`),
  );
}

/** Whatever has to be reached, of all rows. */
function renderGoals(results: readonly KeptResult[]): string {
  const lines = results.flatMap(({ row, medians }) =>
    groupFigures(medians).flatMap((group) => {
      const verdicts = judgeGroup(row, group, medians);
      return verdicts.length === 0 ? [] : [renderFigure(`\`${row}\`, ${group[0]!.case}: `, group, verdicts)];
    }),
  );
  return ["### All that must be reached", "", ...HEAD, ...lines].join("\n");
}

function judgeGroup(row: string, group: readonly Median[], all: readonly Median[]): readonly Verdict[] {
  const ours = group.find((each) => each.subject === "billferry");
  return ours === undefined ? [] : judge(row, ours, all);
}

const HEAD = ["| what | rival | chain | Billferry | must reach | reached |", "| --- | --- | --- | --- | --- | --- |"];

function groupFigures(medians: readonly Median[]): readonly (readonly Median[])[] {
  return [...Map.groupBy(medians, (each) => `${each.case}\n${each.figure}`).values()];
}

function renderRow(docs: string, { row, title, machine, medians, plot, isQuick }: KeptResult): string {
  const lines = groupFigures(medians).map((group) =>
    renderFigure(`${group[0]!.case}: `, group, judgeGroup(row, group, medians)),
  );
  const runs = Math.max(...medians.map((each) => each.runs));
  const how = [
    runs === 1 ? "one run" : `medians of ${runs} runs`,
    ...(isQuick ? ["the short form"] : []),
    `${machine.cores} cores, ${machine.processor}, Node ${machine.node}, ${machine.at} UTC`,
    ...(machine.load > BUSY * machine.cores
      ? [`other programs at work (load ${rounded(machine.load)}): no times to rely on`]
      : []),
  ];
  return [
    `### \`${row}\`: ${title}`,
    "",
    `${how.join("; ")}.`,
    "",
    ...HEAD,
    ...lines,
    ...(plot === undefined ? [] : ["", `![${labelOf(plot)}](${drawPlot(docs, { row, figure: plot, medians })})`]),
  ].join("\n");
}

function renderFigure(what: string, group: readonly Median[], verdicts: readonly Verdict[]): string {
  const cell = (subject: Median["subject"]): string => {
    const median = group.find((each) => each.subject === subject);
    return median === undefined ? "–" : String(rounded(median.median));
  };
  const cells = [
    `${what}${labelOf(group[0]!.figure)}`,
    ...(["rival", "chain", "billferry"] as const).map(cell),
    verdicts.map(({ goal }) => goal).join("; "),
    verdicts.map(({ isReached }) => (isReached ? "yes" : "**no**")).join("; "),
  ];
  return `| ${cells.join(" | ")} |`;
}

function drawPlot(
  docs: string,
  { row, figure, medians }: { row: string; figure: string; medians: readonly Median[] },
): string {
  const bars = medians
    .filter((each) => each.figure === figure)
    .map(({ case: name, subject, median }) => ({ label: `${name}, ${subject}`, subject, value: median }));
  const file = `images/bench-${row}.svg`;
  writeFileSync(join(docs, file), drawBars(labelOf(figure), bars));
  return file;
}
