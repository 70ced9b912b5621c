import { Fault, type Cell } from "@billferry/contracts";
import { afterBill, joinFilters } from "@billferry/kingdee";

import type { ReadDependencies } from "./read-bills.ts";

interface AskedHeads {
  /** Of the head only, so that a bill is one row; `FID` first. */
  readonly fieldKeys: readonly string[];
  readonly filter: string;
  /** Whether what was shown so far is all that is wanted. */
  isEnough?(rows: readonly (readonly Cell[])[]): boolean;
}

/**
 * Every bill's head that a filter selects, whatever the server's row limit is: each page begins after the last bill of
 * the one before, and only an empty one ends them, asked for twice. Throws KD_ORDER_BROKEN where bills come in another
 * order.
 */
export async function readHeads(
  { client, scheme }: Pick<ReadDependencies, "client" | "scheme">,
  asked: AskedHeads,
  signal: AbortSignal,
): Promise<Cell[][]> {
  const { form: formId, page_size: limit } = scheme.definition.source;
  const rows: Cell[][] = [];
  let last: string | undefined;
  for (;;) {
    const filter = joinFilters(asked.filter, last === undefined ? undefined : afterBill(last));
    const query = { formId, fieldKeys: asked.fieldKeys, filter, order: "FID ASC", startRow: 0, limit };
    let page = await client.executeBillQuery(query, signal);
    if (page.length === 0) page = await client.executeBillQuery(query, signal);
    if (page.length === 0) return rows;
    rows.push(...page);
    if (asked.isEnough?.(rows)) return rows;
    for (const [index, row] of page.entries()) {
      const id = String(row[0] ?? "").trim();
      // Within a page a bill may come again, where a tenant answers one row an entry.
      if (!/^\d{1,19}$/.test(id) || (last !== undefined && !isAfter(id, last, index > 0)))
        throw new Fault("KD_ORDER_BROKEN", `FID=${id || "(空)"}`);
      last = id;
    }
  }
}

function isAfter(id: string, last: string, mayBeSame: boolean): boolean {
  return mayBeSame ? BigInt(id) >= BigInt(last) : BigInt(id) > BigInt(last);
}
