import { hashContent, hashText, type Cell } from "@billferry/contracts";

const STABLE_LENGTH = 12;
const MAPPING_LENGTH = 8;
const HASH_LENGTH = 32;

type Rows = readonly (readonly Cell[])[];

/** What a bill was read by. */
export interface Mapping {
  readonly schemeVersion: string;
  readonly fields: readonly string[];
  /** Whether a mapping can neither add nor take away the field. */
  readonly isStable: (name: string) => boolean;
}

/**
 * The hash of a bill's content, 32 hex digits in three parts, so that a change of the mapping can be told from a change
 * of the bill:
 * 1. the documented fields that no mapping can add or take away, by name;
 * 2. the mapping: the scheme's version and the fields it asks for;
 * 3. all cells as received.
 *
 * Equal hashes are equal bills under equal mappings. After a change of the mapping the bills in the overlap are worked
 * out anew; those of the past are not (`isSameBill`), or every edit of a scheme would dispute a month of deliveries.
 *
 * What is the same for all bills of a mapping is worked out once. The result is state: it is `hashContent` of the
 * stable cells as objects, of the mapping, and of the rows, and stays so.
 */
export function createBillHash({ schemeVersion, fields, isStable }: Mapping): (rows: Rows) => string {
  const toStableText = stableTextOf(fields, isStable);
  const mapping = hashContent([schemeVersion, fields]).slice(0, MAPPING_LENGTH);
  return (rows) => {
    const stable = hashText(toStableText(rows)).slice(0, STABLE_LENGTH);
    const all = hashText(JSON.stringify(rows)).slice(STABLE_LENGTH + MAPPING_LENGTH, HASH_LENGTH);
    return stable + mapping + all;
  };
}

/** The rows as JSON of their stable cells, keys as `hashContent` has them: each begins as a copy of one blank. */
function stableTextOf(fields: readonly string[], isStable: (name: string) => boolean): (rows: Rows) => string {
  const names = [...new Set(fields.filter(isStable))].toSorted((a, b) => (a < b ? -1 : 1));
  const columns = names.map((name) => ({ name, index: fields.lastIndexOf(name) }));
  const blank: Readonly<Record<string, Cell>> = Object.fromEntries(names.map((name) => [name, null]));
  const toObject = (row: readonly Cell[]): Record<string, Cell> => {
    const cells = { ...blank };
    for (const { name, index } of columns) cells[name] = row[index] ?? null;
    return cells;
  };
  return (rows) => JSON.stringify(rows.map(toObject));
}

/** Whether two hashes are of the same bill as far as their mappings let one compare. */
export function isSameBill(one: string, other: string): boolean {
  const end = STABLE_LENGTH + MAPPING_LENGTH;
  const isSameMapping = one.slice(STABLE_LENGTH, end) === other.slice(STABLE_LENGTH, end);
  return isSameMapping ? one === other : one.slice(0, STABLE_LENGTH) === other.slice(0, STABLE_LENGTH);
}
