import {
  addDecimals,
  decimal,
  divideDecimals,
  multiplyDecimals,
  ZERO,
  type TargetInterface,
} from "@billferry/contracts";

/** The parameters of one line before it is merged, and the numbers of the bill's lines that it stands for. */
export interface RawLine {
  readonly values: Readonly<Record<string, string | number>>;
  readonly seqs: readonly string[];
}

const REMARK_LIMIT = 255;
const WEIGHTED_PRICE_PLACES = 30;

/**
 * Merges lines that the target would refuse as repeats (same SKU, batch and position). Quantities add up exactly, the
 * price becomes the weighted one (to 30 places; the caller rounds it to what the scheme allows), remarks and serials
 * are joined. Lines keep the order of their first appearance. Without `mergeBy` every line stays.
 */
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
  const { quantity, price } = target;
  const numOf = ({ values }: RawLine) => decimal(String(values[quantity]));
  const total = addDecimals(group.map(numOf));
  const values: Record<string, string | number> = { ...first.values, [quantity]: total };
  if (new Set(group.map((line) => line.values[price])).size > 1) {
    const amounts = group.map((line) => multiplyDecimals(numOf(line), decimal(String(line.values[price] ?? ZERO))));
    values[price] = divideDecimals(addDecimals(amounts), total, WEIGHTED_PRICE_PLACES).value;
    notes.push(`${sku}:${group.length} 行合并,单价取加权平均`);
  } else notes.push(`${sku}:${group.length} 行合并`);
  const remark = joinTexts(group, "remark", ";");
  if (remark !== "") values["remark"] = cutText(remark, REMARK_LIMIT);
  const serials = joinTexts(group, "sn_list", ",");
  if (serials !== "") values["sn_list"] = serials;
  return { values, seqs: group.flatMap(({ seqs }) => seqs) };
}

function joinTexts(group: readonly RawLine[], name: string, separator: string): string {
  const texts = group.flatMap(({ values }) => (values[name] === undefined ? [] : [String(values[name])]));
  return [...new Set(texts)].join(separator);
}

function cutText(text: string, limit: number): string {
  const characters = [...text];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join("")}…` : text;
}
