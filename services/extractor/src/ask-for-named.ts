import { readBills } from "@billferry/bill-reader";
import { billNumbered } from "@billferry/kingdee";

import type { ReadingDependencies } from "./reading.ts";

/**
 * Looks bills up by their numbers and lists them to be read whole before all others, whatever is known of them. A
 * number that Kingdee does not know is told in the log; whoever asked sees it by asking for the bill.
 */
export async function askForNamed(
  deps: ReadingDependencies,
  billNos: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (const billNo of new Set(billNos)) {
    const ids: string[] = [];
    for await (const { bills } of readBills(deps, () => billNumbered(billNo), signal))
      ids.push(...bills.map(({ billId }) => billId));
    if (ids.length > 0) await deps.ledger.anew.ask(ids, { retry: true, urgent: true });
    else deps.log.warn({ event: "named.unknown", billNo }, "金蝶中没有该单据,或没有查看权限");
  }
}
