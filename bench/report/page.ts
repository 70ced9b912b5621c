import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { rounded, type Median } from "../measurement.ts";
import { labelOf } from "./labels.ts";
import type { Machine } from "./machine.ts";
import { drawBars } from "./plot.ts";
import type { RowResult } from "./table.ts";
import { judge } from "./targets.ts";

/** A row's last results, and on what they were made. */
export interface KeptResult extends RowResult {
  readonly machine: Machine;
  readonly isQuick: boolean;
}

/** Puts the figures into the page, between their marks, and the plots beside it. */
export function writePage(docs: string, results: readonly KeptResult[]): void {
  const sections = results.map((result) => renderRow(docs, result));
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

function renderRow(docs: string, { row, title, machine, medians, plot, isQuick }: KeptResult): string {
  const lines = [...Map.groupBy(medians, (each) => `${each.case}\n${each.figure}`).values()].map((group) =>
    renderFigure(row, group, medians),
  );
  const runs = Math.max(...medians.map((each) => each.runs));
  const how = [
    runs === 1 ? "one run" : `medians of ${runs} runs`,
    ...(isQuick ? ["the short form"] : []),
    `${machine.cores} cores, ${machine.processor}, Node ${machine.node}, ${machine.at} UTC`,
    ...(machine.load > machine.cores
      ? [`other programs at work (load ${rounded(machine.load)}): no times to rely on`]
      : []),
  ];
  return [
    `### \`${row}\`: ${title}`,
    "",
    `${how.join("; ")}.`,
    "",
    "| what | rival | chain | Billferry | must reach | reached |",
    "| --- | --- | --- | --- | --- | --- |",
    ...lines,
    ...(plot === undefined ? [] : ["", `![${labelOf(plot)}](${drawPlot(docs, { row, figure: plot, medians })})`]),
  ].join("\n");
}

function renderFigure(row: string, group: readonly Median[], all: readonly Median[]): string {
  const [first] = group;
  const of = (subject: Median["subject"]): Median | undefined => group.find((each) => each.subject === subject);
  const ours = of("billferry");
  const verdicts = ours === undefined ? [] : judge(row, ours, all);
  const cells = [
    `${first!.case}: ${labelOf(first!.figure)}`,
    ...[of("rival"), of("chain"), ours].map((median) => (median === undefined ? "–" : String(rounded(median.median)))),
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
