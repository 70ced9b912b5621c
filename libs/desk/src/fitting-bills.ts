import { FAULT_CODES } from "@billferry/contracts";
import type { Ledger } from "@billferry/ledger";

import { endsWithWarehouse, isInStory } from "./core/story-match.ts";
import type { Seen } from "./find-whole.ts";
import { describeBill } from "./list-bills.ts";
import type { WantedBills } from "./search-steps.ts";

interface Fitting {
  readonly seen: readonly Seen[];
  /** Bills of which nobody can say any more what was in them. */
  readonly untold: number;
}

/** Which of these bills are as they are wanted: first by the ledger, then by what is kept of their content. */
export async function fittingBills(
  ledger: Ledger,
  found: readonly Seen[],
  { wanted, days }: { readonly wanted: WantedBills; readonly days: readonly string[] },
): Promise<Fitting> {
  const { sku, warehouse } = wanted;
  const fitting = found.filter((each) => isAsWanted(each, wanted, days));
  if (fitting.length === 0 || (sku === undefined && warehouse === undefined)) return { seen: fitting, untold: 0 };
  const isTold = ({ bill, orders }: Seen): boolean =>
    sku === undefined && endsWithWarehouse([...bill.orders, ...orders.map(({ outerNo }) => outerNo)], warehouse ?? "");
  const toldByNumber = new Set(fitting.filter(isTold));
  const others = fitting.filter((each) => !toldByNumber.has(each));
  const stories = await ledger.stories.findMany(others.map(({ bill }) => bill.billId));
  const isFound = (each: Seen): boolean => {
    const story = stories.get(each.bill.billId);
    return toldByNumber.has(each) || (story !== undefined && isInStory(story, { sku, warehouse }));
  };
  return { seen: fitting.filter(isFound), untold: others.length - stories.size };
}

function isAsWanted({ bill, orders }: Seen, { state, faultClass }: WantedBills, days: readonly string[]): boolean {
  if (state !== undefined && describeBill(bill, orders).shownState !== state) return false;
  if (days.length > 0 && !days.includes(bill.approvedAt.slice(0, 10))) return false;
  if (faultClass === undefined) return true;
  const waiting = orders.filter((order) => order.state === "held" || order.state === "disputed");
  const codes = [...(bill.state === "held" ? [bill.code] : []), ...waiting.map(({ code }) => code)];
  return codes.some((code) => FAULT_CODES[code ?? "PROGRAM_BUG"].class === faultClass);
}
