import type { DocumentRow } from "./core/read-document.ts";

/** What the queries can be asked. Pages count from 0 and hold 1 to 100 rows [wangdiantong 3]. */
interface Paging {
  readonly pageNo: number;
  readonly pageSize: number;
}

/** `totalCount` comes with page 0 only, and is null otherwise. */
export interface DocumentsPage {
  readonly totalCount: number | null;
  readonly documents: readonly DocumentRow[];
}

/** Of an interface's documents. Times are China time, "yyyy-MM-dd HH:mm:ss", at most 30 days, both ends included. */
export interface DocumentQuery extends Paging {
  /** Needed unless `stockoutNo` is given. */
  readonly startTime?: string | undefined;
  readonly endTime?: string | undefined;
  /** Without it only finished ones are returned [wangdiantong 3.1]. */
  readonly status?: string | undefined;
  readonly warehouseNo?: string | undefined;
  readonly orderType?: string | undefined;
  readonly stockoutNo?: string | undefined;
}

/** Of `warehouse_query`. */
export interface WarehouseQuery extends Paging {
  readonly warehouseNo?: string | undefined;
}
