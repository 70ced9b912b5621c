import type { Cell } from "@billferry/contracts";

type Row = readonly Cell[];

export interface Entries<OneRow extends Row> {
  /** The rows, those of an entry that came again left out where they say the same. */
  readonly once: readonly OneRow[];
  /** Ids of entries that came more than once, always with the same content. */
  readonly repeated: readonly string[];
  /** Ids of entries that came more than once, with different content. */
  readonly contradictory: readonly string[];
  /** Rows that bear no entry's id: which entry they are, nobody can tell. */
  readonly nameless: readonly OneRow[];
}

/** The rows of a bill, each entry once. An id is unique, so a second row of it is no second quantity: the same row came
 *  twice, or the query went below the entries (serial numbers) and the entry's own values repeat. */
export function takeEntriesOnce<OneRow extends Row>(rows: readonly OneRow[], idColumn: number): Entries<OneRow> {
  const byId = Map.groupBy(rows, (row) => entryIdOf(row[idColumn] ?? null));
  const nameless = byId.get(undefined) ?? [];
  byId.delete(undefined);
  const leftOut = new Set<OneRow>();
  const repeated: string[] = [];
  const contradictory: string[] = [];
  for (const [id = "", [first, ...further]] of byId) {
    const same = further.filter((row) => JSON.stringify(row) === JSON.stringify(first));
    for (const row of same) leftOut.add(row);
    if (further.length > 0) (same.length === further.length ? repeated : contradictory).push(id);
  }
  return { once: rows.filter((row) => !leftOut.has(row)), repeated, contradictory, nameless };
}

/** Undefined for what is no id: nothing, or Kingdee's "none", which is 0. */
function entryIdOf(cell: Cell): string | undefined {
  const text = String(cell ?? "")
    .trim()
    .replace(/\.0+$/, "");
  return text === "" || text === "0" ? undefined : text;
}
