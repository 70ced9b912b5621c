import { hashContent, type Cell } from "@billferry/contracts";

const STABLE_LENGTH = 12;
const MAPPING_LENGTH = 8;

/**
 * The hash of a bill's content, 32 hex digits in three parts, so that a change of the mapping can be told from a change
 * of the bill:
 * 1. the documented fields that no mapping can add or take away, by name;
 * 2. the mapping: the scheme's version and the fields it asks for;
 * 3. all cells as received.
 *
 * Equal hashes are equal bills under equal mappings. After a change of the mapping the bills in the overlap are worked
 * out anew; those of the past are not (`isSameBill`), or every edit of a scheme would dispute a month of deliveries.
 */
export function hashBill(bill: {
  readonly schemeVersion: string;
  readonly fields: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Whether a mapping can neither add nor take away the field. */
  isStable(name: string): boolean;
}): string {
  const stable = bill.fields.flatMap((name, index) => (bill.isStable(name) ? [{ name, index }] : []));
  const cells = bill.rows.map((row) => Object.fromEntries(stable.map(({ name, index }) => [name, row[index] ?? null])));
  const mapping = hashContent([bill.schemeVersion, bill.fields]).slice(0, MAPPING_LENGTH);
  const all = hashContent(bill.rows).slice(STABLE_LENGTH + MAPPING_LENGTH);
  return hashContent(cells).slice(0, STABLE_LENGTH) + mapping + all;
}

/** Whether two hashes are of the same bill as far as their mappings let one compare. */
export function isSameBill(one: string, other: string): boolean {
  const end = STABLE_LENGTH + MAPPING_LENGTH;
  const isSameMapping = one.slice(STABLE_LENGTH, end) === other.slice(STABLE_LENGTH, end);
  return isSameMapping ? one === other : one.slice(0, STABLE_LENGTH) === other.slice(0, STABLE_LENGTH);
}
