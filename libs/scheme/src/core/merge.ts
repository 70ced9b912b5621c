import { addDecimals, decimal, divideDecimals, multiplyDecimals, ZERO } from "@billferry/contracts";

/** The parameters of one line before it is merged; the same shape as the request's line, all values as text. */
export type RawLine = Readonly<Record<string, string | number>>;

const REMARK_LIMIT = 255;
const WEIGHTED_PRICE_PLACES = 30;

/**
 * Merges lines that the target would refuse as repeats (same SKU, batch and position). Quantities add up exactly, the
 * price becomes the weighted one (to 30 places; the caller rounds it to what the scheme allows), remarks and serials
 * are joined. Lines keep the order of their first appearance.
 */
export function mergeLines(
  lines: readonly RawLine[],
  mergeBy: readonly string[],
): { lines: readonly RawLine[]; notes: readonly string[] } {
  const groups = new Map<string, RawLine[]>();
  for (const line of lines) {
    const key = JSON.stringify(mergeBy.map((field) => line[field] ?? ""));
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  const notes: string[] = [];
  const merged = [...groups.values()].map((group) => {
    const [first = {}] = group;
    if (group.length === 1) return first;
    return mergeGroup(first, group, notes);
  });
  return { lines: merged, notes };
}

function mergeGroup(first: RawLine, group: readonly RawLine[], notes: string[]): RawLine {
  const sku = String(first["spec_no"]);
  const num = addDecimals(group.map((line) => decimal(String(line["num"]))));
  const merged: Record<string, string | number> = { ...first, num };
  const prices = new Set(group.map((line) => line["price"]));
  if (prices.size > 1) {
    const amount = addDecimals(
      group.map((line) => multiplyDecimals(decimal(String(line["num"])), decimal(String(line["price"] ?? ZERO)))),
    );
    merged["price"] = divideDecimals(amount, num, WEIGHTED_PRICE_PLACES).value;
    notes.push(`${sku}:${group.length} 行合并,单价取加权平均`);
  } else {
    notes.push(`${sku}:${group.length} 行合并`);
  }
  const remark = joinTexts(group, "remark", ";");
  if (remark !== "") merged["remark"] = cutText(remark, REMARK_LIMIT);
  const serials = joinTexts(group, "sn_list", ",");
  if (serials !== "") merged["sn_list"] = serials;
  return merged;
}

function joinTexts(group: readonly RawLine[], field: string, separator: string): string {
  const texts = group.flatMap((line) => (line[field] === undefined ? [] : [String(line[field])]));
  return [...new Set(texts)].join(separator);
}

function cutText(text: string, limit: number): string {
  const characters = [...text];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join("")}…` : text;
}
