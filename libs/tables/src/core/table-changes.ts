import type { TableKind } from "@billferry/scheme/tables";

import { columnIds, keyOf, type TableContent } from "./table-content.ts";

/** One row that differs, as both sides have it; a side without it is null. Cells stand as in each side's head. */
export interface RowChange {
  readonly key: string;
  readonly before: readonly string[] | null;
  readonly after: readonly string[] | null;
}

export interface TableDifference {
  readonly added: readonly RowChange[];
  readonly changed: readonly RowChange[];
  readonly removed: readonly RowChange[];
}

/** What one content has otherwise than another. Where a row stands does not matter; remarks do. */
export function compareTables(kind: TableKind, before: TableContent, after: TableContent): TableDifference {
  const [old, fresh] = [indexRows(kind, before), indexRows(kind, after)];
  const [ids, freshIds] = [columnIds(kind, before.head), columnIds(kind, after.head)];
  const all = [...new Set([...ids, ...freshIds])];
  const isSame = (one: readonly string[], other: readonly string[]): boolean =>
    all.every((id) => (one[ids.indexOf(id)] ?? "") === (other[freshIds.indexOf(id)] ?? ""));
  const changes = [...fresh].map(([key, cells]): RowChange => ({ key, before: old.get(key) ?? null, after: cells }));
  return {
    added: changes.filter((each) => each.before === null),
    changed: changes.filter((each) => each.before && each.after && !isSame(each.before, each.after)),
    removed: [...old].filter(([key]) => !fresh.has(key)).map(([key, cells]) => ({ key, before: cells, after: null })),
  };
}

export interface RowEdits {
  /** With `key`: in place of that row; without: a row more, or in place of the one with its own key. */
  readonly set: readonly { readonly key?: string | undefined; readonly cells: readonly string[] }[];
  readonly remove: readonly string[];
}

/** The content with some rows set and others taken out; the keys that are not there, where there are such. */
export function editRows(
  kind: TableKind,
  content: TableContent,
  { set, remove }: RowEdits,
): TableContent | { readonly missing: readonly string[] } {
  const { head } = content;
  const rows = indexRows(kind, content);
  const known = set.flatMap(({ key }) => key ?? []);
  const missing = [...remove, ...known].filter((key) => !rows.has(key));
  if (missing.length > 0) return { missing };
  const inPlace = new Map(set.flatMap(({ key, cells }) => (key === undefined ? [] : [[key, cells] as const])));
  const kept = [...rows].filter(([key]) => !remove.includes(key)).map(([key, cells]) => inPlace.get(key) ?? cells);
  const fresh = set.filter(({ key }) => key === undefined).map(({ cells }) => cells);
  return { head, rows: mergeRows(kind, { head, rows: kept }, { head, rows: fresh }).rows };
}

/** The rows of both: one that stands in `more` too is as it is there, in its old place. Remarks of both are kept. */
export function mergeRows(kind: TableKind, content: TableContent, more: TableContent): TableContent {
  const [own, others] = [columnIds(kind, content.head), columnIds(kind, more.head)];
  const ids = [...own, ...others.filter((id) => !own.includes(id))];
  const fresh = indexRows(kind, more);
  const join = (before: readonly string[], after: readonly string[] | undefined): readonly string[] =>
    ids.map((id) => after?.[others.indexOf(id)] ?? before[own.indexOf(id)] ?? "");
  const kept = content.rows.map((cells) => join(cells, fresh.get(keyOf(kind, content.head, cells))));
  const known = indexRows(kind, content);
  const added = [...fresh].filter(([key]) => !known.has(key)).map(([, cells]) => join([], cells));
  const head = ids.map((id) => content.head[own.indexOf(id)] ?? more.head[others.indexOf(id)] ?? id);
  return { head, rows: [...kept, ...added] };
}

function indexRows(kind: TableKind, { head, rows }: TableContent): ReadonlyMap<string, readonly string[]> {
  return new Map(rows.map((cells) => [keyOf(kind, head, cells), cells]));
}
