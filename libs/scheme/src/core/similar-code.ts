/** How a code looks to a person: without width, case, blanks, kinds of dashes, and zeros that a spreadsheet drops. */
export function looksOf(code: string): string {
  const plain = code
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/\s/g, "")
    .replaceAll(/[\u2010-\u2015\u2212_]/g, "-");
  return /^\d+(\.\d+)?$/.test(plain)
    ? plain
        .replace(/^0+(?=\d)/, "")
        .replace(/(\.\d*?)0+$/, "$1")
        .replace(/\.$/, "")
    : plain;
}

type Keyed = Pick<ReadonlyMap<string, unknown>, "keys">;

const indexes = new WeakMap<Keyed, ReadonlyMap<string, string>>();

/** A code of the table that is another one and looks like this: `1` for `001`. Only ever shown, never matched. */
export function findSimilar(table: Keyed | undefined, code: string): string | undefined {
  if (table === undefined) return undefined;
  const index = indexes.get(table) ?? new Map([...table.keys()].map((each) => [looksOf(each), each]));
  indexes.set(table, index);
  return index.get(looksOf(code));
}
