import type { FaultClass } from "@billferry/contracts";

import type { ShownState } from "./core/shown-state.ts";

/** What bills are asked for; of what is left out anything will do. */
export interface WantedBills {
  /** A number or its beginning or end, of the bill, its orders or documents; many whole ones; left out: all bills. */
  readonly q?: string | undefined;
  readonly state?: ShownState | undefined;
  /** Approved on this day of Kingdee's, "2026-11-23". */
  readonly day?: string | undefined;
  /** Approved on so many last days, today among them; of goods that are looked for without a day it is 7. */
  readonly days?: number | undefined;
  readonly warehouse?: string | undefined;
  /** Of a case that the bill or an order of it is. */
  readonly faultClass?: FaultClass | undefined;
  /** Goods, by Kingdee's code or Wangdiantong's. */
  readonly sku?: string | undefined;
  readonly cursor?: string | undefined;
  /** About so many; a page may have a few more, or fewer and go on. */
  readonly limit: number;
  /** After so long a page ends with what it has, however little, and goes on with the next one. */
  readonly withinMs?: number | undefined;
}
