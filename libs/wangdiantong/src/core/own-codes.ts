/** A value of the request that the server may quote in its answer, and the parameter that carried it. */
export interface OwnCode {
  readonly field: string;
  readonly value: string;
}

/**
 * The vendor's words with each value of ours replaced by its parameter's name in braces, so that a material called
 * "物流袋" is not mistaken for a carrier and "A-100 not found" is known to speak of a SKU; and which of them were quoted.
 * A value counts as quoted only as a whole: "40" is no part of "2040".
 */
export function findQuoted(
  text: string,
  own: readonly OwnCode[],
): { readonly rest: string; readonly quoted: readonly OwnCode[] } {
  const quoted: { readonly code: OwnCode; readonly at: number }[] = [];
  let rest = text;
  // Longest first: a number that contains another one goes as a whole.
  for (const code of own.toSorted((a, b) => b.value.length - a.value.length)) {
    if (code.value.length < 2 || !rest.includes(code.value)) continue;
    const pattern = exactly(code.value);
    if (!pattern.test(rest)) continue;
    quoted.push({ code, at: text.search(pattern) });
    // Ordinary words do not point to a field: the reason "销售" is part of many sentences.
    rest = rest.replaceAll(pattern, () => (isCode(code.value) ? `{${code.field}}` : "…"));
  }
  return { rest, quoted: quoted.toSorted((a, b) => a.at - b.at).map(({ code }) => code) };
}

const CODE_EDGE = "[A-Za-z0-9_]";
const STARTS_AS_CODE = new RegExp(`^${CODE_EDGE}`);
const ENDS_AS_CODE = new RegExp(`${CODE_EDGE}$`);

function isCode(value: string): boolean {
  return STARTS_AS_CODE.test(value) && ENDS_AS_CODE.test(value);
}

/** Chinese may follow a code at once; letters, digits and what ties them to it may not ("A-100" in "A-100-2"). */
function exactly(value: string): RegExp {
  const escaped = value.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
  const before = STARTS_AS_CODE.test(value) ? `(?<!${CODE_EDGE})(?<!${CODE_EDGE}[-./])` : "";
  const after = ENDS_AS_CODE.test(value) ? `(?!${CODE_EDGE})(?![-./]${CODE_EDGE})` : "";
  return new RegExp(`${before}${escaped}${after}`, "g");
}
