import { ZERO, type TargetInterface, type TargetParameter } from "@billferry/contracts";

import {
  addFractions,
  divideFractions,
  fractionOf,
  multiplyFractions,
  writeFraction,
  type Fraction,
} from "./fraction.ts";

/** The parameters of one line, its numbers exact ("2.5", "1/3"), and the bill's lines that it stands for. */
export interface RawLine {
  readonly values: Readonly<Record<string, string | number>>;
  readonly seqs: readonly string[];
}

const REMARK_LIMIT = 255;
const WEIGHTED_PRICE_PLACES = 30;

/** Merges lines that the target would refuse as repeats. Quantities add up exactly, other numbers become weighted means
 *  (to 30 places; the caller rounds), remarks and serials are joined; of anything else the first line's value stands,
 *  with a note. Lines keep the order of their first appearance; without `mergeBy` every line stays. */
export function mergeLines(
  lines: readonly RawLine[],
  mergeBy: readonly string[],
  target: TargetInterface,
): { readonly lines: readonly RawLine[]; readonly notes: readonly string[] } {
  if (mergeBy.length === 0) return { lines, notes: [] };
  const groups = Map.groupBy(lines, ({ values }) => JSON.stringify(mergeBy.map((name) => values[name] ?? "")));
  const notes: string[] = [];
  const merged = [...groups.values()].map((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1) return first as RawLine;
    return mergeGroup(first, group, { target, notes });
  });
  return { lines: merged, notes };
}

function mergeGroup(
  first: RawLine,
  group: readonly RawLine[],
  { target, notes }: { readonly target: TargetInterface; readonly notes: string[] },
): RawLine {
  const sku = String(first.values["spec_no"]);
  const quantities = group.map(({ values }) => fractionOf(values[target.quantity] ?? ZERO));
  const total = addFractions(quantities);
  const values: Record<string, string | number> = { ...first.values, [target.quantity]: writeFraction(total) };
  const told: string[] = [];
  for (const parameter of target.line) {
    const { name } = parameter;
    if (name === target.quantity || !differs(group, name)) continue;
    const merged = mergeValues(parameter, group, { quantities, total });
    if (merged !== undefined) values[name] = merged;
    if (parameter.type === "decimal") told.push(`${name === target.price ? "单价" : parameter.label}取加权平均`);
    else if (!isJoined(parameter)) told.push(`${parameter.label}各行不同,取第 ${first.seqs.join("、")} 行的值`);
  }
  notes.push([`${sku}:${group.length} 行合并`, ...told].join(","));
  return { values, seqs: group.flatMap(({ seqs }) => seqs) };
}

function differs(group: readonly RawLine[], name: string): boolean {
  return new Set(group.map(({ values }) => values[name])).size > 1;
}

function isJoined({ type }: TargetParameter): boolean {
  return type === "prose" || type === "list";
}

function mergeValues(
  { name, type }: TargetParameter,
  group: readonly RawLine[],
  { quantities, total }: { readonly quantities: readonly Fraction[]; readonly total: Fraction },
): string | number | undefined {
  if (type === "prose") return cutText(joinTexts(group, name, ";"), REMARK_LIMIT);
  if (type === "list") return joinTexts(group, name, ",");
  if (type !== "decimal" || total.numerator === ZERO) return undefined;
  const amounts = group.map(({ values }, index) =>
    multiplyFractions(quantities[index] ?? total, fractionOf(values[name] ?? ZERO)),
  );
  return divideFractions(addFractions(amounts), total, WEIGHTED_PRICE_PLACES).value;
}

function joinTexts(group: readonly RawLine[], name: string, separator: string): string {
  const texts = group.flatMap(({ values }) => (values[name] === undefined ? [] : [String(values[name])]));
  return [...new Set(texts)].join(separator);
}

function cutText(text: string, limit: number): string {
  const characters = [...text];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join("")}…` : text;
}
