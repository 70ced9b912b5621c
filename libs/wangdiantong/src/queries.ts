/** What the queries can be asked. Pages count from 0 and hold 1 to 100 rows (vendor notes 3). */
export interface Paging {
  readonly pageNo: number;
  readonly pageSize: number;
}

/** Of `stockout_order_query`. Times are China time, "yyyy-MM-dd HH:mm:ss", at most 30 days, both ends included. */
export interface StockoutOrderQuery extends Paging {
  /** Needed unless `stockoutNo` is given. */
  readonly startTime?: string | undefined;
  readonly endTime?: string | undefined;
  /** Without it only shipped and completed ones are returned; below "95" the times are those of the last change. */
  readonly status?: string | undefined;
  readonly warehouseNo?: string | undefined;
  readonly orderType?: string | undefined;
  readonly stockoutNo?: string | undefined;
}

/** Of `warehouse_query`. */
export interface WarehouseQuery extends Paging {
  readonly warehouseNo?: string | undefined;
}

/** Of `logistics`, which knows no pages. */
export interface LogisticsQuery {
  readonly logisticsCode?: string | undefined;
}

/** Of `goods_query`; `specNo` is the 商家编码, and disabled goods are not returned. */
export interface GoodsQuery {
  readonly specNo: string;
}
